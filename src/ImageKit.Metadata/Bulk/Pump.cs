using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ImageKit.Metadata.Bulk;

/// <summary>
/// Passes results from work on other threads to the one thread that takes them. What is held is bounded, in number and in
/// weight, whatever is added and however slowly results are taken.
/// </summary>
/// <remarks>
/// Each piece of work has a place. In order, the results of a place are taken after those of the places before it. Meanwhile
/// the work behind it continues: one item that stalls for twenty seconds must not idle the rest.
/// </remarks>
internal sealed class Pump<TResult> : IPump<TResult>, IDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(800);

    // Results that come while room is waited for are taken no later than this.
    private static readonly TimeSpan MaximumWaitForRoom = TimeSpan.FromMilliseconds(20);

    private readonly PumpOptions<TResult> _options;
    private readonly object _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _stopWithCaller;

    // In order: every place from its opening on. Unordered: finished places.
    private readonly Queue<PumpPlace<TResult>> _places = new();
    private TaskCompletionSource<bool>? _roomAwaited;
    private volatile Exception? _failure;
    private long _heldWeight;
    private int _running;
    private int _held;
    private int _blockedWriters;
    private bool _takerWaitsForRoom;

    public Pump(PumpOptions<TResult> options, CancellationToken cancellationToken = default)
    {
        _options = options;
        Token = _stop.Token;
        _stopWithCaller = cancellationToken.Register(Stop);
    }

    /// <summary>Cancelled by <see cref="Stop"/>; can be used after <see cref="Dispose"/>, too.</summary>
    public CancellationToken Token { get; }

    /// <summary>Sentences about retries and waits.</summary>
    public RequestNotices Notices { get; } = new();

    /// <summary>How many pieces of work are running.</summary>
    public int Running => Volatile.Read(ref _running);

    public Exception? Failure => _failure;

    public bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return IsAllDone();
            }
        }
    }

    /// <summary>The name of the work that results behind it wait for; null while they flow.</summary>
    public string? Bottleneck
    {
        get
        {
            lock (_lock)
            {
                return !_options.Unordered && _held > _options.MaximumRunning && !CanTake() ? _places.Peek().Name : null;
            }
        }
    }

    /// <summary>Adds work that has one result, if there is room.</summary>
    public bool TryAdd(Func<CancellationToken, Task<TResult>> work, string? name = null)
    {
        if (!TryOpen(name, out PumpPlace<TResult>? place))
        {
            return false;
        }

        Start(async () =>
        {
            try
            {
                Write(place, await work(Token).ConfigureAwait(false));
            }
            finally
            {
                Finish(place);
            }
        });
        return true;
    }

    /// <summary>Takes a place, if there is room.</summary>
    public bool TryOpen(string? name, [NotNullWhen(true)] out PumpPlace<TResult>? place)
    {
        lock (_lock)
        {
            place = HasRoom() ? OpenNow(name) : null;
            return place is not null;
        }
    }

    /// <summary>Takes a place as soon as there is room.</summary>
    /// <exception cref="OperationCanceledException">The pump was stopped.</exception>
    public async Task<PumpPlace<TResult>> OpenAsync()
    {
        while (true)
        {
            Task room;
            lock (_lock)
            {
                Token.ThrowIfCancellationRequested();
                if (HasRoom())
                {
                    return OpenNow(null);
                }

                _roomAwaited ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _roomAwaited.Task;
            }

            await room.ConfigureAwait(false);
        }
    }

    /// <summary>Takes a place, whether or not there is room.</summary>
    public PumpPlace<TResult> Open()
    {
        lock (_lock)
        {
            return OpenNow(null);
        }
    }

    /// <summary>Starts work, on a thread of its own if it would block one of the pool. An exception of it ends all work.</summary>
    public void Start(Func<Task> work, bool onOwnThread = false)
    {
        lock (_lock)
        {
            _running++;
        }

        _ = onOwnThread
            ? Task.Factory.StartNew(() => RunAsync(work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : Task.Run(() => RunAsync(work));
    }

    /// <summary>
    /// Adds a result to a place; waits while too much is held. What is taken next never waits, so that the two sides cannot
    /// hold each other up.
    /// </summary>
    /// <exception cref="OperationCanceledException">The pump was stopped.</exception>
    public void Write(PumpPlace<TResult> place, TResult result)
    {
        lock (_lock)
        {
            while (_heldWeight >= _options.MaximumWeight && !IsAwaited(place))
            {
                Token.ThrowIfCancellationRequested();
                _blockedWriters++;
                Monitor.Wait(_lock);
                _blockedWriters--;
            }

            Add(place, result);
        }
    }

    /// <summary>Ends a place without a further result.</summary>
    public void Finish(PumpPlace<TResult> place)
    {
        lock (_lock)
        {
            FinishNow(place);
        }
    }

    /// <summary>Ends a place with a last result, without waiting.</summary>
    public void Finish(PumpPlace<TResult> place, TResult result)
    {
        lock (_lock)
        {
            Add(place, result);
            FinishNow(place);
        }
    }

    /// <summary>Ends all work because of a failure. What has finished can still be taken.</summary>
    public void Fail(Exception failure)
    {
        lock (_lock)
        {
            _failure ??= failure;
        }

        Stop();
    }

    public bool TryTake(out TResult result)
    {
        lock (_lock)
        {
            while (CanTake())
            {
                PumpPlace<TResult> place = _places.Peek();
                bool hasResult = place.Results.Count > 0;
                result = hasResult ? place.Results.Dequeue() : default!;
                if (place.Results.Count == 0 && (place.IsFinished || !hasResult))
                {
                    // An unfinished place is skipped when all work has failed.
                    place.IsAbandoned = !place.IsFinished;
                    _places.Dequeue();
                    _held--;
                }

                _heldWeight -= hasResult ? Weigh(result) : 0;
                SignalRoom();
                if (hasResult)
                {
                    return true;
                }
            }
        }

        result = default!;
        return false;
    }

    public bool TryTakeNotice(out string notice) => Notices.TryTake(out notice);

    public void WaitForChange(bool forRoom, TimeSpan timeout)
    {
        lock (_lock)
        {
            if (!CanTake() && !(forRoom && HasRoom()) && !IsAllDone() && !Token.IsCancellationRequested)
            {
                // To be woken for every single result costs as much as the result itself.
                _takerWaitsForRoom = forRoom;
                Monitor.Wait(_lock, forRoom && timeout > MaximumWaitForRoom ? MaximumWaitForRoom : timeout);
                _takerWaitsForRoom = false;
            }
        }
    }

    /// <summary>Wakes the thread that waits: the number of idle works has changed.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C met the end of the run.
        }

        lock (_lock)
        {
            _roomAwaited?.TrySetCanceled();
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Cancels all work, and gives it a moment to end.</summary>
    public void Dispose()
    {
        _stopWithCaller.Dispose();
        Stop();
        lock (_lock)
        {
            Stopwatch waited = Stopwatch.StartNew();
            while (_running > 0 && ShutdownTimeout - waited.Elapsed is var rest && rest > TimeSpan.Zero)
            {
                Monitor.Wait(_lock, rest);
            }

            if (_running > 0)
            {
                // What has not ended yet finds its token still there.
                return;
            }
        }

        _stop.Dispose();
    }

    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Token.IsCancellationRequested)
        {
            // Nobody waits for the result.
        }
        catch (Exception exception)
        {
            // An exception on a thread of the pool would be lost.
            Fail(exception);
        }

        lock (_lock)
        {
            _running--;
            if (_running == 0)
            {
                Monitor.PulseAll(_lock);
            }
            else
            {
                SignalTaker();
            }

            SignalRoom();
        }
    }

    private PumpPlace<TResult> OpenNow(string? name)
    {
        PumpPlace<TResult> place = new(name);
        _held++;
        if (!_options.Unordered)
        {
            _places.Enqueue(place);
        }

        return place;
    }

    private void Add(PumpPlace<TResult> place, TResult result)
    {
        if (!place.IsAbandoned)
        {
            place.Results.Enqueue(result);
            _heldWeight += Weigh(result);
            SignalTaker();
        }
    }

    private void FinishNow(PumpPlace<TResult> place)
    {
        place.IsFinished = true;
        if (_options.Unordered)
        {
            _places.Enqueue(place);
        }

        if (_places.Count > 0 && _places.Peek() == place && place.Results.Count == 0)
        {
            // Its last result was taken before it finished.
            _places.Dequeue();
            _held--;
            SignalRoom();
        }

        SignalTaker();
    }

    private void SignalTaker()
    {
        if (_takerWaitsForRoom ? HasRoom() && _running - Idle <= _options.MaximumRunning * 3L / 4 : CanTake() || HasRoom())
        {
            Pulse();
        }
    }

    private void SignalRoom()
    {
        if (_roomAwaited is not null && HasRoom())
        {
            _roomAwaited.TrySetResult(true);
            _roomAwaited = null;
        }

        if (_blockedWriters > 0)
        {
            Monitor.PulseAll(_lock);
        }
    }

    private void Pulse()
    {
        if (_blockedWriters > 0)
        {
            Monitor.PulseAll(_lock);
        }
        else
        {
            Monitor.Pulse(_lock);
        }
    }

    private bool IsAwaited(PumpPlace<TResult> place) =>
        _places.Count > 0 && _places.Peek() == place && place.Results.Count == 0;

    private int Idle => _options.CountIdle?.Invoke() ?? 0;

    private long Weigh(TResult result) => _options.Weigh?.Invoke(result) ?? 0;

    private bool IsAllDone() => _running == 0 && _held == 0;

    private bool HasRoom() =>
        _failure is null
        && _running - Idle < _options.MaximumRunning
        && _held < _options.MaximumHeld
        && _heldWeight < _options.MaximumWeight;

    private bool CanTake() =>
        _places.Count > 0 && (_places.Peek() is { IsFinished: true } or { Results.Count: > 0 } || _failure is not null);
}
