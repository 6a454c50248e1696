using System.Management.Automation;
using System.Text.Json;
using ImageKit.Metadata.Cmdlets.Tests.Bulk;
using ImageKit.Metadata.Cmdlets.Tests.Engine;
using ImageKit.Metadata.Emulator;

namespace ImageKit.Metadata.Cmdlets.Tests.Changes;

/// <summary><c>-Journal</c> and <c>Undo-IKFileChange</c>.</summary>
public sealed class JournalTests
{
    private const int Files = 600;
    private const int Kills = 3;

    [Fact]
    public async Task Killed_and_failing_the_job_is_completed_once_and_can_be_undone()
    {
        // The full case is 5,000 files and five kills.
        int files = int.TryParse(Environment.GetEnvironmentVariable("IK_TEST_CHANGES"), out int given) ? given : Files;
        int kills = files > Files ? 5 : Kills;
        await using ChangeScene scene = await ChangeScene.StartAsync(files);
        Dictionary<string, string[]> before = scene.Emulator.Library.Assets.ToDictionary(asset => asset.FileId, asset => asset.Tags.ToArray());
        FailOneWriteInFive(scene.Emulator);
        scene.Emulator.FailingFiles.UnionWith(scene.Emulator.Library.Assets.Where((_, index) => index % 40 == 7).Select(asset => asset.FileId));
        scene.Emulator.Latency = TimeSpan.FromMilliseconds(30);
        string line = $"Get-IKFile -Recurse | Add-IKFileTag audited, 'it''s \"odd\"' -Journal '{scene.Journal}' -MaximumCount {files} -PassThru -ErrorAction SilentlyContinue | Measure-Object | ForEach-Object Count";
        long killAfter = 0;
        for (int i = 0; i < kills; i++)
        {
            killAfter = scene.Emulator.Statistics.Writes.Received + Math.Max(1, files / 50 / (kills + 2));
            using ShellProcess process = new(scene.Emulator, line);
            Eventually.IsTrue(() => scene.Emulator.Statistics.Writes.Received >= killAfter || process.HasExited, $"{killAfter} writes are received");
            Assert.False(process.HasExited, "The run ended before it could be killed.");
            process.Kill();
            scene.WaitUntilNothingIsInFlight();
        }

        scene.Emulator.FailingFiles.Clear();
        using ShellProcess last = new(scene.Emulator, line);
        Assert.Contains(files.ToString(System.Globalization.CultureInfo.InvariantCulture), await last.WaitAsync());

        Assert.All(scene.Emulator.Library.Assets, asset => Assert.Equal([.. before[asset.FileId], "audited", "it's \"odd\""], asset.Tags));
        Assert.All(scene.TagRequests(), ids => Assert.InRange(ids.Length, 1, 50));
        AssertJournalIsTrue(scene, before);

        scene.Shell.Run("Undo-IKFileChange $journal").Succeeded();
        scene.AssertRestored();
        Assert.Empty(scene.Shell.Run("Undo-IKFileChange $journal -PassThru").Succeeded().Output);
    }

    [Fact]
    public async Task Everything_that_can_be_changed_can_be_undone()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        FailOneWriteInFive(scene.Emulator);

        scene.Shell.Run("Get-IKFile -Recurse | Add-IKFileTag x -Journal $journal").Succeeded();
        scene.Shell.Run("Get-IKFile -Recurse | Set-IKFile -Description 'New' -CustomMetadata @{ brand = 'Kite'; price = 5; season = 'winter' } -Journal $journal -Confirm:$false").Succeeded();
        scene.Shell.Run("Get-IKFile -Recurse -Tag sale | Remove-IKFileTag sale, x -Journal $journal").Succeeded();
        scene.Shell.Run("Get-IKFile -Recurse | Set-IKFile -Tag only -Description 'Newer' -Journal $journal -Confirm:$false").Succeeded();
        Assert.All(scene.Emulator.Library.Assets, asset => Assert.Equal(("Newer", 5.0, 1), (asset.Description, asset.CustomMetadata["price"], asset.Tags.Count)));

