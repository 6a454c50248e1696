using System.Diagnostics;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Emulator;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Tests.Fakes;

namespace ImageKit.Metadata.Tests.Bulk;

/// <summary>Many requests at once, for one thread that puts in and takes out.</summary>
public sealed class MetadataReaderTests : IAsyncLifetime
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

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
        using MetadataDownloader reader = Reader();

        List<MetadataResult> results = Run(reader, Enumerable.Range(0, 300));

        Assert.Equal(Enumerable.Range(0, 300).Cast<object?>(), results.Select(result => result.Target));
        Assert.All(results, result => Assert.Equal(Url((int)result.Target!), result.Metadata!.Url));
        Assert.InRange(reader.Statistics.Retries, 1, 300);
        Assert.Equal((300, 300, 0), (reader.Statistics.Asked, reader.Statistics.Answered, reader.Statistics.Failed));
    }

    [Fact]
    public void Unordered_results_overtake_one_that_is_late()
    {
        using HeldHandler handler = new(uri => uri.Query.EndsWith("%2F0.jpg", StringComparison.Ordinal));
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader reader = new(client, new MetadataDownloaderOptions { ThrottleLimit = 32, Unordered = true });
        for (int i = 0; i < 50; i++)
        {
            Assert.True(reader.TryAdd(Request(i), i));
        }

        List<MetadataResult> results = [];
        while (results.Count < 49)
        {
            results.AddRange(Take(reader));
        }

        handler.Release();
        results.AddRange(TakeAll(reader));

        Assert.Equal(Enumerable.Range(0, 50), results.Select(result => (int)result.Target!).Order());
        Assert.Equal(0, results[^1].Target);
    }

    [Fact]
    public void A_failed_item_keeps_its_place()
    {
        using MetadataDownloader reader = Reader();
        ImageKitException failure = new(ImageKitErrorKind.InvalidUrl, "No.");

        Assert.True(reader.TryAdd(Request(0), 0));
        Assert.True(reader.TryAdd(failure, 1));
        Assert.True(reader.TryAdd(MetadataRequest.ForUrl(_emulator.UrlEndpoint + "/none.jpg"), 2));
        Assert.True(reader.TryAdd(Request(3), 3));
        List<MetadataResult> results = TakeAll(reader);

        Assert.Equal([null, ImageKitErrorKind.InvalidUrl, ImageKitErrorKind.NotFound, null], results.Select(result => result.Error?.Kind));
        Assert.Equal((2L, 2L), (reader.Statistics.Answered, reader.Statistics.Failed));
    }

    [Fact]
    public async Task What_is_held_is_bounded()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.StallBeforeHeaders, Match = "/0.jpg" });
        using MetadataDownloader reader = Reader(throttle: 8, window: 100);
        int added = 0;
        using CancellationTokenSource patience = new(Hang);
        while (_emulator.Statistics.Answered < 99)
        {
            added += reader.TryAdd(Request(added), added) ? 1 : 0;
            Assert.InRange(added, 0, 100);
            reader.WaitForChange(forRoom: true, TimeSpan.FromMilliseconds(5));
            await Task.Delay(0, patience.Token);
        }

        Assert.Equal(100, added);
        Assert.False(reader.TryAdd(Request(100), 100));
        Assert.False(reader.TryTake(out _));
        Assert.InRange(_emulator.Statistics.MaximumInFlight, 2, 8);
    }

    [Fact]
    public async Task No_more_are_in_flight_than_the_throttle_limit_lets()
    {
        using HeldHandler handler = new();
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader reader = new(client, new MetadataDownloaderOptions { ThrottleLimit = 5 });
        int added = 0;
        while (reader.TryAdd(Request(added), added))
        {
            added++;
        }

        Assert.Equal(10, added);
        await Eventually.IsTrue(() => handler.InFlight == 5);
        handler.Release();
        Run(reader, Enumerable.Range(added, 200));

        Assert.Equal(5, handler.MaximumInFlight);
    }

    [Fact]
    public void The_same_image_in_flight_is_asked_for_once_and_given_to_each()
    {
        using HeldHandler handler = new();
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader reader = new(client, new MetadataDownloaderOptions());
        for (int i = 0; i < 30; i++)
        {
            Assert.True(reader.TryAdd(MetadataRequest.ForUrl(Url(i % 3), "id-" + i), i));
        }

        handler.Release();
        List<MetadataResult> results = TakeAll(reader);

        Assert.Equal(3, handler.Requests);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (Url(i % 3), "id-" + i)), results.Select(result => (result.Metadata!.Url!, result.Metadata.FileId!)));
        Assert.Equal(30, results.Select(result => result.Metadata).Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.NotSame(results[0].Metadata!.Exif, results[3].Metadata!.Exif);
    }

    [Fact]
    public void A_twin_of_a_failure_fails_too()
    {
        using HeldHandler handler = new(status: 404);
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader reader = new(client, new MetadataDownloaderOptions());
        reader.TryAdd(Request(0), 0);
        reader.TryAdd(Request(0), 1);
        handler.Release();

        Assert.Equal([ImageKitErrorKind.NotFound, ImageKitErrorKind.NotFound], TakeAll(reader).Select(result => result.Error!.Kind));
        Assert.Equal(1, handler.Requests);
    }

    [Fact]
    public void A_refused_key_dooms_the_rest_but_not_what_succeeded_before()
    {
        int answered = 0;
        using StubHandler handler = new((_, _) => StubHandler.Answer(Interlocked.Increment(ref answered) <= 10 ? 200 : 403));
        using ImageKitClient client = new("k", new ImageKitClientOptions { HttpMessageHandler = handler });
        using MetadataDownloader reader = new(client, new MetadataDownloaderOptions { ThrottleLimit = 1 });
        List<MetadataResult> results = [];
        int added = 0;
        Stopwatch clock = Stopwatch.StartNew();
        while (reader.Fatal is null && clock.Elapsed < Hang)
        {
            added += reader.TryAdd(Request(added), added) ? 1 : 0;
            reader.WaitForChange(forRoom: true, TimeSpan.FromMilliseconds(5));
        }

        while (reader.TryTake(out MetadataResult result))
        {
            results.Add(result);
        }

        Assert.Equal(ImageKitErrorKind.AuthenticationFailed, Assert.IsType<ImageKitException>(reader.Fatal).Kind);
        Assert.Equal(10, results.Count);
        Assert.All(results, result => Assert.NotNull(result.Metadata));
        Assert.False(reader.TryAdd(Request(added), added));
        Assert.InRange(handler.Requests.Count, 11, 12);
    }

    [Fact]
    public void A_client_that_is_closed_in_the_middle_dooms_the_rest_at_once()
    {
        using MetadataDownloader reader = Reader(throttle: 4);
        int added = 0;
        int taken = 0;
        Stopwatch clock = Stopwatch.StartNew();
        while (reader.Fatal is null && clock.Elapsed < Hang)
        {
            added += reader.TryAdd(Request(added), added) ? 1 : 0;
            if (reader.TryTake(out _) && ++taken == 20)
            {
                _client.Dispose();
            }

            reader.WaitForChange(forRoom: true, TimeSpan.FromMilliseconds(5));
        }

        Assert.Equal(ImageKitErrorKind.NotConnected, Assert.IsType<ImageKitException>(reader.Fatal).Kind);
        Assert.Equal(0, reader.Statistics.Retries);
    }

    [Fact]
    public async Task Stop_ends_what_is_in_flight()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.Stall });
        MetadataDownloader reader = Reader(throttle: 16);
        for (int i = 0; i < 16; i++)
        {
            reader.TryAdd(Request(i), i);
        }

        await Eventually.IsTrue(() => _emulator.Statistics.InFlight == 16);
        Stopwatch clock = Stopwatch.StartNew();
        reader.Dispose();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await Eventually.IsTrue(() => _emulator.Statistics.InFlight == 0);
        Assert.Equal(16, _emulator.Statistics.Requests);
    }

    [Fact]
    public void Retries_and_failures_can_be_told_of()
    {
        _emulator.Faults.Add(new Fault { Kind = FaultKind.InternalError, FirstAttempts = 1 });
        using MetadataDownloader reader = Reader();

        Run(reader, [1]);

        Assert.True(reader.TryTakeNotice(out string notice));
        Assert.StartsWith($"Attempt 1 for {Url(1)} failed, trying again in ", notice, StringComparison.Ordinal);
        Assert.False(reader.TryTakeNotice(out _));
        Assert.StartsWith("1 asked, 1 answered, 0 of them from the checkpoint; none failed; 1 retries;", reader.Statistics.Summarize(TimeSpan.FromSeconds(1)), StringComparison.Ordinal);
    }

    private static List<MetadataResult> TakeAll(MetadataDownloader reader)
    {
        List<MetadataResult> results = [];
        Stopwatch clock = Stopwatch.StartNew();
        while (!reader.IsEmpty)
        {
            Assert.True(clock.Elapsed < Hang, "The reader hangs.");
            results.AddRange(Take(reader));
        }

        return results;
    }

    private static List<MetadataResult> Take(MetadataDownloader reader)
    {
        reader.WaitForChange(forRoom: false, TimeSpan.FromMilliseconds(100));
        List<MetadataResult> results = [];
        while (reader.TryTake(out MetadataResult result))
        {
            results.Add(result);
        }

        return results;
    }

    private List<MetadataResult> Run(MetadataDownloader reader, IEnumerable<int> numbers)
    {
        List<MetadataResult> results = [];
        foreach (int number in numbers)
        {
            while (!reader.TryAdd(Request(number), number))
            {
                while (reader.TryTake(out MetadataResult result))
                {
                    results.Add(result);
                }

                reader.WaitForChange(forRoom: true, TimeSpan.FromMilliseconds(100));
            }
        }

        results.AddRange(TakeAll(reader));
        return results;
    }

    private MetadataDownloader Reader(int throttle = 32, int window = 20_000) => new(_client, new MetadataDownloaderOptions
    {
        ThrottleLimit = throttle,
        WindowSize = window,
        Timeout = TimeSpan.FromSeconds(30),
    });

    private MetadataRequest Request(int number) => MetadataRequest.ForUrl(Url(number));

    private string Url(int number) => $"{_emulator.UrlEndpoint}/bulk/{number}.jpg";
}
