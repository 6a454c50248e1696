using System.Collections;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace ImageKit.Metadata.Emulator;

/// <summary>A way of failing. Any image whose URL contains <c>/faults/&lt;kind in kebab case&gt;/</c> fails that way, too.</summary>
public enum FaultKind
{
    /// <summary>500 with the service's own message.</summary>
    InternalError,
    /// <summary>503 with the service's own message.</summary>
    ServiceUnavailable,
    /// <summary>502 with an HTML page, as a gateway sends it.</summary>
    BadGateway,
    /// <summary>429, with the rate-limit headers unless <see cref="Fault.OmitRateLimitHeaders"/> is set.</summary>
    TooManyRequests,
    /// <summary>The connection is aborted before any response, and a write is not applied.</summary>
    Reset,
    /// <summary>A write is applied, and the connection is aborted before any response.</summary>
    AppliedButDropped,
    /// <summary>Headers and half of the body arrive, then nothing until the client goes away.</summary>
    Stall,
    /// <summary>Nothing at all arrives until the client goes away.</summary>
    StallBeforeHeaders,
    /// <summary>A Content-Length is announced, half of it is sent, and the connection closes.</summary>
    CutOff,
    /// <summary>200 with a page of HTML.</summary>
    Html,
    /// <summary>200 with no body.</summary>
    EmptyBody,
    /// <summary>200 with a valid JSON body of 100 MB, chunked.</summary>
    Huge,
    /// <summary>200 with JSON nested 20,000 levels deep.</summary>
    Nested,
    /// <summary>302 to <c>/elsewhere</c> on the emulator.</summary>
    Redirect,
    /// <summary>404 with the service's own message.</summary>
    NotFound,
    /// <summary>200 with a JSON array instead of an object.</summary>
    WrongShape,
    /// <summary>200 with fields at the top level that no document mentions.</summary>
    UnknownFields,
    /// <summary>200, one byte of the body at a time (ten a second).</summary>
    Slow,
    /// <summary>400 whose message repeats the header Authorization, with escaped slashes.</summary>
    EchoInError,
    /// <summary>200 with fields that repeat the header Authorization and the key.</summary>
    EchoInData,
}

/// <summary>A rule: which requests it hits, and what happens to them.</summary>
public sealed record Fault
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }
    /// <summary>The endpoint; null for every endpoint.</summary>
    public EndpointGroup? Endpoint { get; init; }
    /// <summary>A part of the decoded <c>url</c>, of the file ID or IDs, or of the raw query of a list; null for every request.</summary>
    public string? Match { get; init; }
    /// <summary>Only the first so many requests of each URL or file ID are hit; null for all of them.</summary>
    public int? FirstAttempts { get; init; }
    /// <summary>1 hits each URL; N hits about one URL in N, chosen by a stable hash of its text: see <see cref="Covers"/>.</summary>
    public int Every { get; init; } = 1;
    /// <summary>The wait that a 429 requests, one second when null; otherwise it is also sent as <c>Retry-After</c>, with 5xx too.</summary>
    public TimeSpan? RetryAfter { get; init; }
    /// <summary>A 429 without any <c>X-RateLimit-*</c> header.</summary>
    public bool OmitRateLimitHeaders { get; init; }

    /// <summary>Whether the rule applies to a URL, file IDs or a list query, endpoint and attempts aside.</summary>
    public bool Covers(string subject) =>
        (Match is null || subject.Contains(Match, StringComparison.Ordinal)) && (Every <= 1 || StableHash.Of(subject) % (ulong)Every == 0);

    /// <summary>The kind that a URL requests with <c>/faults/&lt;kind&gt;/</c>; null if it requests none.</summary>
    public static FaultKind? FromUrl(string url)
    {
        string[] parts = url.Split("/faults/", 2);
        return parts.Length == 2 && parts[1].IndexOf('/', StringComparison.Ordinal) is > 0 and int end &&
            Enum.TryParse(parts[1][..end].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out FaultKind kind) && Enum.IsDefined(kind) ? kind : null;
    }
}

