using System.Globalization;

namespace ImageKit.Metadata.Emulator;

/// <summary>The fields of search queries: which there are, what they take, and what a file or folder has in them.</summary>
internal static class SearchField
{
    private const string CustomMetadata = "customMetadata.";
    private const string EmbeddedMetadata = "embeddedMetadata.";

    private static readonly Dictionary<string, SearchFieldKind> Kinds = new(StringComparer.Ordinal)
    {
        ["name"] = SearchFieldKind.Text,
        ["tags"] = SearchFieldKind.Text,
        ["type"] = SearchFieldKind.Text,
        ["id"] = SearchFieldKind.Text,
        ["createdAt"] = SearchFieldKind.Date,
        ["updatedAt"] = SearchFieldKind.Date,
        ["width"] = SearchFieldKind.Number,
        ["height"] = SearchFieldKind.Number,
        ["size"] = SearchFieldKind.Size,
        ["format"] = SearchFieldKind.Text,
        ["private"] = SearchFieldKind.Flag,
        ["published"] = SearchFieldKind.Flag,
        ["transparency"] = SearchFieldKind.Flag,
        ["createdBy"] = SearchFieldKind.Text,
        ["path"] = SearchFieldKind.Path,
        [EmbeddedMetadata + "Keywords"] = SearchFieldKind.Text,
        [EmbeddedMetadata + "DateTimeOriginal"] = SearchFieldKind.Date,
        [EmbeddedMetadata + "LocationTaken"] = SearchFieldKind.Text,
    };

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK",
    ];

    /// <summary>The kind of a field; null if there is no such field.</summary>
    public static SearchFieldKind? KindOf(string field) =>
        Kinds.TryGetValue(field, out SearchFieldKind kind) ? kind
            : field.StartsWith(CustomMetadata, StringComparison.Ordinal) && field.Length > CustomMetadata.Length ? SearchFieldKind.Any
            : null;

    /// <summary>Whether a field takes a value.</summary>
    public static bool Takes(string field, object value) => KindOf(field) switch
    {
        SearchFieldKind.Any => true,
        SearchFieldKind.Number => value is double,
        SearchFieldKind.Flag => value is bool,
        SearchFieldKind.Size => value is double || (value is string text && TryParseSize(text, out _)),
        SearchFieldKind.Date => value is string text && TryParseDate(text, DateTimeOffset.UnixEpoch.AddYears(100), out _),
        _ => value is string,
    };

    /// <summary>The value to compare with: dates and sizes are worked out.</summary>
    public static object Convert(string field, object value, DateTimeOffset now) => (KindOf(field), value) switch
    {
        (SearchFieldKind.Size, string text) when TryParseSize(text, out double size) => size,
        (SearchFieldKind.Date, string text) when TryParseDate(text, now, out DateTimeOffset date) => date,
        (SearchFieldKind.Path, string text) => FolderPath.Normalise(text),
        _ => value,
    };

    public static IEnumerable<object> ValuesOf(SampleAsset asset, string field) => field switch
    {
        "name" => [asset.Name],
        "tags" => [.. asset.Tags, .. asset.AiTags],
        "type" => ["file"],
        "id" => [asset.FileId],
        "createdAt" => [asset.CreatedAt],
        "updatedAt" => [asset.UpdatedAt],
        "width" => asset.IsVideo ? [] : [(double)asset.Width],
        "height" => asset.IsVideo ? [] : [(double)asset.Height],
        "size" => [(double)asset.Size],
        "format" => [asset.Format],
        "private" => [asset.IsPrivate],
        "published" => [asset.IsPublished],
        "transparency" => [asset.HasTransparency],
        "createdBy" => [asset.CreatedBy],
        "path" => [asset.Folder],
        EmbeddedMetadata + "LocationTaken" => asset.Traits.HasFlag(AssetTraits.HasLocation) ? ["Earth"] : [],
        _ => field.StartsWith(CustomMetadata, StringComparison.Ordinal) &&
            asset.CustomMetadata.TryGetValue(field[CustomMetadata.Length..], out object? value) ? [value] : [],
    };

    public static IEnumerable<object> ValuesOf(SampleFolder folder, string field) => field switch
    {
        "name" => [folder.Name],
        "type" => ["folder"],
        "id" => [folder.FolderId],
        "createdAt" or "updatedAt" => [folder.CreatedAt],
        "path" => [folder.Parent],
        _ => [],
    };

    private static bool TryParseSize(string text, out double bytes)
    {
        string unit = text.TrimStart("0123456789.".ToCharArray());
        double factor = unit.ToLowerInvariant() switch { "" or "b" => 1, "kb" => 1e3, "mb" => 1e6, "gb" => 1e9, _ => 0 };
        bool isNumber = double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out bytes);
        bytes *= factor;
        return isNumber && factor > 0;
    }

    private static bool TryParseDate(string text, DateTimeOffset now, out DateTimeOffset date)
    {
        if (DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date))
        {
            return true;
        }

        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > 1_000)
        {
            return false;
        }

        DateTimeOffset? past = text[^1] switch
        {
            'h' => now.AddHours(-count),
            'd' => now.AddDays(-count),
            'w' => now.AddDays(-7 * count),
            'm' => now.AddMonths(-count),
            'y' => now.AddYears(-Math.Min(count, now.Year - 1)),
            _ => null,
        };
        date = past ?? default;
        return past is not null;
    }
}
