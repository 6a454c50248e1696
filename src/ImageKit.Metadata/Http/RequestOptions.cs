using ImageKit.Metadata.Http;

namespace ImageKit.Metadata;

/// <summary>The timeout and the retries of one request.</summary>
public sealed class RequestOptions
{
    /// <summary>The longest time that one attempt may take, its body included; 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many more attempts follow a transient failure; 5 by default. Waits for the rate limit do not count.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>Bounds the attempts in flight among the requests that share it; null for no bound.</summary>
    internal AttemptSlots? Slots { get; init; }

    /// <summary>Is notified of retries and waits, on any thread.</summary>
    internal IRequestObserver? Observer { get; init; }

    /// <summary>Called before each attempt is sent; null for nothing.</summary>
    internal Action? Sending { get; init; }
}
