using System.Net;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Http;

/// <summary>
/// Notices that the service is down, and then lets one request at a time probe whether it is back, while the others wait and
/// use up no retries. <see cref="GiveUpTimer"/> decides when they give up.
/// </summary>
internal sealed class CircuitBreaker(IClock clock, TimeSpan giveUpTime)
{
    // Different requests must fail, with no response in between, until their evidence adds up to this.
    private const int EvidenceToOpen = 32;
    private const int EvidenceOfOutage = 4;

    // The image may be the cause, and images with the same trouble are neighbors in a list.
    private const int EvidenceOfInternalError = 1;

    // A folder of images that the service cannot read looks like an outage, but must not hold up a run for long.
    private static readonly TimeSpan GiveUpTimeOfInternalErrors = TimeSpan.FromMinutes(2);

    // A mistyped address never resolves; a network that is just coming up does.
    private static readonly TimeSpan GiveUpTimeOfNameResolution = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstProbeDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestProbeDelay = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly GiveUpTimer _down = new(clock, giveUpTime);
    private int _evidence;
    private TaskCompletionSource<bool>? _reopened;
    private ImageKitException? _cause;
    private TimeSpan _respondedAt;
    private TimeSpan _nextProbe;
    private TimeSpan _probeDelay;

    /// <summary>When the service went down, on the clock; null while it responds.</summary>
    public TimeSpan? DownSince
    {
        get
        {
            lock (_lock)
            {
                return _down.Since;
            }
        }
    }

    /// <summary>Waits while the service is down, unless it is the turn of this request to probe.</summary>
    /// <exception cref="ImageKitException">The give-up time has passed, and the service was still down after this request came.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        long failuresBefore = -1;
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

                failuresBefore = failuresBefore < 0 ? _down.Failures : failuresBefore;
                if (_down.MustGiveUp(failuresBefore, GiveUpTimeOf(_cause!)))
                {
                    throw ServiceDown(_cause!);
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

    /// <summary>The service responded, even if only to refuse, to an attempt that was sent at this time on the clock; null for just now.</summary>
    public void OnResponse(IRequestObserver? observer, TimeSpan? sentAt = null)
    {
        TaskCompletionSource<bool>? reopened;
        TimeSpan downtime;
        lock (_lock)
        {
            if (_reopened is not null && sentAt < _down.Since)
            {
                // A response to a request that was in flight when the service went down does not show that it is back.
                return;
            }

            if (_failed.Count > 0)
            {
                _failed.Clear();
                _evidence = 0;
            }

            reopened = _reopened;
            _reopened = null;
            _respondedAt = clock.Now;
            downtime = _down.Elapsed;
            _down.OnSuccess();
        }

        if (reopened is not null)
        {
            observer?.OnServiceUp(downtime);
            reopened.TrySetResult(true);
        }
    }

    /// <summary>An attempt failed that was sent at this time on the clock; null for just now.</summary>
    /// <returns>Whether the service is down, so that the failure shows nothing about this request.</returns>
    public bool OnFailure(ServiceRequest request, ImageKitException failure, IRequestObserver? observer, TimeSpan? sentAt = null)
    {
        if (!IsOutage(failure))
        {
            OnResponse(observer, sentAt);
            return false;
        }

        lock (_lock)
        {
            if (_reopened is not null)
            {
                // A request that was in flight when the service went down was not a probe.
                if (sentAt is null || sentAt > _down.Since)
                {
                    _down.OnFailure();
                    _cause = failure;
                    _probeDelay = TimeSpan.FromTicks(Math.Min((long)(_probeDelay.Ticks * 1.5), LongestProbeDelay.Ticks));
                }

                return !_down.HasExpired(GiveUpTimeOf(_cause!));
            }

            // The service has responded to others since: this one alone hung, as items do that stall until their timeout.
            if (sentAt < _respondedAt)
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
            _down.OnFailure();
            _probeDelay = FirstProbeDelay;
            _nextProbe = clock.Now + FirstProbeDelay;
        }

        observer?.OnServiceDown(failure);
        return true;
    }

    private ImageKitException ServiceDown(ImageKitException cause) =>
        new(cause.Kind, $"The service has been down for {ToText(_down.Elapsed)}: {cause.Message}", cause)
        {
            StatusCode = cause.StatusCode,
            ServiceMessage = cause.ServiceMessage,
            RequestId = cause.RequestId,
            Cause = cause.Cause,
        };

    private static string ToText(TimeSpan time) => time.TotalMinutes < 2
        ? Quantity.ToDisplayText((long)Math.Round(time.TotalSeconds), "second", "seconds")
        : Quantity.ToDisplayText((long)Math.Round(time.TotalMinutes), "minute", "minutes");

    private static TimeSpan? GiveUpTimeOf(ImageKitException cause) =>
        IsInternalError(cause) ? GiveUpTimeOfInternalErrors
        : cause.Cause == FailureCause.NameNotResolved ? GiveUpTimeOfNameResolution
        : null;

    private static bool IsInternalError(ImageKitException failure) => failure.StatusCode == HttpStatusCode.InternalServerError;

    private static bool IsOutage(ImageKitException failure) =>
        failure is { IsTransient: true, Kind: ImageKitErrorKind.ConnectionFailed or ImageKitErrorKind.RequestTimeout or ImageKitErrorKind.ServerError };
}
