using System.Security.Cryptography;
using System.Text;
using ImageKit.Metadata.Http;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata;

/// <summary>
/// Requests the metadata of images and the contents of the media library from ImageKit. Thread-safe; one client serves a whole
/// application, and all its requests share one rate gate per endpoint, because the service limits accounts.
/// </summary>
/// <remarks>The API: <see href="https://imagekit.io/docs/api-reference/file-metadata/get-metadata-from-url"/>.</remarks>
public sealed class ImageKitClient : IDisposable
{
    private static readonly TimeSpan GiveUpTime = TimeSpan.FromMinutes(10);

    private readonly RequestChain _chain;
    private readonly string _privateKey;

    /// <summary>Creates a client for one account.</summary>
    /// <param name="privateKey">The account's private key (<c>private_…</c>). It is sent to the API's address and nowhere else.</param>
    /// <param name="options">How to reach the service; null for the defaults.</param>
    /// <exception cref="ArgumentException">The key is empty, or the address is neither https nor http on a loopback address.</exception>
    public ImageKitClient(string privateKey, ImageKitClientOptions? options = null)
        : this(privateKey, options ?? new ImageKitClientOptions(), new SystemClock(), GiveUpTime)
    {
    }

    internal ImageKitClient(string privateKey, ImageKitClientOptions options, IClock clock, TimeSpan giveUpTime)
    {
        if (string.IsNullOrWhiteSpace(privateKey))
        {
            throw new ArgumentException("The private key is empty.", nameof(privateKey));
        }

        if (!IsAcceptableBaseUri(options.ApiBaseUri))
        {
            throw new ArgumentException("The address must be https, or http on a loopback address, and must not contain a user name.", nameof(options));
        }

        Clock = clock;
        ApiBaseUri = options.ApiBaseUri;
        _privateKey = privateKey.Trim();
        _chain = new RequestChain(new Transport(_privateKey, options), options.ApiBaseUri, clock, giveUpTime);
    }

    internal IClock Clock { get; }

    internal Uri ApiBaseUri { get; }

    /// <summary>Whether the key may be sent to this address: https, or http that does not leave the machine.</summary>
    /// <param name="uri">An address for <see cref="ImageKitClientOptions.ApiBaseUri"/>.</param>
    public static bool IsAcceptableBaseUri(Uri uri) => ApiAddress.IsAcceptable(uri);

    /// <summary>
    /// The metadata of the image at a URL: of the original if the URL has no transformation, else of the transformed one.
    /// </summary>
    /// <param name="url">The URL, sent as given but for white space around it: it is percent-encoded once, as a whole.</param>
    /// <param name="options">Timeout and retries; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <exception cref="ImageKitException">The image does not exist, or the response is not usable.</exception>
    public async Task<ImageMetadata> GetMetadataAsync(string url, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        return await GetMetadataAsync(MetadataRequest.ForUrl(url), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The metadata of a file in the media library.</summary>
    /// <param name="fileId">The file's ID.</param>
    /// <param name="options">Timeout and retries; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <exception cref="ImageKitException">The file does not exist, or the response is not usable.</exception>
    public async Task<ImageMetadata> GetFileMetadataAsync(string fileId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        return await GetMetadataAsync(MetadataRequest.ForFile(fileId), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks with the cheapest request whether the service accepts the key.</summary>
    /// <param name="options">Timeout and retries; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ImageKitException">The service does not accept the key, or cannot be reached.</exception>
    public async Task VerifyKeyAsync(RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        // The page of a network that requires a log-in also has status 200: the response must be a list.
        await SendAsync(ServiceRequest.KeyCheck, static body => MediaFileParser.ReadList(body.Span), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The details of a file in the media library.</summary>
    /// <param name="fileId">The file's ID.</param>
    /// <param name="options">Timeout and retries; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <exception cref="ImageKitException">The file does not exist, or the response is not usable.</exception>
    public async Task<MediaFile> GetFileAsync(string fileId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        string id = MetadataRequest.ForFile(fileId).FileId!;
        ServiceRequest request = new(ServiceEndpoint.FileDetails, "v1/files/" + Uri.EscapeDataString(id) + "/details", id);
        return await SendAsync(request, static body => MediaFileParser.ReadFile(body.Span), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The fields of the account's custom metadata.</summary>
    /// <param name="options">Timeout and retries; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <exception cref="ImageKitException">The service refused the request, or gave no usable response.</exception>
    public async Task<IReadOnlyList<CustomMetadataField>> GetCustomMetadataFieldsAsync(RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ServiceRequest request = new(ServiceEndpoint.CustomMetadataFields, "v1/customMetadataFields", "the custom metadata fields");
        return await SendAsync(request, static body => CustomMetadataFieldParser.ReadList(body.Span), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _chain.Dispose();

    /// <summary>Identifies the account by a hash from which its key cannot be found.</summary>
    internal string IdentifyAccount(string salt)
    {
        using HMACSHA256 hmac = new(Encoding.UTF8.GetBytes(salt));
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(_privateKey)), 0, 12);
    }

    /// <summary>What requests for metadata wait for at the moment; null if they do not wait.</summary>
    internal (bool IsServiceDown, TimeSpan Remaining)? CurrentWait()
    {
        if (_chain.Circuit.DownSince is not null)
        {
            return (true, Timeout.InfiniteTimeSpan);
        }

        TimeSpan urls = _chain.Gate(ServiceEndpoint.UrlMetadata).PausedUntil;
        TimeSpan files = _chain.Gate(ServiceEndpoint.FileMetadata).PausedUntil;
        TimeSpan remaining = (urls > files ? urls : files) - Clock.Now;
        return remaining > TimeSpan.Zero ? (false, remaining) : null;
    }

    /// <summary>Requests metadata, and keeps the body of the response with it.</summary>
    internal Task<MetadataResponse> GetMetadataAsync(
        MetadataRequest request, RequestOptions options, ByteBudget.Share share, CancellationToken cancellationToken) =>
        _chain.SendAsync(request.ToServiceRequest(), body => ToResponse(request, body), options, share, cancellationToken);

    private Task<ImageMetadata> GetMetadataAsync(MetadataRequest request, RequestOptions? options, CancellationToken cancellationToken) =>
        SendAsync(request.ToServiceRequest(), body => request.Read(body, DateTime.UtcNow), options, cancellationToken);

    private static MetadataResponse ToResponse(MetadataRequest request, ReadOnlyMemory<byte> body)
    {
        DateTime retrievedAt = DateTime.UtcNow;
        return new MetadataResponse(request.Read(body, retrievedAt), body, retrievedAt);
    }

    /// <summary>Sends a request and parses its response.</summary>
    internal async Task<T> SendAsync<T>(ServiceRequest request, Func<ReadOnlyMemory<byte>, T> parse, RequestOptions? options, CancellationToken cancellationToken)
    {
        using ByteBudget.Share share = _chain.Memory.Open();
        return await _chain.SendAsync(request, parse, options ?? new RequestOptions(), share, cancellationToken).ConfigureAwait(false);
    }
}
