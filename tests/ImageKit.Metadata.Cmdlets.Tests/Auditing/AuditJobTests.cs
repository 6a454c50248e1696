using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Auditing;

/// <summary>Scheduled jobs, run with <c>pwsh -File</c>: the exit code is green only if everything was looked at.</summary>
public sealed class AuditJobTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("job").FullName;
    private ImageKitEmulator _emulator = null!;

    public async Task InitializeAsync() => _emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 120 });

    public async Task DisposeAsync()
    {
        await _emulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Get-IKFile -Path /prodcts -Recurse | Get-IKMetadata 2>&1 | Export-IKAuditReport $report -FailOn Error", "AuditIncomplete")]
    [InlineData("@() | Invoke-IKAudit -FailOn Error", "AuditIncomplete")]
    [InlineData("@() | Invoke-IKAudit -FailOn Error -AllowEmpty", null)]
    [InlineData("Get-IKFile -Recurse | Invoke-IKAudit -FailOn Error -Severity Error", "AuditIncomplete")]
    [InlineData("Get-IKMetadata \"$u/samples/no-exif.jpg\" 2>&1 | Invoke-IKAudit -FailOn Error", null)]
    public void The_exit_code_is_1_unless_everything_was_checked_and_is_fine(string job, string? errorId) => RunJob(job, errorId);

    [Fact]
    public void An_outage_is_not_a_finding_and_not_green()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, Match = "/bulk/" });
        string output = RunJob(
            "1..5 | ForEach-Object { \"$u/bulk/$_.jpg\" } | Get-IKMetadata -MaximumRetryCount 0 -ErrorAction Continue 2>&1 | Export-IKAuditReport $report -FailOn Error",
            "AuditIncomplete");
        Assert.Contains("5 images were not checked", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unreachable\"", File.ReadAllText(Path.Combine(_folder, "report.sarif")).Split("\"rules\"")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratchet_is_green_with_known_findings_and_red_with_a_new_one()
    {
        string known = "Get-IKMetadata \"$u/gone.jpg\" -ErrorAction Continue 2>&1";
        string job = "| Export-IKAuditReport $json -Since $json -FailOn Error -NewOnly";
        RunJob($"{known} | Export-IKAuditReport $json", null);
        RunJob($"{known} {job}", null);
        RunJob($"Get-IKMetadata \"$u/gone.jpg\", \"$u/gone-too.jpg\" -ErrorAction Continue 2>&1 {job}", "AuditFailed");
    }

    [Fact]
    public void The_nightly_job_is_green_with_known_findings_and_red_with_a_new_one_or_while_the_service_is_down()
    {
        const string job = """
            Get-IKFile -Recurse -MaximumRetryCount 0 | Get-IKMetadata -Checkpoint (Join-Path $folder library.jsonl) -MaximumRetryCount 0 -ErrorAction Continue 2>&1 |
                Export-IKAuditReport (Join-Path $folder audit.html), (Join-Path $folder audit.sarif), $json -Since $json -FailOn Error -NewOnly
            """;
        SampleAsset[] files = [.. _emulator.Library.Assets.Where(file => file.Breakage == Breakage.None && !file.IsVideo)];

        AddUnreachable("/known.jpg");
        Assert.Contains("The earlier report ", RunJob(job, "AuditFailed"), StringComparison.Ordinal);
        RunJob(job, null);
        AddUnreachable("/new.jpg");
        RunJob(job, "AuditFailed");
        RunJob(job, null);

        _emulator.Library.Replace(files[0].FileId);
        _emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, Endpoint = EndpointGroup.MetadataById });
        RunJob(job, "AuditIncomplete");
        _emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, Endpoint = EndpointGroup.List });
        string report = Path.Combine(_folder, "audit.json");
        byte[] before = File.ReadAllBytes(report);
        RunJob(job, "ServerError");
        Assert.Equal(before, File.ReadAllBytes(report));

        _emulator.Faults.Clear();
        RunJob(job, null);

        void AddUnreachable(string path) =>
            _emulator.Faults.Add(new Fault { Kind = FaultKind.NotFound, Match = _emulator.Library.Add(path).FileId });
    }

    private string RunJob(string job, string? errorId)
    {
        string script = Path.Combine(_folder, "job.ps1");
        File.WriteAllText(script, $$"""
            $ErrorActionPreference = 'Stop'
            Import-Module '{{Repository.ModuleManifest}}'
            $credential = [pscredential]::new('job', [System.Net.NetworkCredential]::new('', '{{new EmulatorOptions().PrivateKey}}').SecurePassword)
            Connect-IKAccount -Credential $credential -ApiBaseUri '{{_emulator.BaseUri}}'
            $u = '{{_emulator.UrlEndpoint}}'
            $folder = '{{_folder}}'
            $report = '{{Path.Combine(_folder, "report.sarif")}}'
            $json = '{{Path.Combine(_folder, "audit.json")}}'
            trap { "error id: $($_.FullyQualifiedErrorId)"; break }
            {{job}} | ForEach-Object { "$_" }
            """);
        (int exitCode, string output, string errors) = Pwsh.RunToEnd("-File", script);
        Assert.True(exitCode == (errorId is null ? 0 : 1), $"{exitCode}: {output} {errors}");
        if (errorId is not null)
        {
            Assert.Contains($"error id: {errorId},", output, StringComparison.Ordinal);
        }

        return output + errors;
    }
}
