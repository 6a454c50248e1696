using System.Globalization;
using System.Text;

namespace ImageKit.Metadata.Emulator;

/// <summary>
/// The way of an API request: down? → latency → key → rate limit → fault → endpoint. Everything is counted and logged
/// before the first byte of the answer leaves, so that a client that has its answer finds itself counted.
/// </summary>
internal sealed class MediaApi
{
    private readonly EmulatorStatistics _statistics;
    private readonly RequestLog _log;
    private readonly RateLimits _rateLimits;
    private readonly MetadataEndpoint _metadata;
    private readonly FilesEndpoint _files;
    private readonly FaultSender _faultSender;
    private readonly TimeProvider _time;
    private readonly string _expectedKey;
    private readonly long _start;
    private readonly ulong _seed;
    private long _requestNumber;
    private long _latencyTicks;
    private volatile bool _isDown;
    private volatile DownMode _downAs;

    public MediaApi(
        EmulatorOptions options,
        MetadataEndpoint metadata,
        FilesEndpoint files,
        FaultSender faultSender,
        FaultCollection faults,
        RateLimits rateLimits,
        EmulatorStatistics statistics,
        RequestLog log)
    {
        _metadata = metadata;
        _files = files;
        _faultSender = faultSender;
        Faults = faults;
        _rateLimits = rateLimits;
        _statistics = statistics;
        _log = log;
        _time = options.TimeProvider;
        _start = _time.GetTimestamp();
        _seed = (ulong)options.Seed;
        _expectedKey = options.PrivateKey;
        Compress = options.Compress;
        Latency = options.Latency;
    }

    public FaultCollection Faults { get; }

    public bool Compress { get; set; }

