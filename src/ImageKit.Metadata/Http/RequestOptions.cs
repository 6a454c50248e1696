using ImageKit.Metadata.Http;

namespace ImageKit.Metadata;

/// <summary>How patient one request is.</summary>
public sealed class RequestOptions
{
    /// <summary>The longest one attempt may take, its body included. 60 seconds unless told otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many more attempts follow a failure that can pass. 5 unless told otherwise; waits for the rate limit do not count.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>Bounds the attempts in flight among the requests that share it; null for no bound.</summary>
    internal AttemptSlots? Slots { get; init; }

    /// <summary>Told of retries and waits, on whatever thread they happen.</summary>
    internal IRequestObserver? Observer { get; init; }

    /// <summary>Called before each attempt is sent; null for nothing.</summary>
    internal Action? Sending { get; init; }
}
