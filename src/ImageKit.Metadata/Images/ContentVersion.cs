using System.Globalization;

namespace ImageKit.Metadata.Images;

/// <summary>
/// Which version of its content a record of an image is about, as far as that is known: its ID, and when the file was last changed,
/// in milliseconds since 1970, UTC.
/// </summary>
internal readonly record struct ContentVersion(string? VersionId, long? UpdatedAt)
{
    public bool IsUnknown => VersionId is null && UpdatedAt is null;

    /// <summary>The time of change in a URL counts before a time beside it: rows of a CSV file have lost its milliseconds.</summary>
    public static ContentVersion Of(string? url, string? versionId, DateTime? updatedAt) => new(
        string.IsNullOrEmpty(versionId) ? ImageUrl.FindParameter(url, "ik-obj-version=") : versionId,
        ReadUpdatedAt(url) ?? (updatedAt is DateTime time ? ToMilliseconds(time) : null));

    /// <summary>Whether two records are about the same version; null if that is not known.</summary>
    public bool? IsSame(in ContentVersion other)
    {
        if (VersionId is not null && other.VersionId is not null)
        {
            return string.Equals(VersionId, other.VersionId, StringComparison.Ordinal);
        }

        return UpdatedAt is not null && other.UpdatedAt is not null ? UpdatedAt == other.UpdatedAt : null;
    }

    private static long? ReadUpdatedAt(string? url) =>
        long.TryParse(ImageUrl.FindParameter(url, "updatedAt="), NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) ? milliseconds : null;

    private static long ToMilliseconds(DateTime time) =>
        new DateTimeOffset(DateTime.SpecifyKind(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
}
