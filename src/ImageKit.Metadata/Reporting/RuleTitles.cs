namespace ImageKit.Metadata.Reporting;

/// <summary>What a rule is called for people who do not know its name.</summary>
internal static class RuleTitles
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GpsLocation"] = "GPS coordinates in the image",
        ["PersonalData"] = "Names, serial numbers or comments in the image",
        ["Unreachable"] = "File does not exist",
        ["Unreadable"] = "File cannot be read",
        ["OversizedDimensions"] = "More pixels than needed",
        ["OversizedFile"] = "File is too large",
        ["HeavyForItsSize"] = "Too many bytes for its dimensions",
        ["OpaquePng"] = "PNG without transparency",
        ["ExcessiveQuality"] = "Quality higher than visible",
        ["LowQuality"] = "Quality visibly low",
        ["LegacyFormat"] = "Outdated file format",
        ["MissingColorProfile"] = "No color profile",
        ["RotatedByTag"] = "Rotated only by a tag",
        ["UnusualDensity"] = "Unusual density",
        ["FlatPicture"] = "Single-color image",
        ["VideoBitRate"] = "Video bit rate too high",
        ["NearDuplicate"] = "Looks like another image",
        ["MissingDescription"] = "No description (alternative text)",
        ["MissingCustomMetadata"] = "Required custom metadata is missing",
        ["Untagged"] = "No tags",
        ["Unpublished"] = "Not published",
        ["ExpiredDate"] = "A date has passed",
    };

    /// <summary>The title; for a custom rule its own name.</summary>
    public static string Of(string rule) => Titles.TryGetValue(rule, out string? title) ? title : rule;
}
