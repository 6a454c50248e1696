using System.Collections.Concurrent;

namespace ImageKit.Metadata.Emulator;

/// <summary>The endpoints that have a rate limit of their own.</summary>
public enum EndpointGroup
{
    /// <summary><c>GET /v1/metadata?url=</c></summary>
    MetadataByUrl,
    /// <summary><c>GET /v1/files/{fileId}/metadata</c></summary>
    MetadataById,
    /// <summary><c>GET /v1/files</c></summary>
    List,
    /// <summary><c>GET /v1/files/{fileId}/details</c></summary>
    Details,
    /// <summary><c>GET /v1/customMetadataFields</c></summary>
    CustomMetadataFields,
    /// <summary><c>POST /v1/files/addTags</c></summary>
    AddTags,
    /// <summary><c>POST /v1/files/removeTags</c></summary>
    RemoveTags,
    /// <summary><c>PATCH /v1/files/{fileId}/details</c></summary>
    UpdateDetails,
}

/// <summary>Counts of the requests of some endpoints.</summary>
/// <param name="Received">Requests that arrived.</param>
/// <param name="Refused">Requests of these that were refused with 429, by a rate limit or a fault.</param>
public readonly record struct RequestCount(long Received, long Refused);

/// <summary>Counts of API requests (delivered images are not counted). Thread-safe.</summary>
public sealed class EmulatorStatistics
{
    private readonly long[] _received = new long[Enum.GetValues<EndpointGroup>().Length];
    private readonly long[] _refusedByEndpoint = new long[Enum.GetValues<EndpointGroup>().Length];
    private long _requests;
    private long _answered;
    private long _refused;
    private long _faulted;
    private int _inFlight;
    private int _maximumInFlight;

    /// <summary>Requests that arrived.</summary>
    public long Requests => Interlocked.Read(ref _requests);
    /// <summary>Requests with a regular response, 200 or 207.</summary>
    public long Answered => Interlocked.Read(ref _answered);
    /// <summary>Requests refused with 429, by a rate limit or a fault.</summary>
    public long Refused => Interlocked.Read(ref _refused);
    /// <summary>Requests hit by a fault, or that arrived while the emulator was down.</summary>
    public long Faulted => Interlocked.Read(ref _faulted);
    /// <summary>List requests.</summary>
    public RequestCount Listing => Of(EndpointGroup.List);
    /// <summary>Metadata requests, by URL and by file ID.</summary>
    public RequestCount Metadata => Of(EndpointGroup.MetadataByUrl, EndpointGroup.MetadataById);
    /// <summary>Requests for the details of a file.</summary>
    public RequestCount Details => Of(EndpointGroup.Details);
    /// <summary>Requests for the custom metadata fields.</summary>
    public RequestCount CustomMetadataFields => Of(EndpointGroup.CustomMetadataFields);
    /// <summary>Requests that change files.</summary>
    public RequestCount Writes => Of(EndpointGroup.AddTags, EndpointGroup.RemoveTags, EndpointGroup.UpdateDetails);
    /// <summary>Requests being handled now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);
    /// <summary>The most requests that were being handled at one time.</summary>
    public int MaximumInFlight => Volatile.Read(ref _maximumInFlight);

    /// <summary>Sets every count to zero except <see cref="InFlight"/>.</summary>
    public void Reset()
    {
        _requests = _answered = _refused = _faulted = 0;
        Interlocked.Exchange(ref _maximumInFlight, InFlight);
        Array.Clear(_received);
        Array.Clear(_refusedByEndpoint);
    }

    internal void Begin(EndpointGroup? endpoint)
    {
        Interlocked.Increment(ref _requests);
        if (endpoint is EndpointGroup known)
        {
            Interlocked.Increment(ref _received[(int)known]);
        }

        int now = Interlocked.Increment(ref _inFlight);
        int maximum = Volatile.Read(ref _maximumInFlight);
        while (now > maximum)
        {
            maximum = Interlocked.CompareExchange(ref _maximumInFlight, now, maximum);
        }
    }

    internal void End() => Interlocked.Decrement(ref _inFlight);

    internal void Count(EndpointGroup? endpoint, int status, bool faulted)
    {
        if (faulted)
        {
            Interlocked.Increment(ref _faulted);
        }
        else if (status is 200 or 207)
        {
            Interlocked.Increment(ref _answered);
        }

        if (status == 429)
        {
            Interlocked.Increment(ref _refused);
            Interlocked.Increment(ref _refusedByEndpoint[(int)endpoint!]);
        }
    }

    private RequestCount Of(params EndpointGroup[] endpoints) => new(
        endpoints.Sum(endpoint => Interlocked.Read(ref _received[(int)endpoint])),
        endpoints.Sum(endpoint => Interlocked.Read(ref _refusedByEndpoint[(int)endpoint])));
}

/// <summary>One API request as it arrived, and its response.</summary>
/// <param name="Time">When it arrived, UTC.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, decoded.</param>
/// <param name="RawQuery">The query as sent, undecoded, with its question mark; empty if there was none.</param>
/// <param name="Url">The value of <c>url</c>, decoded once; null if there was none.</param>
/// <param name="Body">The body of a write as sent; empty if there was none.</param>
/// <param name="Status">The status sent; 0 when the connection was aborted without one.</param>
/// <param name="Fault">The fault that hit it; null for none.</param>
/// <param name="HasAuthorization">Whether an <c>Authorization</c> header came with it.</param>
/// <param name="UserAgent">The <c>User-Agent</c> header; empty if there was none.</param>
public sealed record ReceivedRequest(
    DateTimeOffset Time, string Method, string Path, string RawQuery, string? Url, string Body, int Status, FaultKind? Fault, bool HasAuthorization, string UserAgent);

/// <summary>The latest API requests, oldest first. A request is in the log before the first byte of its response is sent.</summary>
/// <param name="isEnabled">Whether requests are kept.</param>
public sealed class RequestLog(bool isEnabled)
{
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    /// <summary>Whether requests are kept.</summary>
    public bool IsEnabled => isEnabled;
    /// <summary>A copy of what is kept now.</summary>
    public IReadOnlyList<ReceivedRequest> Snapshot() => _requests.ToArray();
    /// <summary>Removes everything.</summary>
    public void Clear() => _requests.Clear();

    internal void Add(ReceivedRequest request)
    {
        _requests.Enqueue(request);
        while (_requests.Count > 100_000 && _requests.TryDequeue(out _))
        {
        }
    }
}
