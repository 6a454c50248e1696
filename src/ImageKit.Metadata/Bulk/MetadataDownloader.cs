using ImageKit.Metadata.Http;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// Requests the metadata of many images at once, for one thread that adds requests and takes results. A failure of every
/// item, such as a refused key, ends all work and is the <see cref="Failure"/>.
/// </summary>
internal sealed class MetadataDownloader : IPump<MetadataResult>, IRequestObserver, IDisposable
{
    private const long MaximumHeldBytes = 64L * 1024 * 1024;
    private const int LargestSharedBody = 1024 * 1024;

    private readonly ImageKitClient _client;
    private readonly MetadataDownloaderOptions _options;
    private readonly RequestOptions _requestOptions;
    private readonly AttemptSlots _slots;
    private readonly ByteBudget _memory = new();
    private readonly Pump<Download> _pump;
    private readonly Dictionary<string, Download> _inFlight = new(StringComparer.Ordinal);
    private readonly TimeSpan _startedAt;

    public MetadataDownloader(ImageKitClient client, MetadataDownloaderOptions options, CancellationToken cancellationToken = default)
    {
        _client = client;
        _options = options;
        _slots = new AttemptSlots(options.ThrottleLimit);
        _startedAt = client.Clock.Now;
        _pump = new Pump<Download>(
            new PumpOptions<Download>
            {
                Unordered = options.Unordered,
                MaximumRunning = options.ThrottleLimit * 2,
                MaximumHeld = options.WindowSize,
                MaximumWeight = MaximumHeldBytes,
                Weigh = download => download.Body.Length,
                CountIdle = () => _slots.Parked,
            },
            cancellationToken);
        _requestOptions = new RequestOptions
        {
            Timeout = options.Timeout,
            MaximumRetryCount = options.MaximumRetryCount,
            Slots = _slots,
            Observer = this,
        };
    }

    /// <summary>What the run has done. Read by the thread that adds and takes.</summary>
    public DownloadStatistics Statistics { get; } = new();

    /// <summary>How long the run has taken so far.</summary>
    public TimeSpan Elapsed => _client.Clock.Now - _startedAt;

    /// <summary>How many requests are in flight or wait for a slot or a retry.</summary>
    public int Running => _pump.Running;

    public Exception? Failure => _pump.Failure;

    public bool IsComplete => _pump.IsComplete;

    /// <summary>What the run is waiting for; null while results flow.</summary>
    public string? WaitReason
    {
        get
        {
            if (_client.CurrentWait() is { } wait)
            {
                return wait.IsServiceDown ? "the service is down, waiting for it"
                    : wait.Remaining > TimeSpan.FromSeconds(2) ? $"waiting for the rate limit, {Math.Ceiling(wait.Remaining.TotalSeconds)} s more"
                    : null;
            }

            return _pump.Bottleneck is string subject ? "results wait for " + PlainText.Clean(subject) : null;
        }
    }

    /// <summary>Adds a request, if there is room.</summary>
    public bool TryAdd(MetadataRequest request, object? target)
    {
        if (!_pump.TryOpen(request.Subject, out PumpPlace<Download>? place))
        {
            return false;
        }

        Statistics.Added++;
        if (FindInCheckpoint(request) is MetadataResponse earlier)
        {
            // It takes no thread of the pool, and no wait.
            Download known = new(request, target, place) { IsFromCheckpoint = true };
            known.SetResponse(earlier);
            _pump.Finish(place, known);
            return true;
        }

        Download download = new(request, target, place) { Share = _memory.Open() };
        lock (_inFlight)
        {
            if (_inFlight.TryGetValue(request.Key, out Download? original))
            {
                (original.Duplicates ??= []).Add(download);
                return true;
            }

            _inFlight.Add(request.Key, download);
        }

        _pump.Start(() => RunAsync(download));
        return true;
    }

    /// <summary>Adds an item for which no request could be made: its error keeps its place in the order.</summary>
    public bool TryAdd(ImageKitException failure, object? target)
    {
        if (!_pump.TryOpen(null, out PumpPlace<Download>? place))
        {
            return false;
        }

        Statistics.Added++;
        _pump.Finish(place, new Download(null, target, place) { Error = failure });
        return true;
    }

    public bool TryTake(out MetadataResult result)
    {
        if (!_pump.TryTake(out Download download))
        {
            result = default;
            return false;
        }

        download.Share?.Dispose();
        ImageMetadata? metadata = download.Error is null ? download.Metadata ?? download.Request!.Read(download.Body, download.RetrievedAt) : null;
        Statistics.Count(download.Error, download.IsFromCheckpoint);
        result = new MetadataResult(download.Target, metadata, download.Error);
        return true;
    }

    public bool TryTakeNotice(out string notice) => _pump.TryTakeNotice(out notice);

    public void WaitForChange(bool forRoom, TimeSpan timeout) => _pump.WaitForChange(forRoom, timeout);

    public void Stop() => _pump.Stop();

