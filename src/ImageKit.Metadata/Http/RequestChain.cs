using System.Net;
using System.Text.Json;
using ImageKit.Metadata.Json;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata.Http;

/// <summary>
/// The way of one request: a slot, the circuit, the rate gate, the transport, and again if the failure can pass. One chain
/// serves a connection, so that all its requests share the gates, the budget and the circuit.
/// </summary>
internal sealed class RequestChain : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);

    // The budget may be filled sooner than foreseen.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    // A request that is refused again and again while others get through will not be let through either.
    private const int MaximumRefusals = 3;

    private const int EndpointCount = (int)ServiceEndpoint.FileDetails + 1;

    private readonly Transport _transport;
    private readonly IClock _clock;
    private readonly TimeSpan _patience;
    private readonly RateGate[] _gates;
    private readonly RetryBudget _budget;

    public RequestChain(Transport transport, IClock clock, TimeSpan patience)
    {
        _transport = transport;
        _clock = clock;
        _patience = patience;
        Circuit = new CircuitBreaker(clock, patience);
        _budget = new RetryBudget(clock);
        _gates = Enumerable.Range(0, EndpointCount).Select(_ => new RateGate(clock, patience)).ToArray();
    }

    /// <summary>Whether the service is down, for all endpoints.</summary>
    public CircuitBreaker Circuit { get; }

    /// <summary>The gate of an endpoint.</summary>
    public RateGate Gate(ServiceEndpoint endpoint) => _gates[(int)endpoint];

    /// <returns>An answer with a status of 2xx.</returns>
    /// <exception cref="ImageKitException">There was none.</exception>
    public async Task<ServiceResponse> SendAsync(ServiceRequest request, RequestOptions options, CancellationToken cancellationToken)
    {
        RateGate gate = Gate(request.Endpoint);
        int attempts = 0;
        int retries = 0;
        int refusals = 0;
        TimeSpan? refusedSince = null;
        while (true)
        {
            ImageKitException failure;
            bool excused = false;
            TimeSpan? sentAt = null;
            if (options.Slots is not null)
            {
                await options.Slots.EnterAsync(cancellationToken).ConfigureAwait(false);
            }

            try
            {
                await Circuit.EnterAsync(cancellationToken).ConfigureAwait(false);
                int ticket = await gate.WaitAsync(options.Observer, cancellationToken).ConfigureAwait(false);
                attempts++;
                sentAt = _clock.Now;
                ServiceResponse response = await _transport.SendAsync(request, options.Timeout, cancellationToken).ConfigureAwait(false);
                if (response.StatusCode == (HttpStatusCode)429)
                {
                    refusedSince ??= _clock.Now;
                    bool isHopeless = ++refusals > MaximumRefusals && _clock.Now - refusedSince > _patience;
                    excused = gate.OnRefused(ticket, response.RateLimit, out TimeSpan pause) && !isHopeless;
                    if (pause > TimeSpan.Zero)
                    {
                        options.Observer?.OnRateLimited(request, pause);
                    }

                    failure = Describe(response);
                }
                else
                {
                    gate.OnAccepted(ticket, response.RateLimit);
                    if ((int)response.StatusCode is >= 200 and < 300)
                    {
                        Circuit.OnAnswered(options.Observer, sentAt);
                        _budget.Deposit();
                        return attempts == 1 ? response : response with { Attempts = attempts };
                    }

                    failure = Describe(response);
                }
            }
            catch (ImageKitException exception)
            {
                failure = exception;
            }
            finally
            {
                options.Slots?.Leave();
            }

            // What was not sent tells nothing of the service.
            excused |= sentAt is not null && Circuit.OnFailed(request, failure, options.Observer, sentAt);
            if (excused)
            {
                continue;
            }

            if (!failure.IsTransient || retries >= options.MaximumRetryCount)
            {
                failure.Attempts = attempts;
                throw failure;
            }

            retries++;
            options.Slots?.Park();
            try
            {
                await WaitForRetryAsync(request, failure, attempts, retries, options.Observer, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                options.Slots?.Unpark();
            }
        }
    }

    public void Dispose() => _transport.Dispose();

    /// <summary>Exponential with full jitter, no sooner than the service asked and than the budget allows.</summary>
    private async Task WaitForRetryAsync(
        ServiceRequest request, ImageKitException failure, int attempts, int retry, IRequestObserver? observer, CancellationToken cancellationToken)
    {
        double ceiling = Math.Min(LongestDelay.TotalSeconds, FirstDelay.TotalSeconds * Math.Pow(2, retry - 1));
        TimeSpan delay = TimeSpan.FromSeconds(ceiling * _clock.NextRandom());
        TimeSpan asked = failure.RetryAfter ?? TimeSpan.Zero;
        delay = Longer(delay, asked < LongestRetryAfter ? asked : LongestRetryAfter);

        long place = _budget.Withdraw();
        try
        {
            observer?.OnRetry(request, failure, attempts, Longer(delay, _budget.TimeUntilCovered(place)));
            await _clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
            while (_budget.TimeUntilCovered(place) is var wait && wait > TimeSpan.Zero)
            {
                await _clock.DelayAsync(wait < LongestLook ? wait : LongestLook, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _budget.Return();
            throw;
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static ImageKitException Describe(ServiceResponse response)
    {
        int status = (int)response.StatusCode;
        string? said = ReadMessage(response);
        string suffix = said is null ? string.Empty : ": " + said;
        (ImageKitErrorKind kind, string message) = status switch
        {
            401 or 403 => (ImageKitErrorKind.AuthenticationFailed, $"The service does not accept the private key ({status}){suffix}"),
            404 => (ImageKitErrorKind.NotFound, $"Not found (404){suffix}"),
            407 => (ImageKitErrorKind.ConnectionFailed, "The proxy asks for a user name and a password (407)."),
            408 => (ImageKitErrorKind.RequestTimeout, $"The service gave up waiting (408){suffix}"),
            429 => (ImageKitErrorKind.RateLimitExceeded, $"The rate limit is exceeded (429){suffix}"),
            >= 500 => (ImageKitErrorKind.ServerError, $"The service failed ({status}){suffix}"),
            >= 400 => (ImageKitErrorKind.BadRequest, $"The service refused the request ({status}){suffix}"),
            >= 300 => (ImageKitErrorKind.UnexpectedResponse, $"The service redirected the request ({status}); redirects are not followed, the private key is for one address only."),
            _ => (ImageKitErrorKind.UnexpectedResponse, $"The service answered with status {status}{suffix}"),
        };
        return new ImageKitException(kind, message)
        {
            StatusCode = response.StatusCode,
            ServiceMessage = said,
            RequestId = response.RequestId,
            RetryAfter = response.RateLimit.RetryAfter,
            IsTransient = status is 408 or >= 500,
        };
    }

    /// <summary>The message in an error body, which may as well be HTML, plain text or nothing.</summary>
    private static string? ReadMessage(ServiceResponse response)
    {
        try
        {
            ServiceError? error = JsonSerializer.Deserialize(response.Body.Span, ImageKitJsonContext.Default.ServiceError);
            return string.IsNullOrWhiteSpace(error?.Message) ? null : PlainText.Clean(error!.Message!);
        }
        catch (JsonException)
        {
            return response.ContentType == "text/plain" && response.Body.Length > 0
                ? PlainText.Clean(System.Text.Encoding.UTF8.GetString(response.Body.ToArray()))
                : null;
        }
    }
}
