using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>A run that is carried on from its checkpoint.</summary>
public sealed class ResumedRunTests
{
    [Fact]
    public async Task Items_that_succeeded_are_not_requested_again_and_failed_ones_are()
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
    public async Task Errors_of_a_maintenance_are_metadata_after_it_with_the_same_checkpoint()
    {
        bool isHealthy = false;
        using CheckpointFixture files = new();
        using RawServer server = RawServer.ByHead(_ => RawServer.Json(Volatile.Read(ref isHealthy)
            ? """{"width":5,"height":4,"size":3,"format":"jpg"}"""
            : """{"message":"Service under maintenance"}"""));
        using ImageKitClient client = new("private_key", new ImageKitClientOptions { ApiBaseUri = server.BaseUri });
        string[] urls = [.. Enumerable.Range(0, 40).Select(i => $"https://ik.imagekit.io/demo/{i}.jpg")];

        List<MetadataResult> during = await ReadAsync();
        Volatile.Write(ref isHealthy, true);
        List<MetadataResult> after = await ReadAsync();
        int requests = server.Requests.Count;
        List<MetadataResult> again = await ReadAsync();

        Assert.All(during, result => Assert.Equal(ImageKitErrorKind.UnexpectedResponse, result.Error?.Kind));
        Assert.All(after, result => Assert.Equal((5, 4, 3), (result.Metadata!.Width, result.Metadata.Height, result.Metadata.Size)));
        Assert.All(again, result => Assert.Equal(5, result.Metadata!.Width));
        Assert.Equal(requests, server.Requests.Count);

        async Task<List<MetadataResult>> ReadAsync()
        {
            using Checkpoint checkpoint = Checkpoint.Open(files.File, client);
            return await Client.HostileServerTests.ReadAsync(client, urls, checkpoint);
        }
    }

    [Theory]
    [InlineData("""{"message":"Service under maintenance"}""")]
    [InlineData("{}")]
    [InlineData("""{"fileId":"id-1","type":"file","size":3}""")]
    public void A_stored_line_that_is_not_metadata_is_requested_again(string body)
    {
        using CheckpointFixture files = new();
        Http.MetadataRequest request = CheckpointFixture.Request("a.jpg");
        using (Checkpoint checkpoint = files.Open())
        {
            checkpoint.Add(request, new Http.MetadataResponse(new ImageMetadata(), System.Text.Encoding.UTF8.GetBytes(body), DateTime.UtcNow));
        }

        using Checkpoint again = files.Open();
        Assert.Null(again.Find(request));
    }

    [Fact]
    public async Task A_run_stopped_in_the_middle_resumes_without_a_second_request()
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