    /// <summary>Cancels what is in flight, and gives it a moment to end.</summary>
    public void Dispose()
    {
        _pump.Dispose();
        if (_pump.Running == 0)
        {
            _slots.Dispose();
        }
    }

    void IRequestObserver.OnRetry(ServiceRequest request, ImageKitException failure, int attempt, TimeSpan delay)
    {
        lock (Statistics)
        {
            Statistics.Retries++;
        }

        _pump.Wake();
        _pump.Notices.OnRetry(request, failure, attempt, delay);
    }

    void IRequestObserver.OnRateLimited(ServiceRequest request, TimeSpan wait) => _pump.Notices.OnRateLimited(request, wait);

    void IRequestObserver.OnServiceDown(ImageKitException failure) => _pump.Notices.OnServiceDown(failure);

    void IRequestObserver.OnServiceUp(TimeSpan downtime) => _pump.Notices.OnServiceUp(downtime);

    void IRequestObserver.OnHeldBack(TimeSpan wait)
    {
        lock (Statistics)
        {
            Statistics.HeldBack += TimeSpan.FromTicks(wait.Ticks / _options.ThrottleLimit);
        }
    }

    private MetadataResponse? FindInCheckpoint(MetadataRequest request)
    {
        try
        {
            return _options.Checkpoint?.Find(request, _options.OldestRetrieval);
        }
        catch (CheckpointException failure)
        {
            _pump.Fail(failure);
            return null;
        }
    }

    private async Task RunAsync(Download download)
    {
        bool hasResult = false;
        try
        {
            await DownloadAsync(download).ConfigureAwait(false);
            hasResult = true;
        }
        catch (Exception exception) when (!EndsRun(exception))
        {
            download.Error = exception as ImageKitException ?? new ImageKitException(ImageKitErrorKind.UnexpectedResponse, exception.Message, exception);
            hasResult = true;
        }
        finally
        {
            Finish(download, hasResult);
        }
    }

    private async Task DownloadAsync(Download download)
    {
        MetadataRequest request = download.Request!;
        try
        {
            MetadataResponse response = await _client.GetMetadataAsync(request, _requestOptions, download.Share!, _pump.Token).ConfigureAwait(false);
            download.SetResponse(response);
            _options.Checkpoint?.Add(request, response);
        }
        catch (ImageKitException failure) when (!EndsRun(failure))
        {
            _options.Checkpoint?.Add(request, failure);
            throw;
        }
    }

    private void Finish(Download download, bool hasResult)
    {
        lock (_inFlight)
        {
            _inFlight.Remove(download.Request!.Key);
        }

        if (hasResult && download.Body.Length > LargestSharedBody)
        {
            // Duplicates would keep the body in memory until they are taken.
            List<Download> duplicates = download.Duplicates ?? [];
            download.Duplicates = null;
            duplicates.ForEach(duplicate => _pump.Start(() => RunAsync(duplicate)));
        }

        foreach (Download duplicate in download.Duplicates ?? [])
        {
            duplicate.CopyFrom(download);
        }

        foreach (Download finished in (Download[])[download, .. download.Duplicates ?? []])
        {
            if (hasResult)
            {
                _pump.Finish(finished.Place, finished);
            }
            else
            {
                _pump.Finish(finished.Place);
            }
        }
    }

    private bool EndsRun(Exception exception) => exception switch
    {
        ImageKitException failure => failure.Kind is ImageKitErrorKind.AuthenticationFailed or ImageKitErrorKind.NotConnected,
        OperationCanceledException => _pump.Token.IsCancellationRequested,

        // The item has its response, but the next run would not know.
        CheckpointException => true,
        _ => false,
    };

    /// <summary>One item, from being added to being taken.</summary>
    private sealed class Download(MetadataRequest? request, object? target, PumpPlace<Download> place)
    {
        public MetadataRequest? Request { get; } = request;

        public object? Target { get; } = target;

        public PumpPlace<Download> Place { get; } = place;

        public bool IsFromCheckpoint { get; init; }

        public ImageMetadata? Metadata { get; private set; }

        public ReadOnlyMemory<byte> Body { get; private set; }

        public DateTime RetrievedAt { get; private set; }

        /// <summary>What the response takes of the memory until it is taken; opened in the order of the input.</summary>
        public ByteBudget.Share? Share { get; init; }

        public ImageKitException? Error { get; set; }

        /// <summary>Items with the same request, added while it was in flight.</summary>
        public List<Download>? Duplicates { get; set; }

        public void SetResponse(MetadataResponse response)
        {
            Metadata = response.Metadata;
            Body = response.Body;
            RetrievedAt = response.RetrievedAt;
        }

        /// <summary>Takes the outcome of the same request. The metadata is read again from the body: each item has an object of its own.</summary>
        public void CopyFrom(Download original)
        {
            Body = original.Body;
            RetrievedAt = original.RetrievedAt;
            Error = original.Error;
        }
    }
}
