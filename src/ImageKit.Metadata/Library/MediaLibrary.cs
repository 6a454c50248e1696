using ImageKit.Metadata.Http;
using ImageKit.Metadata.Models;

namespace ImageKit.Metadata;

/// <summary>The media library of an account, as a client reaches it.</summary>
public static class MediaLibrary
{
    /// <summary>One page of the contents of the media library.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list; null for every file, in the order of upload.</param>
    /// <param name="skip">How many elements to skip.</param>
    /// <param name="limit">How many elements to request, 1 to <see cref="MediaListRequest.LargestPage"/>. A shorter page is the last.</param>
    /// <param name="options">Timeout and retries; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the request, its retries and its waits.</param>
    /// <returns>Objects of the types <see cref="MediaFile"/> and <see cref="MediaFolder"/>.</returns>
    /// <exception cref="ImageKitException">The service refused the request, or gave no usable response.</exception>
    /// <remarks>
    /// The service counts from the start of the list anew for each page. If the library changes meanwhile, what moved may be
    /// on two pages, or on none.
    /// </remarks>
    public static async Task<IReadOnlyList<MediaItem>> ListAsync(
        this ImageKitClient client,
        MediaListRequest? request = null,
        long skip = 0,
        int limit = MediaListRequest.LargestPage,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ServiceRequest page = (request ?? new MediaListRequest()).ToServiceRequest(skip, limit);
        return await client.SendAsync(page, static body => MediaFileParser.ReadList(body.Span), options, cancellationToken).ConfigureAwait(false);
    }
}
