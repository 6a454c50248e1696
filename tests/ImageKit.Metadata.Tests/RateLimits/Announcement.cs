namespace ImageKit.Metadata.Tests.RateLimits;

/// <summary>What a <see cref="VirtualServer"/> says of its limit.</summary>
internal enum Announcement
{
    Always,
    OnRefusal,
    RetryAfter,
    Nothing,
}
