using ImageKit.Metadata.Http;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// Many requests at once for one thread that puts them in and takes the results out. Nothing here blocks but
/// <see cref="WaitForChange"/>; requests run on the thread pool; what is held is bounded, whatever is put in.
/// </summary>
/// <remarks>
/// In input order a result waits until all before it are taken, and meanwhile the others go on: one item that stalls for
/// twenty seconds must not idle the rest. The window for that is large, and bounded in bytes too.
/// </remarks>
internal sealed class MetadataDownloader : IRequestObserver, IDisposable
{
    private const long MaximumHeldBytes = 64L * 1024 * 1024;

    // Results that come while room is waited for are taken no later than this.
    private static readonly TimeSpan LongestWaitForRoom = TimeSpan.FromMilliseconds(20);

    private readonly ImageKitClient _client;
    private readonly MetadataDownloaderOptions _options;
    private readonly RequestOptions _requestOptions;
    private readonly AttemptSlots _slots;
    private readonly WorkStop _stop;
    private readonly object _lock;
    private readonly Queue<Entry> _window = new();
    private readonly Queue<Entry> _ready = new();
    private readonly Dictionary<string, Entry> _underWay = new(StringComparer.Ordinal);
    private readonly RequestNotices _notices = new();
    private readonly TimeSpan _startedAt;
    private long _heldBytes;
    private int _running;
    private int _held;
    private bool _roomIsWaitedFor;
    private Exception? _fatal;

    public MetadataDownloader(ImageKitClient client, MetadataDownloaderOptions options)
    {
        _client = client;
        _options = options;
        _slots = new AttemptSlots(options.ThrottleLimit);
        _stop = new WorkStop(client.Clock);
        _lock = _stop.Lock;
        _startedAt = client.Clock.Now;
        _requestOptions = new RequestOptions
        {
            Timeout = options.Timeout,
            MaximumRetryCount = options.MaximumRetryCount,
            Slots = _slots,
            Observer = this,
        };
    }

    /// <summary>What the run has done. Read by the thread that puts in and takes out.</summary>
    public DownloadStatistics Statistics { get; } = new();

    /// <summary>How long the run has taken so far.</summary>
    public TimeSpan Elapsed => _client.Clock.Now - _startedAt;

    /// <summary>A failure that dooms every item; once it is there, nothing new is sent.</summary>
    public Exception? Fatal
    {
        get
        {
            lock (_lock)
            {
                return _fatal;
            }
        }
    }

    /// <summary>Puts in a request, if there is room.</summary>
    public bool TryAdd(MetadataRequest request, object? target)
    {
        Entry entry = new(request, target);
        lock (_lock)
        {
            if (!HasRoom())
            {
                return false;
            }

            entry.Share = _client.OpenShare();
            Enter(entry);
            if (_underWay.TryGetValue(request.Key, out Entry? twin))
            {
                (twin.Followers ??= []).Add(entry);
                return true;
            }

            _underWay.Add(request.Key, entry);
            _running++;
        }

        _ = Task.Run(() => RunAsync(entry));
        return true;
    }

    /// <summary>Puts in an item that failed before a request could be made of it: it keeps its place in the order.</summary>
    public bool TryAdd(ImageKitException failure, object? target)
    {
        Entry entry = new(null, target) { Error = failure };
        lock (_lock)
        {
            if (!HasRoom())
            {
                return false;
            }

            Enter(entry);
            Finish(entry);
            return true;
        }
    }

    /// <summary>Takes the next result, if one is there.</summary>
    public bool TryTake(out MetadataResult result)
    {
        Entry? entry;
        lock (_lock)
        {
            entry = TakeFinished();
        }

        if (entry is null)
        {
            result = default;
            return false;
        }

        ImageMetadata? metadata = entry.Error is null ? entry.Metadata ?? entry.Request!.Read(entry.Body, entry.RetrievedAt) : null;
        if (entry.Error is null)
        {
            Statistics.Answered++;
            Statistics.FromCheckpoint += entry.IsFromCheckpoint ? 1 : 0;
        }
        else
        {
            Statistics.Failures.TryGetValue(entry.Error.Kind, out long count);
            Statistics.Failures[entry.Error.Kind] = count + 1;
        }

        result = new MetadataResult(entry.Target, metadata, entry.Error);
        return true;
    }

