using System.Diagnostics;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>Many requests at once, for one thread that adds and takes.</summary>
public sealed class MetadataDownloaderTests : IAsyncLifetime
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private ImageKitEmulator _emulator = null!;
    private ImageKitClient _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await ImageKitEmulator.StartAsync(new EmulatorOptions { LibrarySize = 0, RecordRequests = true });
        _client = new ImageKitClient("private_emulator_key", new ImageKitClientOptions { ApiBaseUri = _emulator.BaseUri });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public void Results_are_taken_in_the_order_of_the_input()
    {
        // Some answers are a second late.
        _emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, Every = 7, FirstAttempts = 1 });
        using MetadataDownloader downloader = CreateDownloader();

        List<MetadataResult> results = Run(downloader, Enumerable.Range(0, 300));

        Assert.Equal(Enumerable.Range(0, 300).Cast<object?>(), results.Select(result => result.Target));
        Assert.All(results, result => Assert.Equal(Url((int)result.Target!), result.Metadata!.Url));
        Assert.InRange(downloader.Statistics.Retries, 1, 300);
        Assert.Equal((300, 300, 0), (downloader.Statistics.Added, downloader.Statistics.Read, downloader.Statistics.Failed));
    }

    [Fact]
    public void Unordered_results_overtake_one_that_is_late()
    {
        using HeldHandler handler = new(uri => uri.Query.EndsWith("%2F0.jpg", StringComparison.Ordinal));
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader downloader = new(client, new MetadataDownloaderOptions { ThrottleLimit = 32, Unordered = true });
        for (int i = 0; i < 50; i++)
        {
            Assert.True(downloader.TryAdd(Request(i), i));
        }

        List<MetadataResult> results = [];
        while (results.Count < 49)
        {
            results.AddRange(Take(downloader));
        }

        handler.Release();
        results.AddRange(TakeAll(downloader));

        Assert.Equal(Enumerable.Range(0, 50), results.Select(result => (int)result.Target!).Order());
        Assert.Equal(0, results[^1].Target);
    }

    [Fact]
    public void A_failed_item_keeps_its_place()
    {
        using MetadataDownloader downloader = CreateDownloader();
        ImageKitException failure = new(ImageKitErrorKind.InvalidUrl, "No.");

        Assert.True(downloader.TryAdd(Request(0), 0));
        Assert.True(downloader.TryAdd(failure, 1));
        Assert.True(downloader.TryAdd(MetadataRequest.ForUrl(_emulator.UrlEndpoint + "/none.jpg"), 2));
        Assert.True(downloader.TryAdd(Request(3), 3));
        List<MetadataResult> results = TakeAll(downloader);

        Assert.Equal([null, ImageKitErrorKind.InvalidUrl, ImageKitErrorKind.NotFound, null], results.Select(result => result.Error?.Kind));
        Assert.Equal((2L, 2L), (downloader.Statistics.Read, downloader.Statistics.Failed));
    }

    [Fact]
    public async Task What_is_held_is_bounded()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders, Match = "/0.jpg" });
        using MetadataDownloader downloader = CreateDownloader(throttle: 8, window: 100);
        int added = 0;
        using CancellationTokenSource patience = new(Hang);
        while (_emulator.Statistics.Answered < 99)
        {
            added += downloader.TryAdd(Request(added), added) ? 1 : 0;
            Assert.InRange(added, 0, 100);
            downloader.WaitForChange(forRoom: true, TimeSpan.FromMilliseconds(5));
            await Task.Delay(0, patience.Token);
        }

        Assert.Equal(100, added);
        Assert.False(downloader.TryAdd(Request(100), 100));
        Assert.False(downloader.TryTake(out _));
        Assert.True(_emulator.Statistics.MaximumInFlight > 1);
    }

    [Fact]
    public async Task No_more_are_in_flight_than_the_throttle_limit_lets()
    {
        using HeldHandler handler = new();
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader downloader = new(client, new MetadataDownloaderOptions { ThrottleLimit = 5 });
        int added = 0;
        while (downloader.TryAdd(Request(added), added))
        {
            added++;
        }

        Assert.Equal(10, added);
        await Eventually.IsTrue(() => handler.InFlight == 5);
        handler.Release();
        Run(downloader, Enumerable.Range(added, 200));

        Assert.Equal(5, handler.MaximumInFlight);
    }

    [Fact]
    public void Duplicate_requests_in_flight_are_sent_once_and_emitted_for_each()
    {
        using HeldHandler handler = new();
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader downloader = new(client, new MetadataDownloaderOptions());
        for (int i = 0; i < 30; i++)
        {
            Assert.True(downloader.TryAdd(MetadataRequest.ForUrl(Url(i % 3), "id-" + i), i));
        }

        handler.Release();
        List<MetadataResult> results = TakeAll(downloader);

        Assert.Equal(3, handler.Requests);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (Url(i % 3), "id-" + i)), results.Select(result => (result.Metadata!.Url!, result.Metadata.FileId!)));
        Assert.Equal(30, results.Select(result => result.Metadata).Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.NotSame(results[0].Metadata!.Exif, results[3].Metadata!.Exif);
    }

    [Fact]
    public void A_duplicate_of_a_failed_request_fails_too()
    {
        using HeldHandler handler = new(status: 404);
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader downloader = new(client, new MetadataDownloaderOptions());
        downloader.TryAdd(Request(0), 0);
        downloader.TryAdd(Request(0), 1);
        handler.Release();

        Assert.Equal([ImageKitErrorKind.NotFound, ImageKitErrorKind.NotFound], TakeAll(downloader).Select(result => result.Error!.Kind));
        Assert.Equal(1, handler.Requests);
    }

    [Fact]
    public void A_refused_key_dooms_the_rest_but_not_what_succeeded_before()
    {
        int answered = 0;
        using StubHandler handler = new((_, _) => StubHandler.CreateResponse(Interlocked.Increment(ref answered) <= 10 ? 200 : 403));
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader downloader = new(client, new MetadataDownloaderOptions { ThrottleLimit = 1 });
        List<MetadataResult> results = [];
        int added = 0;
        Stopwatch clock = Stopwatch.StartNew();
        while (downloader.Failure is null && clock.Elapsed < Hang)
        {
            added += downloader.TryAdd(Request(added), added) ? 1 : 0;
            downloader.WaitForChange(forRoom: true, TimeSpan.FromMilliseconds(5));
        }

        while (downloader.TryTake(out MetadataResult result))
        {
            results.Add(result);
        }

        Assert.Equal(ImageKitErrorKind.AuthenticationFailed, Assert.IsType<ImageKitException>(downloader.Failure).Kind);
        Assert.Equal(10, results.Count);
        Assert.All(results, result => Assert.NotNull(result.Metadata));
        Assert.False(downloader.TryAdd(Request(added), added));
        // One more may have been on its way, and one asks whether the key is refused.
        Assert.InRange(handler.Requests.Count, 11, 13);
    }

    [Fact]
    public void A_client_that_is_closed_in_the_middle_dooms_the_rest_at_once()
    {
        using MetadataDownloader downloader = CreateDownloader(throttle: 4);
        int added = 0;
        int taken = 0;
        Stopwatch clock = Stopwatch.StartNew();
        while (downloader.Failure is null && clock.Elapsed < Hang)
        {
            added += downloader.TryAdd(Request(added), added) ? 1 : 0;
            if (downloader.TryTake(out _) && ++taken == 20)
            {
                _client.Dispose();
            }

            downloader.WaitForChange(forRoom: true, TimeSpan.FromMilliseconds(5));
        }

        Assert.Equal(ImageKitErrorKind.NotConnected, Assert.IsType<ImageKitException>(downloader.Failure).Kind);
        Assert.Equal(0, downloader.Statistics.Retries);
    }

    [Fact]
    public async Task Stop_ends_what_is_in_flight()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.Stall });
        MetadataDownloader downloader = CreateDownloader(throttle: 16);
        for (int i = 0; i < 16; i++)
        {
            downloader.TryAdd(Request(i), i);
        }

        await Eventually.IsTrue(() => _emulator.Statistics.InFlight == 16);

        // Far sooner than the requests would time out.
        await Task.Run(downloader.Dispose).WaitAsync(Hang);
        await Eventually.IsTrue(() => _emulator.Statistics.InFlight == 0);
        Assert.Equal(16, _emulator.Statistics.Requests);
    }

    [Fact]
    public void Retries_and_failures_are_reported()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, FirstAttempts = 1 });
        using MetadataDownloader downloader = CreateDownloader();

        Run(downloader, [1]);

        Assert.True(downloader.TryTakeNotice(out string notice));
        Assert.StartsWith($"Attempt 1 for {Url(1)} failed, trying again in ", notice, StringComparison.Ordinal);
        Assert.False(downloader.TryTakeNotice(out _));
        Assert.StartsWith("1 image: 1 read, 0 failed. 1 retry. ", downloader.Statistics.ToSummary(TimeSpan.FromSeconds(1)), StringComparison.Ordinal);
    }

    private static List<MetadataResult> TakeAll(MetadataDownloader downloader)
    {
        List<MetadataResult> results = [];
        Stopwatch clock = Stopwatch.StartNew();
        while (!downloader.IsComplete)
        {
            Assert.True(clock.Elapsed < Hang, "The downloader hangs.");
            results.AddRange(Take(downloader));
        }

        return results;
    }

    private static List<MetadataResult> Take(MetadataDownloader downloader)
    {
        downloader.WaitForChange(forRoom: false, TimeSpan.FromMilliseconds(100));
        List<MetadataResult> results = [];
        while (downloader.TryTake(out MetadataResult result))
        {
            results.Add(result);
        }

        return results;
    }

    private List<MetadataResult> Run(MetadataDownloader downloader, IEnumerable<int> numbers)
    {
        List<MetadataResult> results = [];
        foreach (int number in numbers)
        {
            while (!downloader.TryAdd(Request(number), number))
            {
                while (downloader.TryTake(out MetadataResult result))
                {
                    results.Add(result);
                }

                downloader.WaitForChange(forRoom: true, TimeSpan.FromMilliseconds(100));
            }
        }

        results.AddRange(TakeAll(downloader));
        return results;
    }

    private MetadataDownloader CreateDownloader(int throttle = 32, int window = 20_000) => new(_client, new MetadataDownloaderOptions
    {
        ThrottleLimit = throttle,
        WindowSize = window,
        Timeout = TimeSpan.FromMinutes(10),
    });

    private MetadataRequest Request(int number) => MetadataRequest.ForUrl(Url(number));

    private string Url(int number) => $"{_emulator.UrlEndpoint}/bulk/{number}.jpg";
}
