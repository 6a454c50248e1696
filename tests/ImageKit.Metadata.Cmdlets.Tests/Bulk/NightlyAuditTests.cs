using System.Globalization;
using System.Text.Json.Nodes;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;
using Xunit.Abstractions;

namespace ImageKit.Metadata.Cmdlets.Tests.Bulk;

/// <summary>
/// The same audit again after files were replaced, deleted, renamed and tagged: it costs the listing and what changed, finds
/// what a full audit finds, and shows what is new and what is gone.
/// </summary>
public sealed class NightlyAuditTests(ITestOutputHelper output) : IAsyncLifetime
{
    // CONTRIBUTING.md says how to set the variable.
    private static readonly int FileCount = int.Parse(Environment.GetEnvironmentVariable("IK_TEST_FILES") ?? "2000", CultureInfo.InvariantCulture);
    private static readonly int Replaced = FileCount / 100;
    private static readonly int Deleted = FileCount / 400;
    private static readonly int Renamed = FileCount / 400;
    private static readonly int Tagged = FileCount / 200;
    private const int PageSize = 1_000;
    private const int ThrottleLimit = 8;

    private static readonly FileContent Harmless = new() { Width = 800, Height = 600, Size = 60_000, Format = "jpg", HasColorProfile = true };

    private readonly Random _random = new(20261126);
    private EmulatedShell _session = null!;
    private int _broken;

    public async Task InitializeAsync() => _session = await EmulatedShell.StartAsync(new EmulatorOptions { LibrarySize = FileCount });

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public void The_second_night_costs_what_changed_and_shows_it()
    {
        RunFirstNight();
        Plant plant = ChangeLibrary();
        EmulatorStatistics statistics = _session.Emulator.Statistics;
        statistics.Reset();

        _session.Shell.Run(Night("-Since $report")).Succeeded();

        WriteRequests("second night", statistics);
        Assert.InRange(statistics.Listing.Received, 1, (FileCount / PageSize) + 1);
        Assert.Equal(Replaced + _broken, statistics.Metadata.Received);
        Finding[] second = ReadReport("audit.json");
        AssertSameAsAFreshAudit(second);
        AssertStates(second, plant);
    }

    [Fact]
    public void Killed_five_times_in_the_second_night_it_is_the_same()
    {
        RunFirstNight();
        Plant plant = ChangeLibrary();
        _session.Emulator.Latency = TimeSpan.FromMilliseconds(100);
        string job = Night($"-Since '{_session.File("audit.json")}'").Replace("$report", $"'{_session.File("audit.json")}'", StringComparison.Ordinal);
        string line = job.Replace("$checkpoint", $"'{_session.Checkpoint}'", StringComparison.Ordinal);
        EmulatorStatistics statistics = _session.Emulator.Statistics;
        long requested = 0;
        for (int kill = 0; kill < 5; kill++)
        {
            statistics.Reset();
            int moment = _random.Next(1, Replaced / 5);
            using ShellProcess process = new(_session.Emulator, line);
            Eventually.IsTrue(() => statistics.Metadata.Received >= moment || process.HasExited, "the job requests what was replaced");
            process.Kill();
            _session.WaitUntilNothingIsInFlight();
            requested += statistics.Metadata.Received;
            WriteRequests($"killed run {kill + 1}", statistics);
        }

        _session.Emulator.Latency = TimeSpan.Zero;
        statistics.Reset();
        _session.Shell.Run(Night("-Since $report")).Succeeded();

        WriteRequests("last run", statistics);

        // A broken file is tried by each run.
        Assert.InRange(requested + statistics.Metadata.Received, Replaced, Replaced + (6 * _broken) + (5 * ThrottleLimit));
        Finding[] second = ReadReport("audit.json");
        AssertSameAsAFreshAudit(second);
        AssertStates(second, plant);
    }

    [Fact]
    public void Files_deleted_during_a_listing_hide_no_other_file()
    {
        RunFirstNight();
        _session.Emulator.Statistics.Reset();
        SampleAsset[] files = [.. _session.Emulator.Library.Assets];
        List<SampleAsset> gone = [];
        _session.Emulator.AfterListPage = page =>
        {
            if (page <= FileCount / PageSize)
            {
                // Some were listed, so that all behind them move up, and some are still to be listed.
                SampleAsset[] chosen = [.. files.Skip((page - 1) * PageSize).Take(3), .. files.Skip(FileCount - (page * 3)).Take(3)];
                gone.AddRange(chosen.Where(file => _session.Emulator.Library.Delete(file.FileId)));
            }
        };
        _session.Shell.Run(Night("-Since $report")).Succeeded();
        _session.Emulator.AfterListPage = null;

        WriteRequests("deleted while listing", _session.Emulator.Statistics);
        HashSet<string> deleted = [.. gone.Select(file => file.FileId)];
        Assert.NotEmpty(deleted);
        Finding[] second = ReadReport("audit.json");
        AssertSameAsAFreshAudit([.. second.Where(finding => !deleted.Contains(finding.FileId!))]);

        // The night after knows them all as deleted, at the price of the listing.
        _session.Emulator.Statistics.Reset();
        _session.Shell.Run(Night("-Since $report")).Succeeded();
        AssertSameAsAFreshAudit(ReadReport("audit.json"));
        Assert.DoesNotContain(
            _session.Shell.Run("Import-IKMetadata $checkpoint").Succeeded().OutputAs<ImageMetadata>(), metadata => deleted.Contains(metadata.FileId!));
    }

    private void WriteRequests(string run, EmulatorStatistics statistics) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{run}: {statistics.Listing.Received} listing and {statistics.Metadata.Received} metadata requests; {FileCount} files"));

