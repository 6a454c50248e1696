namespace ImageKit.Metadata.Emulator;

/// <summary>What a rate limiter says to one request.</summary>
/// <param name="Granted">Whether the request may go on.</param>
/// <param name="Reset">How long until the next request can be granted, or, if this one was, until the window moves on.</param>
public readonly record struct RateLimitDecision(bool Granted, TimeSpan Reset);
