using System.Net.Sockets;
using System.Text.Json;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Auditing;

public sealed class ExportIKAuditReportTests : IDisposable
{
    private readonly Shell _shell = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("report").FullName;

    public ExportIKAuditReportTests()
    {
        _shell["folder"] = _folder;
        _shell["image"] = new ImageMetadata { Url = "https://ik.imagekit.io/demo/a.jpg", Size = 9_000_000, Quality = 99, Exif = { Latitude = 52.3702, Longitude = 4.8952 } };
    }

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("r.html", "<!DOCTYPE html>")]
    [InlineData("r.sarif", "\"2.1.0\"")]
    [InlineData("r.csv", "RuleName,Severity")]
    [InlineData("r.json", "\"findings\"")]
    [InlineData("r.md", "## Image audit")]
    [InlineData("r.xml", "<testsuites>")]
    [InlineData("r.baseline.json", "\"accepted\"")]
    [InlineData("r.digest.html", "<title>Image audit</title>")]
    [InlineData("r.prom", "imagekit_audit_findings{")]
    [InlineData("r.txt -Format Csv", "RuleName,Severity")]
    public void Metadata_is_audited_on_the_way_to_any_format(string arguments, string expected)
    {
        FileInfo file = _shell.Run($"$image | Export-IKAuditReport (\"$folder/\" + '{arguments.Split(' ')[0]}') {string.Join(' ', arguments.Split(' ').Skip(1))} -PassThru").One<FileInfo>();
        string text = File.ReadAllText(file.FullName);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains(arguments.Contains("baseline", StringComparison.Ordinal) ? "OversizedFile" : "GpsLocation", text, StringComparison.Ordinal);
        Assert.Equal([file.FullName], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Several_files_are_written_in_one_pass_each_in_the_format_of_its_extension()
    {
        ShellResult result = _shell.Run("$image | Export-IKAuditReport \"$folder/a.html\", \"$folder/a.sarif\", \"$folder/a.json\", \"$folder/a.md\" -PassThru -PageUrl https://reports.example.com/a.html").Succeeded();
        Assert.Equal(["a.html", "a.sarif", "a.json", "a.md"], result.OutputAs<FileInfo>().Select(file => file.Name));
        Assert.Equal(4, Directory.GetFileSystemEntries(_folder).Length);
        Assert.All(Directory.GetFiles(_folder), file => Assert.Contains("GpsLocation", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Contains("(https://reports.example.com/a.html)", File.ReadAllText(Path.Combine(_folder, "a.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_earlier_report_is_read_before_the_new_one_replaces_it()
    {
        const string Nightly = "$images | Export-IKAuditReport \"$folder/a.json\", \"$folder/a.sarif\", \"$folder/a.md\" -IncludeRule OversizedFile, GpsLocation -Since \"$folder/a.json\"";
        string[] States()
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "a.json")));
            return [.. json.RootElement.GetProperty("findings").EnumerateArray()
                .Select(finding => $"{finding.GetProperty("ruleName").GetString()} {finding.GetProperty("baselineState").GetString()}")
                .Order(StringComparer.Ordinal)];
        }

        ImageMetadata image = (ImageMetadata)_shell["image"]!;
        _shell["images"] = image;
        _shell.Run(Nightly).Succeeded();
        Assert.Equal(["GpsLocation New", "OversizedFile New"], States());

        _shell["images"] = new ImageMetadata { Url = image.Url, Size = 100, Exif = image.Exif };
        _shell.Run(Nightly).Succeeded();
        Assert.Equal(["GpsLocation Unchanged", "OversizedFile Absent"], States());
        Assert.Contains("**0 new, 1 resolved**", File.ReadAllText(Path.Combine(_folder, "a.md")), StringComparison.Ordinal);

        // What is gone is not reported again.
        _shell.Run(Nightly).Succeeded();
        Assert.Equal(["GpsLocation Unchanged"], States());
    }

    [Fact]
    public void A_redacted_report_has_no_coordinates()
    {
        _shell.Run("$image | Export-IKAuditReport \"$folder/a.html\", \"$folder/a.json\" -Redact").Succeeded();
        Assert.All(Directory.GetFiles(_folder), file => Assert.DoesNotContain("52.37", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$folder/a.html, $folder/b.csv -Format Csv", "UnknownReportFormat")]
    [InlineData("$folder/a.html, $folder/a.html", "ReportNotWritten")]
    [InlineData("$folder/a.html, $folder/no/b.csv", "ReportNotWritten")]
    [InlineData("\"$folder/a`0.html\"", "ReportNotWritten")]
    [InlineData("\"$folder/$('x' * 300).html\"", "ReportNotWritten")]
    public void Paths_that_cannot_be_written_to_end_the_command_before_the_audit(string arguments, string error)
    {
        Assert.StartsWith(error + ",", _shell.Run($"$image | Export-IKAuditReport {arguments}").TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Findings_and_metadata_together_are_not_audited_twice()
    {
        _shell.Run("$findings = $image | Invoke-IKAudit -IncludeRule OversizedFile; $(($image); $findings; $image) | Export-IKAuditReport \"$folder/r.json\"").Succeeded();
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "r.json")));
        Assert.Equal("OversizedFile", Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray()).GetProperty("ruleName").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("summary").GetProperty("images").GetInt32());
    }

    [Fact]
    public void Findings_from_csv_and_json_are_taken_again()
    {
        _shell.Run("$image | Export-IKAuditReport \"$folder/r.json\"").Succeeded();
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "r.json")));
        _shell["rows"] = json.RootElement.GetProperty("findings").EnumerateArray().Select(finding =>
        {
            System.Management.Automation.PSObject row = new();
            foreach (JsonProperty property in finding.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Object))
            {
                row.Properties.Add(new System.Management.Automation.PSNoteProperty(property.Name, property.Value.ToString()));
            }

            return row;
        }).ToArray();
        Assert.Equal(
            ["GpsLocation Warning", "OversizedFile Warning", "ExcessiveQuality Information"],
            _shell.Run("$rows | Invoke-IKAudit").Succeeded().OutputAs<AuditFinding>().Select(finding => $"{finding.RuleName} {finding.Severity}"));
    }

    [Fact]
    public void What_the_baseline_has_stays_in_the_report_and_is_marked()
    {
        ShellResult result = _shell.Run("$image | Export-IKAuditReport \"$folder/b.json\" -Format Baseline -Reason 'known' -ExpiresOn 2999-01-01; $image | Export-IKAuditReport \"$folder/r.sarif\" -Baseline \"$folder/b.json\"; $image | Invoke-IKAudit -Baseline \"$folder/b.json\" -FailOn Information").Succeeded();
        Assert.Empty(result.Output);
        using var sarif = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "r.sarif")));
        JsonElement[] results = [.. sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
        Assert.Equal(3, results.Length);
        Assert.All(results, item => Assert.Equal("known", item.GetProperty("suppressions")[0].GetProperty("justification").GetString()));
    }

    [Fact]
    public void Findings_that_went_through_a_csv_keep_their_evidence()
    {
        _shell["row"] = Row(("RuleName", "Mine"), ("Severity", "Warning"), ("Url", "https://ik.imagekit.io/demo/a.jpg"), ("Message", "m"), ("Evidence", """{"Number":2,"Names":["a"]}"""));
        AuditFinding finding = _shell.Run("$row | Invoke-IKAudit").One<AuditFinding>();
        Assert.Equal(2L, finding.Evidence["Number"]);
        Assert.Equal(new object?[] { "a" }, finding.Evidence["Names"]);
    }

    [Theory]
    [InlineData("$image | Invoke-IKAudit | Export-IKAuditReport $folder/r.json -Severity Information")]
    [InlineData("$image | Export-IKAuditReport $folder/r.json -Severity Information")]
    public void A_severity_holds_for_metadata_and_for_findings(string script)
    {
        _shell.Run(script).Succeeded();
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "r.json")));
        Assert.Equal("ExcessiveQuality", Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray()).GetProperty("ruleName").GetString());
    }

    [Theory]
    [InlineData("[x]")]
    [InlineData("a*b")]
    [InlineData("o'brien")]
    public void A_path_is_taken_as_it_is(string name)
    {
        if (OperatingSystem.IsWindows() && name.Contains('*', StringComparison.Ordinal))
        {
            return;
        }

        _shell["path"] = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName + "/" + name + ".csv";
        Assert.Equal(name + ".csv", _shell.Run("$image | Export-IKAuditReport $path -PassThru").One<FileInfo>().Name);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, name)));
    }

    [Fact]
    public void A_path_on_a_drive_of_the_session_is_found()
    {
        _shell.Run("$null = $ExecutionContext.SessionState.Drive.New([System.Management.Automation.PSDriveInfo]::new('audit', $ExecutionContext.SessionState.Provider.GetOne('FileSystem'), $folder, '', $null), 'Global'); $image | Export-IKAuditReport audit:/r.md").Succeeded();
        Assert.True(File.Exists(Path.Combine(_folder, "r.md")));
    }

    [Fact]
    public void Many_results_for_code_scanning_are_warned_of()
    {
        ShellResult result = _shell.Run("$(for ($i = 0; $i -le 5000; $i++) { [ImageKit.Metadata.AuditFinding]@{ RuleName = 'A'; Url = \"https://x/$i\"; Message = 'm' } }) | Export-IKAuditReport $folder/r.sarif").Succeeded();
        Assert.Contains("5,001 results", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing_and_faults_are_named()
    {
        Assert.Empty(_shell.Run("$image | Export-IKAuditReport \"$folder/r.html\" -WhatIf").Succeeded().Output);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.StartsWith("UnknownReportFormat,", _shell.Run("$image | Export-IKAuditReport \"$folder/r.doc\"").TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("ReportNotWritten,", _shell.Run("$image | Export-IKAuditReport \"$folder/no/such/r.html\"").TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("ReportNotWritten,", _shell.Run("$image | Export-IKAuditReport $folder -Format Html").TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>A socket stands for the devices, which only root can make.</summary>
    [Fact]
    public void A_target_that_is_not_a_file_is_not_replaced_through_a_link_either()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(_folder, "socket");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        File.CreateSymbolicLink(Path.Combine(_folder, "r.csv"), path);

        System.Management.Automation.ErrorRecord? error = _shell.Run("$image | Export-IKAuditReport $folder/r.csv").TerminatingError;

        Assert.StartsWith("ReportNotWritten,", error?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal($"'{path}' is a pipe, a socket or a device, not a file.", error!.Exception.Message);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void A_stopped_report_leaves_the_old_one()
    {
        File.WriteAllText(Path.Combine(_folder, "r.json"), "old");
        using ShellCall call = _shell.Begin("& { 1; while ($true) { $image } } | Where-Object { $_ -isnot [int] } | Export-IKAuditReport \"$folder/r.json\"; 1");
        call.Stop();
        Assert.Equal("old", File.ReadAllText(Path.Combine(_folder, "r.json")));
        Assert.Single(Directory.GetFiles(_folder));
    }

    private static System.Management.Automation.PSObject Row(params (string Name, object Value)[] fields)
    {
        System.Management.Automation.PSObject row = new();
        foreach ((string name, object value) in fields)
        {
            row.Properties.Add(new System.Management.Automation.PSNoteProperty(name, value));
        }

        return row;
    }
}
