using System.Text.Json;
using ImageKit.Metadata.Bulk;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Models;
using ImageKit.Metadata.Text;

namespace ImageKit.Metadata;

/// <summary>
/// Asks ImageKit for the metadata of images and for what the media library holds. Thread-safe; one client serves a whole
/// application, and all its requests share one rate gate an endpoint, as the service limits accounts.
/// </summary>
/// <remarks>The API: <see href="https://imagekit.io/docs/api-reference/file-metadata/get-metadata-from-url"/>.</remarks>
public sealed class ImageKitClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly RequestChain _chain;
    private readonly string _privateKey;

    /// <summary>Makes a client for one account.</summary>
    /// <param name="privateKey">The account's private key (<c>private_…</c>). It is sent to the API's address and nowhere else.</param>
    /// <param name="options">How to reach the service; null for the service itself.</param>
    /// <exception cref="ArgumentException">There is no key, or the address is neither https nor http on a loopback address.</exception>
    public ImageKitClient(string privateKey, ImageKitClientOptions? options = null)
        : this(privateKey, options ?? new ImageKitClientOptions(), new SystemClock(), Patience)
    {
    }

    internal ImageKitClient(string privateKey, ImageKitClientOptions options, IClock clock, TimeSpan patience)
    {
        if (string.IsNullOrWhiteSpace(privateKey))
        {
            throw new ArgumentException("The private key is empty.", nameof(privateKey));
        }

        if (!IsAcceptableBaseUri(options.ApiBaseUri))
        {
            throw new ArgumentException("The address must be https, or http on a loopback address, and hold no user name.", nameof(options));
        }

        Clock = clock;
        ApiBaseUri = options.ApiBaseUri;
        _privateKey = privateKey.Trim();
        _chain = new RequestChain(new Transport(_privateKey, options), clock, patience);
    }

    internal IClock Clock { get; }

    internal Uri ApiBaseUri { get; }

    /// <summary>Whether the key may be sent to this address: https, or http that does not leave the machine.</summary>
    /// <param name="uri">An address for <see cref="ImageKitClientOptions.ApiBaseUri"/>.</param>
    public static bool IsAcceptableBaseUri(Uri uri) =>
        uri.IsAbsoluteUri && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>
    /// The metadata of the image at a URL: of the original if the URL has no transformation, else of the transformed one.
    /// </summary>
    /// <param name="url">The URL, sent as given but for blanks around it: it is percent-encoded once, as a whole.</param>
    /// <param name="options">How patient to be; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <exception cref="ImageKitException">There is no such image, or no usable answer.</exception>
    public async Task<ImageMetadata> GetMetadataAsync(string url, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        MetadataRequest request = MetadataRequest.ForUrl(url);
        return (await GetMetadataAsync(request, options ?? new RequestOptions(), cancellationToken).ConfigureAwait(false)).Metadata;
    }

    /// <summary>The metadata of a file in the media library.</summary>
    /// <param name="fileId">The file's id.</param>
    /// <param name="options">How patient to be; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <exception cref="ImageKitException">There is no such file, or no usable answer.</exception>
    public async Task<ImageMetadata> GetFileMetadataAsync(string fileId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        MetadataRequest request = MetadataRequest.ForFile(fileId);
        return (await GetMetadataAsync(request, options ?? new RequestOptions(), cancellationToken).ConfigureAwait(false)).Metadata;
    }

    /// <summary>Asks with the cheapest call there is whether the service accepts the key.</summary>
    /// <param name="options">How patient to be; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ImageKitException">It does not, or cannot be reached.</exception>
    public async Task VerifyKeyAsync(RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ServiceRequest request = new(ServiceEndpoint.ListFiles, "v1/files?limit=1", "the private key");
        ServiceResponse response = await _chain.SendAsync(request, options ?? new RequestOptions(), cancellationToken).ConfigureAwait(false);

        // The page of a network that wants a log-in first comes with a 200, too.
        Read(response, static body => MediaFileParser.ReadList(body.Span));
    }

    /// <summary>One page of what the media library holds.</summary>
    /// <param name="request">What to list; null for every file, in the order of upload.</param>
    /// <param name="skip">How many elements to pass over.</param>
    /// <param name="limit">How many elements to ask for, 1 to <see cref="MediaListRequest.LargestPage"/>. Fewer mean that the list is at its end.</param>
    /// <param name="options">How patient to be; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <returns>Objects of the types <see cref="MediaFile"/> and <see cref="MediaFolder"/>.</returns>
    /// <exception cref="ImageKitException">The service refused the request, or gave no usable answer.</exception>
    /// <remarks>
    /// The service counts from the start of the list anew for each page. If the library changes meanwhile, what moved may be
    /// on two pages, or on none.
    /// </remarks>
    public async Task<IReadOnlyList<MediaItem>> ListAsync(
        MediaListRequest? request = null,
        long skip = 0,
        int limit = MediaListRequest.LargestPage,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ServiceRequest page = (request ?? new MediaListRequest()).ToServiceRequest(skip, limit);
        ServiceResponse response = await _chain.SendAsync(page, options ?? new RequestOptions(), cancellationToken).ConfigureAwait(false);
        return Read(response, static body => MediaFileParser.ReadList(body.Span));
    }

    /// <summary>The details of a file in the media library.</summary>
    /// <param name="fileId">The file's id.</param>
    /// <param name="options">How patient to be; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <exception cref="ImageKitException">There is no such file, or no usable answer.</exception>
    public async Task<MediaFile> GetFileAsync(string fileId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        string id = MetadataRequest.ForFile(fileId).FileId!;
        ServiceRequest request = new(ServiceEndpoint.FileDetails, "v1/files/" + Uri.EscapeDataString(id) + "/details", id);
        ServiceResponse response = await _chain.SendAsync(request, options ?? new RequestOptions(), cancellationToken).ConfigureAwait(false);
        return Read(response, static body => MediaFileParser.ReadFile(body.Span));
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _chain.Dispose();

    /// <summary>A mark of the account from which its key cannot be found.</summary>
    internal string IdentifyAccount(string salt) => CheckpointHeader.Hash(_privateKey, salt);

    /// <summary>What requests for metadata wait for at the moment: null, or a reason and when it ends, if that is known.</summary>
    internal (string Reason, TimeSpan? Remaining)? CurrentWait()
    {
        TimeSpan now = Clock.Now;
        if (_chain.Circuit.DownSince is not null)
        {
            return ("the service is down, waiting for it", null);
        }

        TimeSpan urls = _chain.Gate(ServiceEndpoint.UrlMetadata).PausedUntil;
        TimeSpan files = _chain.Gate(ServiceEndpoint.FileMetadata).PausedUntil;
        TimeSpan until = urls > files ? urls : files;
        return until > now ? ("waiting for the rate limit", until - now) : null;
    }

    /// <summary>Asks for metadata and keeps the answer as it came beside it.</summary>
    internal async Task<MetadataResponse> GetMetadataAsync(MetadataRequest request, RequestOptions options, CancellationToken cancellationToken)
    {
        ServiceResponse response = await _chain.SendAsync(request.ToServiceRequest(), options, cancellationToken).ConfigureAwait(false);
        DateTime retrievedAt = DateTime.UtcNow;
        return new MetadataResponse(Read(response, body => request.Read(body, retrievedAt)), response.Body, retrievedAt);
    }

    private static T Read<T>(ServiceResponse response, Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            return read(response.Body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new ImageKitException(ImageKitErrorKind.UnexpectedResponse, DescribeUnreadable(response, exception), exception)
            {
                StatusCode = response.StatusCode,
                RequestId = response.RequestId,
                Attempts = response.Attempts,
            };
        }
    }

    private static string DescribeUnreadable(ServiceResponse response, Exception exception)
    {
        string what = response.Body.Length == 0 ? "is empty" : response.ContentType switch
        {
            null or "application/json" => "cannot be read: " + PlainText.Clean(exception.Message),
            string type => $"is not JSON but {PlainText.Clean(type)}",
        };
        return $"The answer {what}";
    }
}