    /// <summary>How many requests are under way.</summary>
    public int UnderWay
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    /// <summary>Whether nothing is under way and nothing waits to be taken.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _held == 0;
            }
        }
    }

    /// <summary>Waits until a result can be taken, or one more request put in, or the reader is stopped.</summary>
    /// <param name="forRoom">Whether room for a request is waited for too.</param>
    /// <param name="timeout">The longest wait.</param>
    public void WaitForChange(bool forRoom, TimeSpan timeout)
    {
        lock (_lock)
        {
            if (!CanTake() && !(forRoom && HasRoom()) && _held > 0 && !_stop.Token.IsCancellationRequested)
            {
                // To be woken for every single result costs as much as the result itself.
                _roomIsWaitedFor = forRoom;
                Monitor.Wait(_lock, forRoom && timeout > LongestWaitForRoom ? LongestWaitForRoom : timeout);
                _roomIsWaitedFor = false;
            }
        }
    }

    /// <summary>What the next result in order is waiting for; null while it flows.</summary>
    public string? DescribeWait()
    {
        if (_client.CurrentWait() is { } wait)
        {
            return wait.IsServiceDown ? "the service is down, waiting for it"
                : wait.Remaining > TimeSpan.FromSeconds(2) ? $"waiting for the rate limit, {Math.Ceiling(wait.Remaining.Value.TotalSeconds)} s more"
                : null;
        }

        lock (_lock)
        {
            return !_options.Unordered && _held > _options.ThrottleLimit * 2 && !CanTake() && _window.Count > 0
                ? "results wait for " + PlainText.Clean(_window.Peek().Request!.Subject)
                : null;
        }
    }

    /// <summary>Takes what there is to tell of retries and waits.</summary>
    public bool TryTakeNotice(out string notice) => _notices.TryTake(out notice);

    /// <summary>Ends everything under way, without waiting for it.</summary>
    public void Stop() => _stop.Stop();

    /// <summary>Ends everything under way, and gives it a moment to be gone.</summary>
    public void Dispose()
    {
        if (_stop.TryEnd(() => _running == 0))
        {
            _slots.Dispose();
            _stop.Dispose();
        }
    }

    void IRequestObserver.OnRetry(ServiceRequest request, ImageKitException failure, int attempt, TimeSpan delay)
    {
        lock (_lock)
        {
            Statistics.Retries++;
            Monitor.Pulse(_lock);
        }

        _notices.OnRetry(request, failure, attempt, delay);
    }

    void IRequestObserver.OnRateLimited(ServiceRequest request, TimeSpan wait) => _notices.OnRateLimited(request, wait);

    void IRequestObserver.OnServiceDown(ImageKitException failure) => _notices.OnServiceDown(failure);

    void IRequestObserver.OnServiceUp(TimeSpan downtime) => _notices.OnServiceUp(downtime);

    void IRequestObserver.OnHeldBack(TimeSpan wait)
    {
        lock (_lock)
        {
            Statistics.HeldBack += TimeSpan.FromTicks(wait.Ticks / _options.ThrottleLimit);
        }
    }

    private async Task RunAsync(Entry entry)
    {
        Exception? fatal = null;
        try
        {
            await AnswerAsync(entry).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.Token.IsCancellationRequested)
        {
            entry.IsCancelled = true;
        }
        catch (CheckpointException exception)
        {
            // The item has its answer, but the next run would not know.
            entry.IsCancelled = true;
            fatal = exception;
        }
        catch (Exception exception)
        {
            // Nothing may be lost on a pool thread: what nobody foresaw is reported for the item it happened to.
            entry.Error = new ImageKitException(ImageKitErrorKind.UnexpectedResponse, exception.Message, exception);
        }

        lock (_lock)
        {
            _running--;
            _underWay.Remove(entry.Request!.Key);
            _fatal ??= fatal ?? (IsFatal(entry.Error) ? entry.Error : null);

            Finish(entry);
            foreach (Entry follower in entry.Followers ?? [])
            {
                follower.Answer(entry);
                Finish(follower);
            }

            if (_running == 0)
            {
                // Dispose may be waiting for just this.
                Monitor.PulseAll(_lock);
            }
        }

        if (_fatal is not null)
        {
            Stop();
        }
    }

    private async Task AnswerAsync(Entry entry)
    {
        if (_options.Checkpoint?.Find(entry.Request!) is MetadataResponse earlier)
        {
            entry.Take(earlier);
            entry.IsFromCheckpoint = true;
            return;
        }

        try
        {
            MetadataResponse answer = await _client.GetMetadataAsync(entry.Request!, _requestOptions, entry.Share!, _stop.Token).ConfigureAwait(false);
            entry.Take(answer);
            _options.Checkpoint?.Add(entry.Request!, answer);
        }
        catch (ImageKitException failure)
        {
            entry.Error = failure;
            if (!IsFatal(failure))
            {
                _options.Checkpoint?.Add(entry.Request!, failure);
            }
        }
    }

    private static bool IsFatal(ImageKitException? failure) =>
        failure?.Kind is ImageKitErrorKind.AuthenticationFailed or ImageKitErrorKind.NotConnected;

    private bool HasRoom() =>
        _fatal is null
        && _running - _slots.Parked < _options.ThrottleLimit * 2
        && _held < _options.WindowSize
        && _heldBytes < MaximumHeldBytes;

    private void Enter(Entry entry)
    {
        Statistics.Asked++;
        _held++;
        if (!_options.Unordered)
        {
            _window.Enqueue(entry);
        }
    }

    private void Finish(Entry entry)
    {
        entry.IsFinished = true;
        _heldBytes += entry.Body.Length;
        if (_options.Unordered)
        {
            _ready.Enqueue(entry);
        }

        if (_roomIsWaitedFor ? HasRoom() && _running - _slots.Parked <= _options.ThrottleLimit * 3 / 2 : CanTake() || HasRoom())
        {
            Monitor.Pulse(_lock);
        }
    }

    private bool CanTake() =>
        _options.Unordered ? _ready.Count > 0 : _window.Count > 0 && (_window.Peek().IsFinished || _fatal is not null);

    private Entry? TakeFinished()
    {
        Queue<Entry> queue = _options.Unordered ? _ready : _window;
        while (CanTake())
        {
            Entry entry = queue.Dequeue();
            _held--;
            _heldBytes -= entry.Body.Length;
            entry.Share?.Dispose();

            // What was under way when every item was doomed has no result of its own.
            if (entry.IsFinished && !entry.IsCancelled && !IsFatal(entry.Error))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>One item on its way from being put in to being taken.</summary>
    private sealed class Entry(MetadataRequest? request, object? target)
    {
        public MetadataRequest? Request { get; } = request;

        public object? Target { get; } = target;

        public bool IsFinished { get; set; }

        public bool IsCancelled { get; set; }

        public bool IsFromCheckpoint { get; set; }

        public ImageMetadata? Metadata { get; set; }

        public ReadOnlyMemory<byte> Body { get; set; }

        public DateTime RetrievedAt { get; set; }

        /// <summary>What the response takes of the memory, from the order of the input until it is emitted.</summary>
        public ByteBudget.Share? Share { get; set; }

        public ImageKitException? Error { get; set; }

        /// <summary>Items that ask for the same, put in while this one was under way.</summary>
        public List<Entry>? Followers { get; set; }

        public void Take(MetadataResponse answer)
        {
            Metadata = answer.Metadata;
            Body = answer.Body;
            RetrievedAt = answer.RetrievedAt;
        }

        /// <summary>Takes over what became of an item that asked for the same.</summary>
        public void Answer(Entry twin)
        {
            // Its metadata is read afresh from the body, because the two objects go to different places.
            Body = twin.Body;
            RetrievedAt = twin.RetrievedAt;
            Error = twin.Error;
            IsCancelled = twin.IsCancelled;
            IsFromCheckpoint = twin.IsFromCheckpoint;
        }
    }
}
