using System.Net;

namespace ImageKit.Metadata.Http;

/// <summary>
/// Notices that the service is down, and then lets one request at a time ask whether it is back, while the others wait and
/// use up no retries. When it has been down for longer than patience lasts, requests fail, but none before it was asked in
/// vain after they came: when the service is back, nobody who waits is lost.
/// </summary>
internal sealed class CircuitBreaker(IClock clock, TimeSpan patience)
{
    /// <summary>Different requests must fail until so much speaks for it, with no answer in between.</summary>
    private const int EvidenceToOpen = 32;

    private const int EvidenceOfOutage = 4;

    // It may be the image, and images with the same trouble lie side by side.
    private const int EvidenceOfInternalError = 1;

    // A folder of images that it cannot read would look the same, and shall not hold up a run for long.
    private static readonly TimeSpan PatienceWithInternalErrors = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstProbeDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestProbeDelay = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private int _evidence;
    private long _probesFailed;
    private TaskCompletionSource<bool>? _reopened;
    private ImageKitException? _cause;
    private TimeSpan _answeredAt;
    private TimeSpan _downSince;
    private TimeSpan _nextProbe;
    private TimeSpan _probeDelay;

    /// <summary>Since when the service is down, on the clock; null while it answers.</summary>
    public TimeSpan? DownSince
    {
        get
        {
            lock (_lock)
            {
                return _reopened is null ? null : _downSince;
            }
        }
    }

    /// <summary>Waits while the service is down, unless it is this request's turn to ask whether it still is.</summary>
    /// <exception cref="ImageKitException">The service has been down for longer than patience lasts, and still was after this request came.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        long probesFailed = -1;
        while (true)
        {
            Task reopened;
            TimeSpan wait;
            lock (_lock)
            {
                if (_reopened is null)
                {
                    return;
                }

                TimeSpan now = clock.Now;
                if (now >= _nextProbe)
                {
                    _nextProbe = now + _probeDelay;
                    return;
                }

                probesFailed = probesFailed < 0 ? _probesFailed : probesFailed;
                if (!IsPatient(now) && probesFailed != _probesFailed)
                {
                    throw new ImageKitException(
                        _cause!.Kind,
                        FormattableString.Invariant($"The service has been down for {(now - _downSince).TotalMinutes:0} minutes: {_cause.Message}"),
                        _cause)
                    {
                        StatusCode = _cause.StatusCode,
                        ServiceMessage = _cause.ServiceMessage,
                        RequestId = _cause.RequestId,
                    };
                }

                reopened = _reopened.Task;
                wait = _nextProbe - now;
            }

            using CancellationTokenSource delay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(reopened, clock.DelayAsync(wait, delay.Token)).ConfigureAwait(false);
            delay.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The service answered, if only to say no.</summary>
    /// <param name="observer">Told if the circuit closes.</param>
    /// <param name="sentAt">When the attempt was sent, on the clock; null for just now.</param>
    public void OnAnswered(IRequestObserver? observer, TimeSpan? sentAt = null)
    {
        TaskCompletionSource<bool>? reopened;
        TimeSpan downtime;
        lock (_lock)
        {
            if (_reopened is not null && sentAt < _downSince)
            {
                // What was in flight when the service went down may still be answered, and says nothing of now.
                return;
            }

            if (_failed.Count > 0)
            {
                _failed.Clear();
                _evidence = 0;
            }

            reopened = _reopened;
            _reopened = null;
            _answeredAt = clock.Now;
            downtime = _answeredAt - _downSince;
        }

        if (reopened is not null)
        {
            observer?.OnServiceUp(downtime);
            reopened.TrySetResult(true);
        }
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="failure">How.</param>
    /// <param name="observer">Told when the circuit opens or closes.</param>
    /// <param name="sentAt">When the attempt was sent, on the clock; null for just now.</param>
    /// <returns>Whether the service is down, so that the failure says nothing about this request.</returns>
    public bool OnFailed(ServiceRequest request, ImageKitException failure, IRequestObserver? observer, TimeSpan? sentAt = null)
    {
        if (!IsOutage(failure))
        {
            OnAnswered(observer, sentAt);
            return false;
        }

        lock (_lock)
        {
            TimeSpan now = clock.Now;
            if (_reopened is not null)
            {
                // What was in flight when the service went down did not ask whether it is back.
                if (sentAt is null || sentAt > _downSince)
                {
                    _probesFailed++;
                    _cause = failure;
                    _probeDelay = TimeSpan.FromTicks(Math.Min((long)(_probeDelay.Ticks * 1.5), LongestProbeDelay.Ticks));
                }

                return IsPatient(now);
            }

            // The service has answered others since: this one alone hung, as items do that stall until their timeout.
            if (sentAt < _answeredAt)
            {
                return false;
            }

            if (_failed.Add(request.Subject))
            {
                _evidence += IsInternalError(failure) ? EvidenceOfInternalError : EvidenceOfOutage;
            }

            if (_evidence < EvidenceToOpen)
            {
                return false;
            }

            _reopened = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _cause = failure;
            _downSince = now;
            _probeDelay = FirstProbeDelay;
            _nextProbe = now + FirstProbeDelay;
        }

        observer?.OnServiceDown(failure);
        return true;
    }

    private bool IsPatient(TimeSpan now) =>
        now - _downSince <= (IsInternalError(_cause!) && patience > PatienceWithInternalErrors ? PatienceWithInternalErrors : patience);

    private static bool IsInternalError(ImageKitException failure) => failure.StatusCode == HttpStatusCode.InternalServerError;

    private static bool IsOutage(ImageKitException failure) =>
        failure.Kind is ImageKitErrorKind.ConnectionFailed or ImageKitErrorKind.RequestTimeout or ImageKitErrorKind.ServerError;
}