    public TimeSpan Latency
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _latencyTicks));
        set => Volatile.Write(ref _latencyTicks, value.Ticks);
    }

    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    public DownMode DownAs
    {
        get => _downAs;
        set => _downAs = value;
    }

    public async Task HandleAsync(HttpContext context)
    {
        DateTimeOffset arrival = _log.IsEnabled ? _time.GetUtcNow() : default;
        _statistics.Begin();
        try
        {
            await AnswerAsync(context, arrival);
        }
        catch (OperationCanceledException)
        {
            // The client went away, or the emulator stops: nobody waits for an answer.
            context.Abort();
        }
        finally
        {
            _statistics.End();
        }
    }

    private async Task AnswerAsync(HttpContext context, DateTimeOffset arrival)
    {
        if (IsDown)
        {
            await AnswerDownAsync(context, arrival);
            return;
        }

        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, context.RequestAborted);
        }

        SetStandardHeaders(context.Response);
        if (Refuse(context) is ApiAnswer refused)
        {
            await SendAsync(context, arrival, refused);
            return;
        }

        if (ApiRequest.Parse(context.Request) is not ApiRequest request)
        {
            await SendAsync(context, arrival, ApiError.NoSuchEndpoint);
            return;
        }

        if (_rateLimits[request.Group] is RateLimiter limiter && !Acquire(limiter, context.Response))
        {
            await SendAsync(context, arrival, ApiError.TooManyRequests);
        }
        else if (Faults.Next(request.Subject) is Fault fault)
        {
            Count(context, arrival, FaultSender.StatusOf(fault.Kind), fault.Kind);
            ApiAnswer usual = Answer(request, context.Request);
            await _faultSender.SendAsync(context, fault, usual.Status == 200 ? usual : ApiAnswer.Ok(BulkMetadata.Of(request.Subject)));
        }
        else
        {
            await SendAsync(context, arrival, Answer(request, context.Request));
        }
    }

    private async Task AnswerDownAsync(HttpContext context, DateTimeOffset arrival)
    {
        FaultKind kind = DownAs switch
        {
            DownMode.Reset => FaultKind.Reset,
            DownMode.InternalError => FaultKind.InternalError,
            _ => FaultKind.ServiceUnavailable,
        };
        Count(context, arrival, FaultSender.StatusOf(kind), kind);
        if (kind == FaultKind.Reset)
        {
            context.Abort();
            return;
        }

        SetStandardHeaders(context.Response);
        await context.Response.SendAsync(kind == FaultKind.InternalError ? ApiError.InternalError : ApiError.ServiceUnavailable);
    }

    private ApiAnswer Answer(ApiRequest request, HttpRequest http) => request.Group switch
    {
        EndpointGroup.MetadataByUrl when !request.HasUrl => ApiError.MissingUrl,
        EndpointGroup.MetadataByUrl => _metadata.ByUrl(request.Subject),
        EndpointGroup.MetadataById => _metadata.ById(request.Subject),
        EndpointGroup.Details => _files.Details(request.Subject),
        _ => _files.List(new ApiQuery(http.QueryString.Value)),
    };

    private ApiAnswer? Refuse(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return ApiError.NoKey;
        }

        return IsKey(header.AsSpan("Basic ".Length).Trim()) ? null : ApiError.WrongKey;
    }

    /// <summary>The user name is the key; whatever follows the colon is ignored, but the colon must be there.</summary>
    private bool IsKey(ReadOnlySpan<char> base64)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (!Convert.TryFromBase64Chars(base64, bytes, out int length))
        {
            return false;
        }

        int colon = bytes[..length].IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[512];
        return Encoding.UTF8.TryGetBytes(_expectedKey, expected, out int expectedLength) &&
            expected[..expectedLength].SequenceEqual(bytes[..colon]);
    }

    private bool Acquire(RateLimiter limiter, HttpResponse response)
    {
        RateLimit limit = limiter.RateLimit;
        RateLimitDecision decision = limiter.Acquire(_time.GetElapsedTime(_start));
        if (limit.Headers == RateLimitHeaders.Always || (!decision.Granted && limit.Headers == RateLimitHeaders.OnRefusal))
        {
            RateLimitHeaderWriter.Write(response, limit.Limit, decision.Reset, limit.Interval);
        }

        if (!decision.Granted && limit.RetryAfter)
        {
            response.Headers.RetryAfter = RateLimitHeaderWriter.WholeSeconds(decision.Reset);
        }

        return decision.Granted;
    }

    private ValueTask SendAsync(HttpContext context, DateTimeOffset arrival, ApiAnswer answer)
    {
        Count(context, arrival, answer.Status, fault: null);
        return context.Response.SendAsync(answer, Compress);
    }

    private void SetStandardHeaders(HttpResponse response)
    {
        string id = RequestId((ulong)Interlocked.Increment(ref _requestNumber));
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers["x-ik-requestid"] = id;
        response.Headers["x-request-id"] = id;
    }

    private string RequestId(ulong number)
    {
        ulong high = StableHash.Mix(_seed ^ number);
        ulong low = StableHash.Mix(high + number);
        return new Guid(
            (int)(high >> 32), (short)(high >> 16), (short)high,
            (byte)(low >> 56), (byte)(low >> 48), (byte)(low >> 40), (byte)(low >> 32),
            (byte)(low >> 24), (byte)(low >> 16), (byte)(low >> 8), (byte)low).ToString("D", CultureInfo.InvariantCulture);
    }

    private void Count(HttpContext context, DateTimeOffset arrival, int status, FaultKind? fault)
    {
        _statistics.Count(status, fault is not null);
        if (!_log.IsEnabled)
        {
            return;
        }

        HttpRequest request = context.Request;
        _log.Add(new ReceivedRequest
        {
            Time = arrival,
            Method = request.Method,
            Path = request.Path.Value ?? "",
            RawQuery = request.QueryString.Value ?? "",
            Url = new ApiQuery(request.QueryString.Value).Get("url"),
            Status = status,
            Fault = fault,
            HasAuthorization = request.Headers.ContainsKey("Authorization"),
            UserAgent = request.Headers.UserAgent.ToString(),
            AcceptEncoding = request.Headers.AcceptEncoding.ToString(),
        });
    }
}
