using System.Globalization;
using ImageKit.Metadata.Http;

namespace ImageKit.Metadata;

/// <summary>
/// What to list of the media library: the parameters of
/// <see href="https://imagekit.io/docs/api-reference/digital-asset-management-dam/list-and-search-assets">GET /v1/files</see>.
/// </summary>
public sealed class MediaListRequest
{
    /// <summary>The most elements that the service puts on one page.</summary>
    public const int LargestPage = 1000;

    private const int LongestQuery = 32 * 1024;

    /// <summary>The folder to list, that level alone; null for the whole library.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// <c>file</c>, <c>file-version</c>, <c>folder</c> or <c>all</c>; null for files. The service ignores it beside a
    /// <see cref="SearchQuery"/>, which can say <c>type = "folder"</c> itself.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>Images, other files, or all.</summary>
    public MediaFileType FileType { get; init; }

    /// <summary>A search in the service's language, as <see cref="SearchQueryBuilder"/> makes one; null for none.</summary>
    public string? SearchQuery { get; init; }

    /// <summary>The order; by default the time of the upload.</summary>
    public MediaSortKey SortBy { get; init; }

    /// <summary>Whether the order is turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>The request for one page.</summary>
    internal ServiceRequest ToServiceRequest(long skip, int limit)
    {
        List<string> parameters = [];
        Add(parameters, "type", Type);
        Add(parameters, "path", Path);
        Add(parameters, "searchQuery", SearchQuery);
        Add(parameters, "fileType", FileType switch
        {
            MediaFileType.Image => "image",
            MediaFileType.NonImage => "non-image",
            _ => null,
        });
        if (SortBy != MediaSortKey.Created || Descending)
        {
            Add(parameters, "sort", (Descending ? "DESC_" : "ASC_") + SortBy.ToString().ToUpperInvariant());
        }

        Add(parameters, "limit", limit.ToString(CultureInfo.InvariantCulture));
        Add(parameters, "skip", skip == 0 ? null : skip.ToString(CultureInfo.InvariantCulture));

        string pathAndQuery = "v1/files?" + string.Join("&", parameters);
        if (pathAndQuery.Length > LongestQuery)
        {
            throw new ImageKitException(ImageKitErrorKind.BadRequest, "The search is longer than a URL can be.");
        }

        return new ServiceRequest(ServiceEndpoint.ListFiles, pathAndQuery, FormattableString.Invariant($"files {skip + 1} to {skip + limit}"));
    }

    private static void Add(List<string> parameters, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        try
        {
            parameters.Add($"{name}={Uri.EscapeDataString(value!)}");
        }
        catch (UriFormatException exception)
        {
            // .NET Framework refuses half a surrogate pair and very long text, where .NET does not.
            throw new ImageKitException(ImageKitErrorKind.BadRequest, "The search cannot be sent: " + exception.Message, exception);
        }
    }
}