    private static string Night(string parameters) =>
        $"Get-IKFile -Recurse | Get-IKMetadata -Checkpoint $checkpoint -ThrottleLimit {ThrottleLimit} -ErrorAction Continue 2>&1 | Export-IKAuditReport $report {parameters}";

    private void RunFirstNight()
    {
        _broken = _session.Emulator.Library.Assets.Count(file => file.Breakage != Breakage.None);
        _session.Shell["report"] = _session.File("audit.json");
        ShellResult first = _session.Shell.Run(Night("-Since $report")).Succeeded();
        Assert.Contains(first.Warnings, warning => warning.StartsWith("The earlier report ", StringComparison.Ordinal));
        Assert.All(ReadReport("audit.json"), finding => Assert.Equal("New", finding.State));
    }

    private Plant ChangeLibrary()
    {
        SampleLibrary library = _session.Emulator.Library;
        HashSet<string> found = [.. ReadReport("audit.json").Where(finding => finding.Rule != "NearDuplicate").Select(finding => finding.FileId!)];
        SampleAsset[] files = [.. library.Assets.Where(file => file.Breakage == Breakage.None)];
        _random.Shuffle(files);
        Queue<SampleAsset> bad = new(files.Where(file => found.Contains(file.FileId)));
        Queue<SampleAsset> other = new(files.Where(file => !found.Contains(file.FileId) && !file.IsVideo));
        Plant plant = new(
            [.. Take(other, Replaced / 2)], [.. Take(bad, Replaced - (Replaced / 2))], [.. Take(bad, Deleted)], [.. Take(bad, Renamed)], [.. Take(bad, Tagged)]);

        plant.NowLocated.ForEach(file => library.Replace(file.FileId, (Harmless with { PHash = NextHash() }).WithLocation(52.37, 4.89)));
        plant.NowHarmless.ForEach(file => library.Replace(file.FileId, Harmless with { PHash = NextHash() }));
        plant.Deleted.ForEach(file => library.Delete(file.FileId));
        plant.Renamed.ForEach(file => library.Rename(file.FileId, "renamed-" + file.Name));
        plant.Tagged.ForEach(file => library.Retag(file.FileId, "tagged"));
        return plant;
    }

    private ulong NextHash() => (ulong)_random.NextInt64(1, long.MaxValue);

    private static IEnumerable<SampleAsset> Take(Queue<SampleAsset> files, int count) => Enumerable.Range(0, count).Select(_ => files.Dequeue());

    /// <summary>The findings are those of an audit without checkpoint and history.</summary>
    private void AssertSameAsAFreshAudit(Finding[] findings)
    {
        _session.Shell["fresh"] = _session.File("fresh.json");
        _session.Shell.Run("Get-IKFile -Recurse | Get-IKMetadata -ErrorAction Continue 2>&1 | Export-IKAuditReport $fresh").Succeeded();
        string[] expected = [.. ReadReport("fresh.json").Select(finding => finding.Text).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, findings.Where(finding => finding.State != "Absent").Select(finding => finding.Text).Order(StringComparer.Ordinal));
    }

    private static void AssertStates(Finding[] findings, Plant plant)
    {
        ILookup<string, Finding> byFile = findings.Where(finding => finding.Rule != "NearDuplicate" && finding.FileId is not null).ToLookup(finding => finding.FileId!);
        Assert.All(plant.NowLocated, file => Assert.Contains(byFile[file.FileId], finding => finding is { Rule: "GpsLocation", State: "New" }));
        Assert.All(plant.NowHarmless, file => Assert.All(AssertNotEmpty(byFile[file.FileId]), finding => Assert.Equal("Absent", finding.State)));
        Assert.All(plant.Deleted, file => Assert.All(AssertNotEmpty(byFile[file.FileId]), finding => Assert.Equal("Absent", finding.State)));
        Assert.All(plant.Renamed, file => Assert.All(
            AssertNotEmpty(byFile[file.FileId]), finding => Assert.Equal(("Unchanged", $"{file.Folder.TrimEnd('/')}/renamed-{file.Name}"), (finding.State, finding.FilePath))));
        Assert.All(plant.Tagged, file => Assert.All(AssertNotEmpty(byFile[file.FileId]), finding => Assert.Equal("Unchanged", finding.State)));

        HashSet<string> changed = [.. plant.All.Select(file => file.FileId)];
        Assert.All(byFile.Where(file => !changed.Contains(file.Key)).SelectMany(file => file), finding => Assert.Equal("Unchanged", finding.State));
    }

    private static IEnumerable<Finding> AssertNotEmpty(IEnumerable<Finding> findings)
    {
        Assert.NotEmpty(findings);
        return findings;
    }

    private Finding[] ReadReport(string name)
    {
        JsonNode report = JsonNode.Parse(File.ReadAllText(_session.File(name)))!;
        Assert.Empty(report["carriedFindings"]?.AsArray() ?? []);
        return [.. report["findings"]!.AsArray().Select(finding => new Finding(
            (string)finding!["ruleName"]!,
            (string?)finding["fileId"],
            (string?)finding["filePath"],
            (string?)finding["baselineState"],
            string.Join(" | ", new[] { "ruleName", "severity", "fileId", "filePath", "url", "message", "evidence" }.Select(field => finding[field]?.ToJsonString()))))];
    }

    private sealed record Plant(
        List<SampleAsset> NowLocated, List<SampleAsset> NowHarmless, List<SampleAsset> Deleted, List<SampleAsset> Renamed, List<SampleAsset> Tagged)
    {
        public IEnumerable<SampleAsset> All => [.. NowLocated, .. NowHarmless, .. Deleted, .. Renamed, .. Tagged];
    }

    private sealed record Finding(string Rule, string? FileId, string? FilePath, string? State, string Text);
}
