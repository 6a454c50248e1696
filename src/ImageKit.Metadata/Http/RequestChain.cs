using System.Net;
using System.Text.Json;
using ImageKit.Metadata.Json;

namespace ImageKit.Metadata.Http;

/// <summary>
/// Takes one request through a slot, the circuit, the rate gate and the transport, and again if the failure is transient. One
/// chain serves a connection, so that all its requests share the gates, the budgets and the circuit.
/// </summary>
internal sealed class RequestChain : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);

    // Responses may fill the budget earlier than time alone does.
    private static readonly TimeSpan LongestBudgetWait = TimeSpan.FromSeconds(1);

    // A request that is refused this often while others are accepted will not be accepted later either.
    private const int MaximumRefusals = 3;

    // A status message instead of metadata is not an outage, and the service may have nothing else for this item.
    private const int MaximumShapeRetries = 2;

    private const int EndpointCount = (int)ServiceEndpoint.CustomMetadataFields + 1;

    private readonly Transport _transport;
    private readonly IClock _clock;
    private readonly TimeSpan _giveUpTime;
    private readonly RateGate[] _gates;
    private readonly RetryBudget _retries;
    private readonly KeyCheck _keyCheck;
    private readonly bool _hasVersionInBaseUri;

    public RequestChain(Transport transport, Uri baseUri, IClock clock, TimeSpan giveUpTime)
    {
        _transport = transport;
        _clock = clock;
        _giveUpTime = giveUpTime;
        _hasVersionInBaseUri = baseUri.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.OrdinalIgnoreCase);
        Circuit = new CircuitBreaker(clock, giveUpTime);
        _retries = new RetryBudget(clock);
        _gates = Enumerable.Range(0, EndpointCount).Select(_ => new RateGate(clock, giveUpTime)).ToArray();
        _keyCheck = new KeyCheck(clock, CheckKeyAsync);
    }

    /// <summary>Whether the service is down, for all endpoints.</summary>
    public CircuitBreaker Circuit { get; }

    /// <summary>The memory budget of responses that do not belong to a bulk run.</summary>
    public ByteBudget Memory { get; } = new();

    public RateGate Gate(ServiceEndpoint endpoint) => _gates[(int)endpoint];

    /// <summary>
    /// Sends a request until a response with a status of 2xx can be parsed; <paramref name="parse"/> throws a <see cref="JsonException"/>
    /// if it cannot. The response uses the share of the memory budget until the caller disposes it.
    /// </summary>
    /// <exception cref="ImageKitException">No usable response arrived.</exception>
    public async Task<T> SendAsync<T>(
        ServiceRequest request, Func<ReadOnlyMemory<byte>, T> parse, RequestOptions options, ByteBudget.Share share, CancellationToken cancellationToken)
    {
        int attempts = 0;
        int retries = 0;
        GiveUpTimer refused = new(_clock, _giveUpTime);
        while (true)
        {
            Outcome outcome = await AttemptAsync(request, options, share, refused, cancellationToken).ConfigureAwait(false);
            attempts += outcome.WasSent ? 1 : 0;
            ImageKitException? failure = outcome.Failure;
            if (outcome.Response is ServiceResponse response && TryParse(response, parse, out T? result, out failure))
            {
                return result!;
            }

            if (outcome.IsExcused)
            {
                continue;
            }

            share.Reset();
            if (ServiceError.MayBeOfItem(failure!) && request != ServiceRequest.KeyCheck && !await _keyCheck.IsRefusedAsync(cancellationToken).ConfigureAwait(false))
            {
                failure = ServiceError.OfItem(failure!);
            }

            int permitted = failure!.Cause == FailureCause.WrongShape ? Math.Min(MaximumShapeRetries, options.MaximumRetryCount) : options.MaximumRetryCount;
            if (!failure.IsTransient || retries >= permitted)
            {
                failure.Attempts = attempts;
                throw failure;
            }

            retries++;
            await WaitForRetryAsync(request, failure, attempts, retries, options, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _transport.Dispose();
        _keyCheck.Dispose();
    }

    private async Task<Outcome> AttemptAsync(
        ServiceRequest request, RequestOptions options, ByteBudget.Share share, GiveUpTimer refused, CancellationToken cancellationToken)
    {
        Outcome outcome = new();
        await (options.Slots?.EnterAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        TimeSpan? sentAt = null;
        try
        {
            await Circuit.EnterAsync(cancellationToken).ConfigureAwait(false);
            RateGate gate = Gate(request.Endpoint);
            RateTicket ticket = await gate.WaitAsync(options.Observer, cancellationToken).ConfigureAwait(false);
            sentAt = _clock.Now;
            options.Sending?.Invoke();
            ServiceResponse response = await _transport.SendAsync(request, options, share, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == (HttpStatusCode)429)
            {
                outcome.IsExcused = OnRefused(request, gate, ticket, response, refused, options.Observer);
            }
            else
            {
                gate.OnAccepted(ticket, response.RateLimit);
            }

            if ((int)response.StatusCode is >= 200 and < 300)
            {
                outcome.Response = response;
                Circuit.OnResponse(options.Observer, sentAt);
                _retries.Deposit();
            }
            else
            {
                outcome.Failure = ServiceError.FromStatus(response, _hasVersionInBaseUri);
            }
        }
        catch (ImageKitException exception)
        {
            outcome.Failure = exception;
        }
        finally
        {
            options.Slots?.Leave();
        }

        outcome.WasSent = sentAt is not null;

        // A request that was not sent shows nothing about the service.
        outcome.IsExcused |= outcome.WasSent && outcome.Failure is not null && Circuit.OnFailure(request, outcome.Failure, options.Observer, sentAt);
        return outcome;
    }

    /// <summary>The rate limit refused a request; true if it is sent again without using up a retry.</summary>
    private static bool OnRefused(
        ServiceRequest request, RateGate gate, RateTicket ticket, ServiceResponse response, GiveUpTimer refused, IRequestObserver? observer)
    {
        refused.OnFailure();
        bool isHopeless = refused.Failures > MaximumRefusals && refused.HasExpired();
        bool isExcused = gate.OnRefused(ticket, response.RateLimit, out TimeSpan pause) && !isHopeless;
        if (pause > TimeSpan.Zero)
        {
            observer?.OnRateLimited(request, pause);
        }

        return isExcused;
    }

    private static bool TryParse<T>(ServiceResponse response, Func<ReadOnlyMemory<byte>, T> parse, out T? result, out ImageKitException? failure)
    {
        try
        {
            JsonValueReader.ThrowIfTooManyValues(response.Body.Span);
            result = parse(response.Body);
            failure = null;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            result = default;
            failure = ServiceError.Unreadable(response, exception);
            return false;
        }
    }

    private async Task CheckKeyAsync(CancellationToken cancellationToken)
    {
        using ByteBudget.Share share = Memory.Open();
        await SendAsync(ServiceRequest.KeyCheck, static _ => true, new RequestOptions { MaximumRetryCount = 1 }, share, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits exponentially with jitter, at least as long as the service requests and until the budget covers the retry.</summary>
    private async Task WaitForRetryAsync(
        ServiceRequest request, ImageKitException failure, int attempts, int retry, RequestOptions options, CancellationToken cancellationToken)
    {
        double ceiling = Math.Min(LongestDelay.TotalSeconds, FirstDelay.TotalSeconds * Math.Pow(2, retry - 1));

        // The first retry may follow at once. If later ones did too, a request could use up its retries before the outage is noticed.
        double shortest = retry == 1 ? 0 : ceiling / 2;
        TimeSpan delay = TimeSpan.FromSeconds(shortest + ((ceiling - shortest) * _clock.NextRandom()));
        TimeSpan requested = failure.RetryAfter ?? TimeSpan.Zero;
        delay = Longer(delay, requested < LongestRetryAfter ? requested : LongestRetryAfter);

        long position = _retries.Withdraw();
        options.Slots?.Park();
        try
        {
            options.Observer?.OnRetry(request, failure, attempts, Longer(delay, _retries.TimeUntilCovered(position)));
            await _clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
            while (_retries.TimeUntilCovered(position) is var wait && wait > TimeSpan.Zero)
            {
                await _clock.DelayAsync(wait < LongestBudgetWait ? wait : LongestBudgetWait, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _retries.Return();
            throw;
        }
        finally
        {
            options.Slots?.Unpark();
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>The result of one attempt: a response with a status of 2xx, or a failure.</summary>
    private sealed class Outcome
    {
        public ServiceResponse? Response { get; set; }

        public ImageKitException? Failure { get; set; }

        public bool WasSent { get; set; }

        /// <summary>Whether the rate limit or an outage caused the failure: the request is sent again without using up a retry.</summary>
        public bool IsExcused { get; set; }
    }
}
