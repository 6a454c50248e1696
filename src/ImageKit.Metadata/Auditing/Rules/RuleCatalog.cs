namespace ImageKit.Metadata.Auditing;

/// <summary>The rules that come with the module.</summary>
internal static class RuleCatalog
{
    /// <summary>The names, in the order in which the rules run.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Create().Select(rule => rule.Name)];

    /// <summary>The rules with their defaults. Each audit has its own, because rules keep settings and what they collect.</summary>
    public static Rule[] Create() =>
    [
        new GpsLocationRule(),
        new PersonalDataRule(),
        new UnreachableRule(),
        new UnreadableRule(),
        new OversizedDimensionsRule(),
        new OversizedFileRule(),
        new HeavyForItsSizeRule(),
        new OpaquePngRule(),
        new ExcessiveQualityRule(),
        new LowQualityRule(),
        new LegacyFormatRule(),
        new MissingColorProfileRule(),
        new RotatedByTagRule(),
        new UnusualDensityRule(),
        new FlatPictureRule(),
        new VideoBitRateRule(),
        new MissingDescriptionRule(),
        new MissingCustomMetadataRule(),
        new UntaggedRule(),
        new UnpublishedRule(),
        new ExpiredDateRule(),
        new NearDuplicateRule(),
    ];
}
