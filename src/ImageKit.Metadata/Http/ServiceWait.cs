namespace ImageKit.Metadata.Http;

/// <summary>What requests wait for at the moment.</summary>
/// <param name="IsServiceDown">Whether they wait for the service to be back; else they wait for the rate limit.</param>
/// <param name="Remaining">How long; null if it is not known.</param>
internal readonly record struct ServiceWait(bool IsServiceDown, TimeSpan? Remaining);
