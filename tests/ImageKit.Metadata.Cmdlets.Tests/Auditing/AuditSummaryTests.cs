using System.Globalization;
using ImageKit.Metadata.Cmdlets.Tests.Engine;

namespace ImageKit.Metadata.Cmdlets.Tests.Auditing;

/// <summary><c>Invoke-IKAudit -Summary</c>: its figures are those of the findings, and nothing that was not looked at is left out.</summary>
public sealed class AuditSummaryTests : ConnectedShellTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("summary").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_figures_are_those_of_the_findings()
    {
        Shell.Run("$items = @(Get-IKFile -Recurse | Get-IKMetadata -ErrorAction SilentlyContinue -ErrorVariable failed) + $failed").Succeeded();
        IReadOnlyList<AuditFinding> findings = Shell.Run("$items | Invoke-IKAudit -WarningAction Ignore").Succeeded().OutputAs<AuditFinding>();

        AuditSummary summary = Shell.Run("$items | Invoke-IKAudit -Summary -WarningAction Ignore").One<AuditSummary>();

        Assert.Equal(findings.Count, summary.FindingCount);
        Assert.Equal(findings.Count(finding => finding.Severity == AuditSeverity.Error), summary.ErrorCount);
        Assert.Equal(findings.Count(finding => finding.Severity == AuditSeverity.Warning), summary.WarningCount);
        Assert.Equal(findings.Count, summary.Rules.Sum(rule => rule.FindingCount));
        Assert.Equal(findings.Count, summary.Folders.Sum(folder => folder.FindingCount));
        Assert.All(findings.GroupBy(finding => finding.RuleName), rule => Assert.Equal(rule.Count(), Assert.Single(summary.Rules, tally => tally.Name == rule.Key).FindingCount));
        Assert.Contains(summary.Rules, rule => rule.FindingCount == 0);
        Assert.Equal(summary.SavingBytes, summary.Rules.Sum(rule => rule.SavingBytes));
        Assert.Equal(Shell.Run("($items | Where-Object Size | Measure-Object Size -Sum).Sum").One<double>(), (double)summary.Bytes);
        Assert.Equal(Shell.Run("$failed.Count").One<int>(), summary.FailedByError.Values.Sum(count => Convert.ToInt32(count, CultureInfo.InvariantCulture)));
        Assert.Null(summary.NewCount);
    }

    [Fact]
    public void With_since_it_counts_what_is_new_and_what_is_gone()
    {
        Shell["earlier"] = Path.Combine(_folder, "audit.json");
        Shell.Run("$items = @(Get-IKFile -Recurse | Get-IKMetadata -ErrorAction Ignore)").Succeeded();
        Shell.Run("$items | Export-IKAuditReport $earlier -IncludeRule GpsLocation").Succeeded();
        int found = Shell.Run("@($items | Invoke-IKAudit -IncludeRule GpsLocation).Count").One<int>();

        AuditSummary summary = Shell.Run("$items | ForEach-Object { if ($_.Exif.Latitude -and -not $done) { $done = $true; $_.Exif.Gps.Clear(); $_.Exif.Latitude = $null }; $_ } | Invoke-IKAudit -IncludeRule GpsLocation -Since $earlier -Summary").One<AuditSummary>();

        Assert.Equal((0L, found - 1L, 0L, 1L), (summary.NewCount, summary.UnchangedCount, summary.UpdatedCount, summary.AbsentCount));
        Assert.Equal(found - 1L, summary.FindingCount);
        Assert.NotNull(summary.Since);
    }

    [Fact]
    public void What_could_not_be_checked_is_counted_and_a_gate_still_fails()
    {
        ShellResult result = Shell.Run("Get-IKFile -First 3 | Invoke-IKAudit -IncludeRule GpsLocation -FailOn Error -Summary -WarningAction Ignore");

        AuditSummary summary = Assert.Single(result.OutputAs<AuditSummary>());
        Assert.Equal((3L, 0L, false), (summary.FileCount, summary.ImageCount, summary.IsComplete));
        Assert.Equal(3L, Assert.Single(summary.Rules).NotCheckedCount);
        Assert.StartsWith("AuditIncomplete,", result.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void It_survives_json_and_clixml_and_is_read_at_a_glance()
    {
        Shell.Run("$summary = Get-IKFile -Recurse | Get-IKMetadata -ErrorAction Ignore | Invoke-IKAudit -Summary -WarningAction Ignore").Succeeded();

        Assert.Equal(
            Shell.Run("$summary.Rules[0].FindingCount").One<long>(),
            Shell.Run("([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($summary, 3))).Rules[0].FindingCount").One<long>());
        Assert.Equal(Shell.Run("$summary.Folders[0].Name").One<string>(), Shell.Run("($summary | ConvertTo-Json -Depth 4 | ConvertFrom-Json).Folders[0].Name").One<string>());
        string text = Shell.Print("$summary");
        Assert.Contains("FindingCount", text, StringComparison.Ordinal);
        Assert.Contains(Shell.Run("$summary.Rules[0].Name").One<string>(), text, StringComparison.Ordinal);
    }
}
