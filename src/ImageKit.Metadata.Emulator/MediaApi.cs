using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageKit.Metadata.Emulator;

/// <summary>A request that the service refuses, with the status and the message of its response.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">The service's message.</param>
public sealed class RefusedRequestException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}

/// <summary>A status and a complete body.</summary>
internal readonly record struct ApiResponse(int Status, ReadOnlyMemory<byte> Body, string ContentType = ApiResponse.Json)
{
    public const string Json = "application/json; charset=utf-8";
    public const string InternalError = "We have experienced an internal error while processing your request.";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly ApiResponse FileNotFound = Error(404, "The requested file does not exist or is inaccessible at this time.");
    public static readonly ApiResponse InvalidFileId = Error(400, "Your request contains invalid fileId parameter.", ("type", "INVALID_PARAM_ERROR"));
    public static readonly ApiResponse TooManyRequests = Of(429, new JsonObject { ["message"] = "You have exceeded the rate limit of this API." });

    public static ApiResponse Of(int status, JsonNode body) => new(status, JsonSerializer.SerializeToUtf8Bytes(body, Relaxed));

    public static ApiResponse Page(int status, string html) => new(status, Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");

    public static ApiResponse Error(int status, string message, params (string Name, JsonNode Value)[] more)
    {
        JsonObject body = new() { ["message"] = message, ["help"] = "For support kindly contact us at support@imagekit.io." };
        foreach ((string name, JsonNode value) in more)
        {
            body[name] = value;
        }

        return Of(status, body);
    }

    public static void SetRateLimit(HttpResponse response, int limit, TimeSpan reset, TimeSpan interval)
    {
        // Rounded up: a client that waits exactly as long as requested must be let in.
        response.Headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-RateLimit-Reset"] = ((long)Math.Ceiling(reset.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
        response.Headers["X-RateLimit-Interval"] = ((long)Math.Ceiling(interval.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
    }

    public static string WholeSeconds(TimeSpan wait) => ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public async ValueTask SendAsync(HttpResponse response, bool compress = false)
    {
        bool packs = compress && !Body.IsEmpty && response.HttpContext.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        ReadOnlyMemory<byte> body = packs ? Compressed() : Body;
        (response.StatusCode, response.ContentType, response.ContentLength) = (Status, ContentType, body.Length);
        (response.Headers.ContentEncoding, response.Headers.Vary) = packs ? ("gzip", "Accept-Encoding") : default((string, string));
        response.Headers.ETag = Status == 200 ? $"W/\"{Body.Length:x}-{StableHash.Of(Body.Span):x16}\"" : default(string);
        await response.BodyWriter.WriteAsync(body);
    }

    private byte[] Compressed()
    {
        using MemoryStream target = new();
        using (GZipStream packer = new(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            packer.Write(Body.Span);
        }

        return target.ToArray();
    }
}

/// <summary>A raw query, read as strictly as a server reads it: a parameter ends at an unencoded <c>&amp;</c>, a value is decoded exactly once.</summary>
internal static class ApiQuery
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The decoded first value of a parameter; null if it is absent or not valid percent-encoded UTF-8.</summary>
    public static string? Get(string? query, string name)
    {
        foreach (string pair in (query ?? "").TrimStart('?').Split('&'))
        {
            if (pair.StartsWith(name, StringComparison.Ordinal) && (pair.Length == name.Length || pair[name.Length] == '='))
            {
                return Decode(pair[Math.Min(pair.Length, name.Length + 1)..]);
            }
        }

        return null;
    }

    public static async Task<string> ReadTextAsync(this Stream body, CancellationToken cancellation)
    {
        using StreamReader reader = new(body);
        return await reader.ReadToEndAsync(cancellation);
    }

    public static string? Decode(string text)
    {
        try
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return StrictUtf8.GetString(WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>A request for a known endpoint.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Subject">The decoded URL, the file ID or IDs, or the raw query of a list.</param>
/// <param name="Body">The body of a write.</param>
internal sealed record ApiRequest(EndpointGroup Endpoint, string Subject, JsonObject? Body = null)
{
    public static ApiRequest? Parse(HttpRequest request, string body)
    {
        string path = request.Path.Value ?? "";
        return (request.Method, path.Split('/')) switch
        {
            ("GET", ["", "v1", "metadata"]) => new ApiRequest(EndpointGroup.MetadataByUrl, ApiQuery.Get(request.QueryString.Value, "url") ?? ""),
            ("GET", ["", "v1", "files"]) => new ApiRequest(EndpointGroup.List, request.QueryString.Value ?? ""),
            ("GET", ["", "v1", "customMetadataFields"]) => new ApiRequest(EndpointGroup.CustomMetadataFields, ""),
            ("GET", ["", "v1", "files", { Length: > 0 } id, "metadata"]) => new ApiRequest(EndpointGroup.MetadataById, id),
            ("GET", ["", "v1", "files", { Length: > 0 } id, "details"]) => new ApiRequest(EndpointGroup.Details, id),
            ("PATCH", ["", "v1", "files", { Length: > 0 } id, "details"]) => new ApiRequest(EndpointGroup.UpdateDetails, id, ParseBody(body)),
            ("POST", ["", "v1", "files", "addTags"]) => ForFiles(EndpointGroup.AddTags, ParseBody(body)),
            ("POST", ["", "v1", "files", "removeTags"]) => ForFiles(EndpointGroup.RemoveTags, ParseBody(body)),
            _ => null,
        };
    }

    private static ApiRequest ForFiles(EndpointGroup endpoint, JsonObject? body) =>
        new(endpoint, string.Join(',', FileChanges.Texts(body?["fileIds"]) ?? []), body);

    private static JsonObject? ParseBody(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// The way of an API request: down? → latency → key → rate limit → fault → endpoint. Everything is counted and logged
/// before the first byte of the response leaves, so that a client that has its response finds itself counted.
/// </summary>
internal sealed class MediaApi(ImageKitEmulator emulator, EmulatorOptions options, FaultSender faultSender)
{
    private readonly TimeProvider _time = options.TimeProvider;
    private readonly long _start = options.TimeProvider.GetTimestamp();
    private readonly ImageSource _images = new(emulator.Library, emulator.UrlEndpoint);
    private readonly FileList _list = new(emulator.Library, emulator.UrlEndpoint);
    private readonly FileChanges _changes = new(emulator.Library, emulator.UrlEndpoint, emulator.FailingFiles);
    private readonly RateLimiter?[] _limiters = new RateLimiter?[Enum.GetValues<EndpointGroup>().Length];
    private long _requestNumber;
    private int _listPages;

    public void SetRateLimit(EndpointGroup endpoint, RateLimit? limit) => Volatile.Write(ref _limiters[(int)endpoint], limit is null ? null : new RateLimiter(limit));

    public Task DeliverAsync(HttpContext context) => _images.DeliverAsync(context);

    public async Task HandleAsync(HttpContext context)
    {
        DateTimeOffset arrival = emulator.RequestLog.IsEnabled ? _time.GetUtcNow() : default;
        string body = HttpMethods.IsGet(context.Request.Method) ? "" : await context.Request.Body.ReadTextAsync(context.RequestAborted);
        ApiRequest? request = ApiRequest.Parse(context.Request, body);
        emulator.Statistics.Begin(request?.Endpoint);
        try
        {
            await RespondAsync(context, request, (response, fault) => Count(context, request, arrival, body, response, fault));
        }
        catch (OperationCanceledException)
        {
            // The client went away, or the emulator stops: nobody waits for a response.
            context.Abort();
        }
        finally
        {
            emulator.Statistics.End();
        }
    }

    private async Task RespondAsync(HttpContext context, ApiRequest? request, Action<int, FaultKind?> count)
    {
        if (emulator.IsDown)
        {
            count(FaultSender.StatusOf(emulator.DownAs), emulator.DownAs);
            SetStandardHeaders(context.Response);
            await faultSender.SendAsync(context, new Fault { Kind = emulator.DownAs }, default);
            return;
        }

        if (emulator.Latency > TimeSpan.Zero)
        {
            await Task.Delay(emulator.Latency, context.RequestAborted);
        }

        SetStandardHeaders(context.Response);
        ApiResponse? refusal = CheckKey(context.Request.Headers.Authorization.ToString())
            ?? (request is null ? ApiResponse.Error(404, "The requested API does not exist.") : CheckRateLimit(request.Endpoint, context.Response));
        if (refusal is null && emulator.Faults.Next(request!.Endpoint, request.Subject) is Fault fault)
        {
            ApiResponse usual = FaultSender.NeedsResponse(fault.Kind) ? Handle(request) : default;
            count(FaultSender.StatusOf(fault.Kind), fault.Kind);
            await faultSender.SendAsync(context, fault, usual.Status is 200 or 207 ? usual : new ApiResponse(200, RecordedMetadata.Generate(request.Subject)));
            return;
        }

        ApiResponse response = refusal ?? Handle(request!);
        count(response.Status, null);
        await response.SendAsync(context.Response, options.Compress);
    }

    private ApiResponse Handle(ApiRequest request)
    {
        try
        {
            // The text for a missing URL is not published.
            return request.Endpoint switch
            {
                EndpointGroup.MetadataByUrl when request.Subject.Length == 0 => ApiResponse.Error(400, "Your request is missing the url query parameter."),
                EndpointGroup.MetadataByUrl => _images.MetadataByUrl(request.Subject),
                EndpointGroup.MetadataById => _images.MetadataById(request.Subject),
                EndpointGroup.List => ListPage(request.Subject),
                EndpointGroup.Details => _list.Details(request.Subject),
                EndpointGroup.CustomMetadataFields => FileChanges.CustomMetadataFields,
                _ => _changes.Apply(request),
            };
        }
        catch (RefusedRequestException exception)
        {
            return ApiResponse.Error(exception.Status, exception.Message);
        }
    }

    private ApiResponse ListPage(string query)
    {
        ApiResponse page = _list.List(query);
        emulator.AfterListPage?.Invoke(Interlocked.Increment(ref _listPages));
        return page;
    }

    /// <summary>The user name is the key; whatever follows the colon is ignored, but the colon must be there.</summary>
    private ApiResponse? CheckKey(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return ApiResponse.Error(401, "Your request does not contain private API key.");
        }

        Span<byte> bytes = stackalloc byte[512];
        bool isKey = Convert.TryFromBase64Chars(header.AsSpan("Basic ".Length).Trim(), bytes, out int length) && bytes[..length].IndexOf((byte)':') is >= 0 and int colon &&
            bytes[..colon].SequenceEqual(Encoding.UTF8.GetBytes(options.PrivateKey));
        return isKey ? null : ApiResponse.Error(403, "Your account cannot be authenticated.");
    }

    private ApiResponse? CheckRateLimit(EndpointGroup endpoint, HttpResponse response)
    {
        if (Volatile.Read(ref _limiters[(int)endpoint]) is not RateLimiter limiter)
        {
            return null;
        }

        RateLimit limit = limiter.RateLimit;
        RateLimitDecision decision = limiter.Acquire(_time.GetElapsedTime(_start));
        if (limit.Headers == RateLimitHeaders.Always || (!decision.Granted && limit.Headers == RateLimitHeaders.OnRefusal))
        {
            ApiResponse.SetRateLimit(response, limit.Limit, decision.Reset, limit.Interval);
        }

        response.Headers.RetryAfter = !decision.Granted && limit.RetryAfter ? ApiResponse.WholeSeconds(decision.Reset) : default(string);
        return decision.Granted ? null : ApiResponse.TooManyRequests;
    }

    private void SetStandardHeaders(HttpResponse response)
    {
        ulong high = StableHash.Mix((ulong)Interlocked.Increment(ref _requestNumber));
        string id = new Guid((uint)high, (ushort)(high >> 32), (ushort)(high >> 48), 1, 2, 3, 4, 5, 6, 7, 8).ToString("D", CultureInfo.InvariantCulture);
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers["x-ik-requestid"] = response.Headers["x-request-id"] = id;
    }

    private void Count(HttpContext context, ApiRequest? request, DateTimeOffset arrival, string body, int status, FaultKind? fault)
    {
        emulator.Statistics.Count(request?.Endpoint, status, fault is not null);
        if (emulator.RequestLog.IsEnabled)
        {
            HttpRequest http = context.Request;
            emulator.RequestLog.Add(new ReceivedRequest(
                arrival, http.Method, http.Path.Value ?? "", http.QueryString.Value ?? "", ApiQuery.Get(http.QueryString.Value, "url"), body, status, fault,
                http.Headers.ContainsKey("Authorization"), http.Headers.UserAgent.ToString()));
        }
    }
}
