namespace ImageKit.Metadata.Bulk;

/// <summary>How a <see cref="MetadataDownloader"/> works.</summary>
internal sealed class MetadataDownloaderOptions
{
    /// <summary>Requests in flight at most.</summary>
    public int ThrottleLimit { get; init; } = 64;

    /// <summary>The longest one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Further attempts after a failure that can pass.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>Whether results are taken in the order in which they come, not in which they were asked for.</summary>
    public bool Unordered { get; init; }

    /// <summary>Where finished items are kept and earlier ones are found; null for nowhere. The reader does not close it.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>How many requests may be under way or waiting for their turn to be taken.</summary>
    public int WindowSize { get; init; } = 20_000;
}
