using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>A run that is carried on from its checkpoint.</summary>
public sealed class ResumedRunTests
{
    [Fact]
    public async Task What_succeeded_is_not_asked_again_and_what_failed_is()
    {
        const int count = 300;
        using CheckpointFixture files = new();
        await using EmulatedRun run = await EmulatedRun.StartAsync();
        Fault fault = new() { Kind = FaultKind.NotFound, Every = 4 };
        run.Emulator.Faults.Add(fault);
        List<MetadataResult> first = Read(run, files.File, count);
        int failed = first.Count(result => result.Error is not null);
        Assert.Equal(Enumerable.Range(0, count).Count(i => fault.Covers(run.Url(i))), failed);
        run.Emulator.Faults.Clear();
        run.Emulator.Statistics.Reset();

        List<MetadataResult> second = Read(run, files.File, count);

        run.AssertComplete(count, second);
        Assert.Equal(failed, run.Emulator.Statistics.Requests);
        Assert.All(
            first.Zip(second).Where(pair => pair.First.Metadata is not null),
            pair => Assert.Equal((pair.First.Metadata!.PHash, pair.First.Metadata.RetrievedAt), (pair.Second.Metadata!.PHash, pair.Second.Metadata.RetrievedAt)));

        run.Emulator.IsDown = true;
        run.AssertComplete(count, Read(run, files.File, count));
    }

    [Fact]
    public async Task A_run_stopped_in_the_middle_is_carried_on_without_asking_twice()
    {
        const int count = 400;
        using CheckpointFixture files = new();
        await using EmulatedRun run = await EmulatedRun.StartAsync();
        run.Emulator.Latency = TimeSpan.FromMilliseconds(5);
        using (Checkpoint checkpoint = Checkpoint.Open(files.File, run.Client))
        using (MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions { ThrottleLimit = 8, Checkpoint = checkpoint }))
        {
            run.Read(downloader, 150, () =>
            {
                if (run.Emulator.Statistics.Answered >= 100)
                {
                    downloader.Stop();
                }
            });
        }

        await Eventually.IsTrue(() => run.Emulator.Statistics.InFlight == 0);
        long before = run.Emulator.Statistics.Answered;
        run.AssertComplete(count, Read(run, files.File, count));

        // What the service had answered when the run was stopped, but the run did not read any more, is in flight.
        Assert.InRange(run.Emulator.Statistics.Answered, count, count + 8);
        Assert.InRange(before, 100, 150);
    }

    private static List<MetadataResult> Read(EmulatedRun run, string file, int count)
    {
        using Checkpoint checkpoint = Checkpoint.Open(file, run.Client);
        using MetadataDownloader downloader = new(run.Client, new MetadataDownloaderOptions { Checkpoint = checkpoint });
        return run.Read(downloader, count);
    }
}
