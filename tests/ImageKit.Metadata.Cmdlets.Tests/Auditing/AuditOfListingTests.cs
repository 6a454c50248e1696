using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Auditing;

/// <summary>Files of a listing, rows and errors in an audit: what was not looked at is never reported as fine.</summary>
public sealed class AuditOfListingTests : ConnectedShellTests
{
    [Theory]
    [InlineData("Get-IKFile -Path /prodcts -Recurse | Get-IKMetadata 2>&1 | Invoke-IKAudit -FailOn Error", "AuditIncomplete")]
    [InlineData("Get-IKFile -Path /prodcts -Recurse | Get-IKMetadata 2>&1 | Invoke-IKAudit -FailOn Error -AllowEmpty", null)]
    [InlineData("Get-IKFile -Recurse | Invoke-IKAudit -FailOn Error -Severity Error", "AuditIncomplete")]
    [InlineData("Get-IKFile -Recurse | Invoke-IKAudit -FailOn Error -IncludeRule LegacyFormat", null)]
    [InlineData("$u | Invoke-IKAudit -FailOn Error", "AuditIncomplete")]
    [InlineData("Get-IKMetadata \"$u/gone.jpg\" 2>&1 | Invoke-IKAudit -FailOn Error", "AuditFailed")]
    [InlineData("Get-IKMetadata \"$u/samples/no-exif.jpg\" 2>&1 | Invoke-IKAudit -FailOn Error", null)]
    [InlineData("$(Get-Command No-SuchThing 2>&1; Get-IKMetadata \"$u/samples/no-exif.jpg\") | Invoke-IKAudit -FailOn Error", "AuditIncomplete")]
    public void FailOn_fails_closed(string script, string? errorId) =>
        Assert.Equal(errorId, Shell.Run(script).TerminatingError?.FullyQualifiedErrorId.Split(',')[0]);

    [Fact]
    public void A_listing_is_audited_without_a_request_for_each_file_and_a_warning_states_what_was_not_checked()
    {
        int before = Emulator.RequestLog.Snapshot().Count;
        ShellResult result = Shell.Run("Get-IKFile -Recurse | Invoke-IKAudit").Succeeded();
        Assert.Equal(before + 1, Emulator.RequestLog.Snapshot().Count);
        Assert.Contains(result.OutputAs<AuditFinding>(), finding => finding.RuleName == "OversizedFile" && finding.FilePath is not null);
        string warning = Assert.Single(result.Warnings);
        Assert.Contains("GpsLocation, PersonalData, RotatedByTag (120 of 120: no EXIF)", warning, StringComparison.Ordinal);
        Assert.EndsWith("Pipe the files or URLs through Get-IKMetadata, or select other rules with -IncludeRule.", warning, StringComparison.Ordinal);
        Assert.Empty(Shell.Run("Get-IKFile -Recurse | Invoke-IKAudit -IncludeRule OversizedFile").Succeeded().Warnings);
    }

