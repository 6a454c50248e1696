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

    /// <summary>Whether results are taken in the order in which they arrive, not in which they were added.</summary>
    public bool Unordered { get; init; }

    /// <summary>The file of finished items; null for none. The downloader does not close it.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>Metadata in the checkpoint that was retrieved earlier is requested again, if its request has no version; null for none.</summary>
    public DateTime? OldestRetrieval { get; init; }

    /// <summary>How many requests may be under way or waiting for their turn to be taken.</summary>
    public int WindowSize { get; init; } = 20_000;
}
