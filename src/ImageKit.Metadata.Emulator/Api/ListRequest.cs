using System.Globalization;

namespace ImageKit.Metadata.Emulator;

/// <summary>The parameters of a list, checked as the service checks them.</summary>
internal sealed class ListRequest
{
    private const int MaximumLimit = 1000;

    private static readonly string[] Types = ["file", "file-version", "folder", "all"];
    private static readonly string[] FileTypes = ["all", "image", "non-image"];
    private static readonly string[] SortKeys = ["NAME", "CREATED", "UPDATED", "HEIGHT", "WIDTH", "SIZE", "RELEVANCE"];

    public required string Type { get; init; }

    public required string SortKey { get; init; }

    public required bool Descends { get; init; }

    public string? Path { get; init; }

    public SearchQuery? Search { get; init; }

    public required string FileType { get; init; }

    public required int Limit { get; init; }

    public required int Skip { get; init; }

    public string[] Tags { get; init; } = [];

    public string? Name { get; init; }

    /// <exception cref="ListRequestException">The service would answer 400.</exception>
    /// <exception cref="SearchQueryException">The service would answer 400.</exception>
    public static ListRequest Parse(ApiQuery query)
    {
        int skip = Number(query, "skip", 0);
        int limit = Number(query, "limit", MaximumLimit);
        string sort = query.Get("sort") ?? "ASC_CREATED";
        string type = query.Get("type") ?? "file";
        string fileType = query.Get("fileType") ?? "all";
        string? search = query.Get("searchQuery");
        string[] sortParts = sort.Split('_');
        Check(skip >= 0, $"The value of skip parameter should be greater than or equal to 0. Value sent is {skip}.");
        Check(limit >= 1, $"Minimum value of limit parameter is 1. Value sent is {limit}.");
        Check(limit <= MaximumLimit, $"Maximum value of limit parameter is {MaximumLimit}. Value sent is {limit}.");
        Check(
            sortParts is ["ASC" or "DESC", string key] && SortKeys.Contains(key),
            "Your request contains invalid value for sort parameters.");
        Check(
            Types.Contains(type),
            "Your request contains invalid value for type parameter. Please provide one of the following: file, file-version, folder, all.");
        Check(
            FileTypes.Contains(fileType),
            "Your request contains invalid value for fileType parameter. Please provide one of the following: all, image, non-image.");

        bool searches = !string.IsNullOrEmpty(search);
        bool withFolders = query.Get("includeFolder") == "true";
        return new ListRequest
        {
            Type = type == "file" && withFolders ? "all" : type,
            SortKey = sortParts[1],
            Descends = sortParts[0] == "DESC",
            Path = query.Get("path") is string path ? FolderPath.Normalise(path) : null,
            Search = searches ? SearchQuery.Parse(search!) : null,
            FileType = fileType,
            Limit = limit,
            Skip = skip,
            Tags = searches ? [] : query.Get("tags")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Name = searches ? null : query.Get("name"),
        };
    }

    private static int Number(ApiQuery query, string name, int fallback) =>
        query.Get(name) is not string text ? fallback
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
            : throw new ListRequestException($"Your request contains invalid value for {name} parameter.");

    private static void Check(bool isFine, string message)
    {
        if (!isFine)
        {
            throw new ListRequestException(message);
        }
    }
}