    [Theory]
    [InlineData("Select-Object Url, Width", "no EXIF")]
    [InlineData("ForEach-Object { [pscustomobject]@{ Url = $_.Url; Exif = \"$($_.Exif)\" } }", "no EXIF")]
    [InlineData("Select-Object Url, @{ n = 'Latitude'; e = { '52.37' } }, @{ n = 'Longitude'; e = { '4.89' } }", null)]
    [InlineData("Select-Object Url, @{ n = 'Latitude'; e = { '' } }, @{ n = 'Longitude'; e = { '' } }", null)]
    public void Rows_without_EXIF_are_not_checked_for_a_location(string rows, string? warning)
    {
        ShellResult result = Shell.Run($"Get-IKMetadata \"$u/samples/no-exif.jpg\" | {rows} | Invoke-IKAudit -IncludeRule GpsLocation").Succeeded();
        Assert.Equal(rows.Contains("52.37", StringComparison.Ordinal) ? 1 : 0, result.Output.Count);
        if (warning is null)
        {
            Assert.Empty(result.Warnings);
        }
        else
        {
            Assert.Contains(warning, Assert.Single(result.Warnings), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{ $_.Width -lt 800 }", false, "returns true")]
    [InlineData("{ if ($_.Width -lt 8000) { 'small' } }", false, null)]
    [InlineData("{ if ($_.Width -lt 8000) { 'small' } }", true, null)]
    [InlineData("{ if ($_.Exif.Camera) { 'camera' } }", true, "Mine (1 of 1: no EXIF)")]
    [InlineData("{ if (-not $_.Description) { 'bare' } }", false, "Mine (1 of 1: no description)")]
    [InlineData("{ if (-not $_.Description) { 'bare' } }", true, null)]
    public void A_custom_rule_runs_where_the_fields_that_it_reads_are_known(string rule, bool isListing, string? warning)
    {
        string input = isListing ? "[ImageKit.Metadata.MediaFile]@{ Url = 'u'; FileType = 'image'; Width = 10; Height = 10 }" : "[ImageKit.Metadata.ImageMetadata]@{ Url = 'u'; Width = 10; Height = 10 }";
        ShellResult result = Shell.Run($"{input} | Invoke-IKAudit -IncludeRule Mine -Settings @{{ Rules = @{{ Mine = {rule} }} }}").Succeeded();
        Assert.Equal(warning is null ? 1 : 0, result.Output.Count);
        Assert.Equal(warning is null ? 0 : 1, result.Warnings.Count);
        Assert.Contains(warning ?? string.Empty, string.Concat(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "license")]
    [InlineData("-Settings @{ Rules = @{ MissingCustomMetadata = @{ Fields = 'Color' } } }", "Color, license")]
    public void Required_fields_of_the_account_are_requested_once(string arguments, string missing)
    {
        FieldsHandler handler = new("""[{ "name": "license", "schema": { "type": "Date", "isValueRequired": true } }, { "name": "note", "schema": { "type": "Text" } }]""");
        Shell["handler"] = handler;
        Shell["files"] = new[] { "a", "b" }.Select(name => new MediaFile { Url = name, Name = name }).ToArray();
        IReadOnlyList<AuditFinding> findings = Shell.Run($"$c = Connect-IKAccount $key -HttpMessageHandler $handler -SkipVerification -PassThru; $files | Invoke-IKAudit -AccountFields -Connection $c {arguments} 3>$null")
            .Succeeded().OutputAs<AuditFinding>();
        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.Equal($"The custom metadata has no value for {missing}.", finding.Message));
        Assert.Equal(["/v1/customMetadataFields"], handler.Paths);
    }

    [Fact]
    public void An_account_without_required_fields_causes_a_warning()
    {
        Shell["handler"] = new FieldsHandler("[]");
        ShellResult result = Shell.Run("$null = Connect-IKAccount $key -HttpMessageHandler $handler -SkipVerification; [ImageKit.Metadata.MediaFile]@{ Url = 'u' } | Invoke-IKAudit -AccountFields -ExcludeRule Unrea*").Succeeded();
        Assert.Contains("requires no custom metadata fields", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Shell["handler"] = new FieldsHandler("{}");
        Assert.StartsWith("UnexpectedResponse,", Shell.Run("$null = Connect-IKAccount $key -HttpMessageHandler $handler -SkipVerification; $null | Invoke-IKAudit -AccountFields").TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_bring_along_what_their_audit_ran()
    {
        string path = Path.GetTempFileName();
        Shell["path"] = path;
        Shell.Run("""
            $image = [ImageKit.Metadata.ImageMetadata]@{ Url = 'u'; Size = 9000000 }
            $image | Invoke-IKAudit -IncludeRule OversizedFile -Settings @{ Rules = @{ OversizedFile = @{ MaximumBytes = 8000000 } } } | Export-IKAuditReport $path -Format JUnit
            """).Succeeded();
        string report = File.ReadAllText(path);
        File.Delete(path);
        Assert.Equal(1, report.Split("<testcase").Length - 1);
        Assert.Contains("OversizedFile", report, StringComparison.Ordinal);
    }

    private sealed class FieldsHandler(string body) : HttpMessageHandler
    {
        public List<string> Paths { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Paths.Add(request.RequestUri!.AbsolutePath);
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") });
        }
    }
}