/// <summary>The faults in force. May be changed while requests are running; the first fault that hits wins.</summary>
public sealed class FaultCollection : IReadOnlyCollection<Fault>
{
    private readonly object _gate = new();
    private volatile (Fault Fault, ConcurrentDictionary<string, int> Attempts)[] _entries = [];

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <summary>Adds a fault after the present ones. Its count of attempts starts at zero.</summary>
    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _entries = [.. _entries, (fault, new ConcurrentDictionary<string, int>(StringComparer.Ordinal))];
        }
    }

    /// <summary>Removes every fault.</summary>
    public void Clear() => _entries = [];

    /// <summary>Removes one fault; false if it was not there.</summary>
    public bool Remove(Fault fault)
    {
        lock (_gate)
        {
            int before = Count;
            _entries = [.. _entries.Where(entry => entry.Fault != fault)];
            return Count < before;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Fault> GetEnumerator() => _entries.Select(entry => entry.Fault).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The fault that hits this request, which counts as an attempt; null if none does.</summary>
    internal Fault? Next(EndpointGroup endpoint, string subject)
    {
        foreach ((Fault fault, ConcurrentDictionary<string, int> attempts) in _entries)
        {
            if ((fault.Endpoint is null || fault.Endpoint == endpoint) && fault.Covers(subject) &&
                (fault.FirstAttempts is not int first || attempts.AddOrUpdate(subject, 1, static (_, count) => count + 1) <= first))
            {
                return fault;
            }
        }

        return Fault.FromUrl(subject) is FaultKind kind ? new Fault { Kind = kind } : null;
    }
}

/// <summary>Sends one of the wrong responses.</summary>
internal sealed class FaultSender(Uri redirectTarget, CancellationToken stopping)
{
    private static readonly ApiResponse Gateway = ApiResponse.Page(502, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n");
    private static readonly ApiResponse SignIn = ApiResponse.Page(200, "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in to the guest network</h1></body></html>\n");
    private static readonly ApiResponse Nested = new(200, Encoding.ASCII.GetBytes("{\"exif\":{\"makernote\":" + new string('[', 20_000) + new string(']', 20_000) + "}}"));
    private const string UnknownFields = ",\"mimeType\":\"image/jpeg\",\"colorSpace\":\"srgb\",\"frames\":1,\"dominantColors\":[\"#102030\",\"#405060\"],\"c2pa\":{\"verified\":null}}";

    /// <summary>Whether the request is handled before the fault, and spoils its response.</summary>
    public static bool NeedsResponse(FaultKind kind) =>
        kind is FaultKind.AppliedButDropped or FaultKind.Stall or FaultKind.CutOff or FaultKind.WrongShape or FaultKind.UnknownFields or FaultKind.Slow or FaultKind.EchoInData;

    /// <summary>The status that a kind sends; 0 for none.</summary>
    public static int StatusOf(FaultKind kind) => kind switch
    {
        FaultKind.InternalError => 500,
        FaultKind.ServiceUnavailable => 503,
        FaultKind.BadGateway => 502,
        FaultKind.TooManyRequests => 429,
        FaultKind.Redirect => 302,
        FaultKind.NotFound => 404,
        FaultKind.EchoInError => 400,
        FaultKind.Reset or FaultKind.AppliedButDropped or FaultKind.StallBeforeHeaders => 0,
        _ => 200,
    };

    public async Task SendAsync(HttpContext context, Fault fault, ApiResponse usual)
    {
        HttpResponse response = context.Response;
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        response.Headers.RetryAfter = fault.RetryAfter is TimeSpan wait && StatusOf(fault.Kind) is 429 or >= 500 ? ApiResponse.WholeSeconds(wait) : default(string);
        if (fault is { Kind: FaultKind.TooManyRequests, OmitRateLimitHeaders: false })
        {
            TimeSpan reset = fault.RetryAfter ?? TimeSpan.FromSeconds(1);
            ApiResponse.SetRateLimit(response, limit: 10, reset, interval: reset);
        }

        switch (fault.Kind)
        {
            case FaultKind.Reset or FaultKind.AppliedButDropped:
                context.Abort();
                break;
            case FaultKind.Stall or FaultKind.CutOff:
                // Returning with less than announced makes the server send what there is, and then close the connection.
                response.Headers.Connection = fault.Kind == FaultKind.CutOff ? "close" : default(string);
                Start(response, usual.Body.Length);
                await response.BodyWriter.WriteAsync(usual.Body[..(usual.Body.Length / 2)], gone.Token);
                await Task.Delay(fault.Kind == FaultKind.CutOff ? 0 : Timeout.Infinite, gone.Token);
                break;
            case FaultKind.StallBeforeHeaders:
                await Task.Delay(Timeout.Infinite, gone.Token);
                break;
            case FaultKind.Huge:
                Start(response, null);
                await response.BodyWriter.WriteAsync("{\"exif\":{\"makernote\":{\"blob\":\""u8.ToArray(), gone.Token);
                byte[] filling = Encoding.ASCII.GetBytes(new string('A', 100_000));
                for (int i = 0; i < 1000; i++)
                {
                    await response.BodyWriter.WriteAsync(filling, gone.Token);
                }

                await response.BodyWriter.WriteAsync("\"}}}"u8.ToArray(), gone.Token);
                break;
            case FaultKind.Slow:
                Start(response, usual.Body.Length);
                for (int i = 0; i < usual.Body.Length; i++)
                {
                    await response.BodyWriter.WriteAsync(usual.Body.Slice(i, 1), gone.Token);
                    await Task.Delay(100, gone.Token);
                }

                break;
            default:
                response.Headers.Location = fault.Kind == FaultKind.Redirect ? redirectTarget.AbsoluteUri : default(string);
                await Wrong(fault.Kind, usual, context.Request.Headers.Authorization.ToString()).SendAsync(response);
                break;
        }
    }

    private static ApiResponse Wrong(FaultKind kind, ApiResponse usual, string authorization) => kind switch
    {
        FaultKind.InternalError or FaultKind.ServiceUnavailable => ApiResponse.Error(StatusOf(kind), ApiResponse.InternalError),
        FaultKind.BadGateway => Gateway,
        FaultKind.TooManyRequests => ApiResponse.TooManyRequests,
        FaultKind.Html => SignIn,
        FaultKind.Nested => Nested,
        FaultKind.Redirect => ApiResponse.Page(302, ""),
        FaultKind.NotFound => ApiResponse.FileNotFound,
        FaultKind.WrongShape => new ApiResponse(200, (byte[])[(byte)'[', .. usual.Body.Span, (byte)']']),
        FaultKind.UnknownFields => Extend(usual, UnknownFields),
        FaultKind.EchoInError => new ApiResponse(400, Encoding.UTF8.GetBytes($$"""{"message":"Cannot serve Authorization: {{authorization.Replace("/", "\\/", StringComparison.Ordinal)}}"}""")),
        FaultKind.EchoInData => Extend(usual, $",\"request\":{{\"authorization\":{JsonSerializer.Serialize(authorization)},\"key\":{JsonSerializer.Serialize(Decode(authorization))}}}}}"),
        _ => new ApiResponse(200, Array.Empty<byte>()),
    };

    private static ApiResponse Extend(ApiResponse usual, string fields) =>
        new(200, (byte[])[.. usual.Body.Span.TrimEnd(" \r\n"u8)[..^1], .. Encoding.UTF8.GetBytes(fields)]);

    private static string Decode(string authorization) => Encoding.UTF8.GetString(Convert.FromBase64String(authorization["Basic ".Length..]));

    private static void Start(HttpResponse response, long? length) =>
        (response.StatusCode, response.ContentType, response.ContentLength) = (200, ApiResponse.Json, length);
}