        Assert.All(
            scene.Shell.Run("Undo-IKFileChange $journal -PassThru").Succeeded().OutputAs<MediaFileChange>(), change => Assert.Equal(MediaFileChangeStatus.Restored, change.Status));
        scene.AssertRestored();
    }

    [Fact]
    public async Task An_undo_keeps_what_was_edited_since_and_reports_it()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        SampleAsset[] assets = [.. scene.Emulator.Library.Assets.Take(3)];
        scene.Shell["ids"] = assets.Select(asset => asset.FileId).ToArray();
        scene.Shell.Run("Set-IKFile -FileId $ids -Description 'New' -Journal $journal -Confirm:$false; Add-IKFileTag -FileId $ids -Tag x -Journal $journal").Succeeded();
        await scene.EditAsync(assets[1], new { description = "Edited", tags = new[] { "mine" }.Concat(scene.Now(assets[1]).Tags) });

        ShellResult result = scene.Shell.Run("Undo-IKFileChange $journal -PassThru");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("ChangedSinceJournal,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(assets[1].Name, error.ToString(), StringComparison.Ordinal);
        MediaFileChange kept = Assert.Single(result.OutputAs<MediaFileChange>(), change => change.Status == MediaFileChangeStatus.ChangedSince);
        Assert.Equal(("Description", "Edited"), (kept.Property, kept.Before));
        Assert.Equal("Edited", scene.Now(assets[1]).Description);
        Assert.Equal(["mine", .. assets[1].Tags], scene.Now(assets[1]).Tags);
        Assert.Equal((assets[0].Description, assets[2].Description), (scene.Now(assets[0]).Description, scene.Now(assets[2]).Description));
    }

    [Fact]
    public async Task An_undo_removes_only_tags_that_were_not_there_before()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        scene.Emulator.Library.Retag(scene.Asset(0).FileId, "x", "a");
        scene.Emulator.Library.Retag(scene.Asset(1).FileId, "a");
        scene.Shell["ids"] = new[] { scene.Asset(0).FileId, scene.Asset(1).FileId };

        scene.Shell.Run("Add-IKFileTag -FileId $ids -Tag x, y -Journal $journal; Undo-IKFileChange $journal").Succeeded();

        Assert.Equal(["x", "a"], scene.Now(scene.Asset(0)).Tags);
        Assert.Equal(["a"], scene.Now(scene.Asset(1)).Tags);
    }

    [Fact]
    public async Task WhatIf_of_an_undo_sends_no_write_and_shows_each_file()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        scene.Shell.Run("Get-IKFile -First 3 | Add-IKFileTag x -Journal $journal").Succeeded();
        string changed = scene.Emulator.Library.DumpState();
        byte[] journal = await File.ReadAllBytesAsync(scene.Journal);
        scene.Emulator.Statistics.Reset();

        ShellResult result = scene.Shell.Run("Undo-IKFileChange $journal -WhatIf -PassThru").Succeeded();

        Assert.Equal(0, scene.Emulator.Statistics.Writes.Received);
        Assert.Equal(changed, scene.Emulator.Library.DumpState());
        Assert.Equal(journal, await File.ReadAllBytesAsync(scene.Journal));
        Assert.All(scene.Emulator.Library.Assets.Take(3), asset => Assert.Contains($"What if: {asset.FilePath}: restore Tags from", result.HostText, StringComparison.Ordinal));
        Assert.All(result.OutputAs<MediaFileChange>(), change => Assert.Equal(MediaFileChangeStatus.Planned, change.Status));
    }

    [Fact]
    public async Task A_change_is_in_the_journal_before_it_is_sent()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        scene.Emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders, Endpoint = EndpointGroup.AddTags });
        using ShellCall call = scene.Shell.Begin("Get-IKFile -First 1 | Add-IKFileTag x -Journal $journal");
        Eventually.IsTrue(() => scene.Emulator.Statistics.Writes.Received == 1, "the write arrives");

        call.Stop();
        scene.WaitUntilNothingIsInFlight();

        JsonElement planned = Assert.Single(scene.JournalLines());
        Assert.Equal((scene.Asset(0).FileId, "Tags", "AddTags"), (planned.GetProperty("fileId").GetString(), planned.GetProperty("property").GetString(), planned.GetProperty("action").GetString()));
        Assert.Equal(scene.Asset(0).Tags, planned.GetProperty("before").EnumerateArray().Select(tag => tag.GetString()!));
        scene.AssertRestored();
    }

    [Fact]
    public async Task A_value_that_was_set_but_not_confirmed_is_completed_and_one_that_was_edited_since_is_recorded_anew()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        SampleAsset[] assets = [.. scene.Emulator.Library.Assets.Take(2)];
        scene.Shell["ids"] = assets.Select(asset => asset.FileId).ToArray();
        const string set = "Set-IKFile -FileId $ids -Description 'New' -Journal $journal -Confirm:$false";
        scene.Emulator.Faults.Add(new Fault { Kind = FaultKind.AppliedButDropped, Endpoint = EndpointGroup.UpdateDetails });
        Assert.Equal(2, scene.Shell.Run(set + " -MaximumRetryCount 0").Errors.Count);
        scene.Emulator.Faults.Clear();
        await scene.EditAsync(assets[1], new { description = "Edited" });

        scene.Shell.Run(set).Succeeded();
        Assert.All(assets, asset => Assert.Equal("New", scene.Now(asset).Description));
        scene.Shell.Run("Undo-IKFileChange $journal").Succeeded();

        Assert.Equal(assets[0].Description, scene.Now(assets[0]).Description);
        Assert.Equal("Edited", scene.Now(assets[1]).Description);
    }

    [Fact]
    public async Task A_journal_that_was_cut_anywhere_still_leads_back()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        scene.Shell.Run("Get-IKFile -First 2 | Add-IKFileTag x -Journal $journal").Succeeded();
        byte[] whole = await File.ReadAllBytesAsync(scene.Journal);
        int firstChange = Array.IndexOf(whole, (byte)'\n', Array.IndexOf(whole, (byte)'\n') + 1) + 1;
        int plans = Array.IndexOf(whole, (byte)'\n', firstChange) + 1;
        string changed = scene.Emulator.Library.DumpState();
        for (int length = plans; length < whole.Length; length += 7)
        {
            // The lines with the changes are on the disk before the request is sent; what follows may be cut.
            await File.WriteAllBytesAsync(scene.Journal, whole[..length]);
            scene.Shell.Run("Undo-IKFileChange $journal").Succeeded();
            scene.AssertRestored();
            scene.Shell.Run("Get-IKFile -First 2 | Add-IKFileTag x").Succeeded();
            Assert.Equal(changed, scene.Emulator.Library.DumpState());
        }
    }

    [Fact]
    public async Task Hostile_text_stays_text()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        SampleAsset asset = scene.Asset(0);
        scene.Shell["id"] = asset.FileId;
        string text = "\"}\n{\"id\":9,\"fileId\":\"x\"}\u001b[31m\u202e$(Get-Date)\0";
        scene.Shell["text"] = text;

        string shown = scene.Shell.Print("Set-IKFile -FileId $id -Description $text -Journal $journal -Confirm:$false -PassThru; Set-IKFile -FileId $id -Description other -WhatIf");
        Assert.Equal(text, scene.Now(asset).Description);
        Assert.Equal(2, scene.JournalLines().Length);
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\u202e', shown);
        scene.Shell.Run("Undo-IKFileChange $journal").Succeeded();
        scene.AssertRestored();
    }

    [Fact]
    public async Task A_journal_that_cannot_be_used_ends_the_command_before_the_first_write()
    {
        await using ChangeScene scene = await ChangeScene.StartAsync();
        const string add = "Get-IKFile -First 1 | Add-IKFileTag x -Journal $journal";

        scene.AssertRefused("Undo-IKFileChange $journal", "JournalUnusable");
        await File.WriteAllTextAsync(scene.Journal, "FileId,Description\n");
        scene.AssertRefused(add, "JournalUnusable");
        Assert.Equal("FileId,Description\n", await File.ReadAllTextAsync(scene.Journal));
        File.Delete(scene.Journal);

        using (FileStream other = new(scene.Journal, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Contains("another process", scene.AssertRefused(add, "JournalUnusable").ToString(), StringComparison.OrdinalIgnoreCase);
        }

        scene.Shell.Run(add).Succeeded();
        scene.Shell.Run("Undo-IKFileChange $journal").Succeeded();
        scene.Emulator.Statistics.Reset();
        scene.Connect("private_other_key");
        Assert.Contains("another private key", scene.AssertRefused("Undo-IKFileChange $journal", "JournalUnusable").ToString(), StringComparison.Ordinal);
    }

    /// <summary>500, 503, 429 and dropped after it was applied, each for one request in 20.</summary>
    private static void FailOneWriteInFive(ImageKitEmulator emulator)
    {
        FaultKind[] kinds = [FaultKind.InternalError, FaultKind.ServiceUnavailable, FaultKind.TooManyRequests, FaultKind.AppliedButDropped];
        foreach ((FaultKind kind, int index) in kinds.Select((kind, index) => (kind, index)))
        {
            foreach (EndpointGroup endpoint in new[] { EndpointGroup.AddTags, EndpointGroup.RemoveTags, EndpointGroup.UpdateDetails })
            {
                emulator.Faults.Add(new Fault { Kind = kind, Endpoint = endpoint, Every = 17 + (2 * index), FirstAttempts = 1, RetryAfter = kind == FaultKind.TooManyRequests ? TimeSpan.FromMilliseconds(50) : null });
            }
        }
    }

    /// <summary>Each file has one change that was made, with the tags that it had at the beginning and those that it has now.</summary>
    private static void AssertJournalIsTrue(ChangeScene scene, Dictionary<string, string[]> before)
    {
        JsonElement[] lines = scene.JournalLines();
        Dictionary<long, JsonElement> plans = lines.Where(line => line.TryGetProperty("id", out _)).ToDictionary(line => line.GetProperty("id").GetInt64());
        Dictionary<long, string> outcomes = [];
        foreach (JsonElement line in lines.Where(line => line.TryGetProperty("change", out _)))
        {
            outcomes[line.GetProperty("change").GetInt64()] = line.GetProperty("outcome").GetString()!;
        }

        JsonElement[] made = [.. plans.Where(plan => outcomes.GetValueOrDefault(plan.Key) == "Done").Select(plan => plan.Value)];
        Assert.Equal(before.Keys.Order(), made.Select(plan => plan.GetProperty("fileId").GetString()!).Order());
        Assert.All(made, plan => Assert.Equal(before[plan.GetProperty("fileId").GetString()!], Texts(plan.GetProperty("before"))));
        Assert.All(made, plan => Assert.Equal(scene.Emulator.Library.FindById(plan.GetProperty("fileId").GetString()!)!.Tags, Texts(plan.GetProperty("after"))));
        Assert.DoesNotContain(plans.Keys, id => !outcomes.ContainsKey(id));
        Assert.DoesNotContain("Unknown", outcomes.Values);
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];
}
