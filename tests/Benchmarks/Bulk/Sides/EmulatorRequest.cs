using ImageKit.Metadata.Http;

namespace Benchmarks.Bulk.Sides;

/// <summary>How the emulator is to behave from now on; its counts start anew unless they are to be kept.</summary>
internal sealed record EmulatorRequest
{
    public int LatencyMilliseconds { get; init; }

    /// <summary>Requests a second; 0 for no limit.</summary>
    public int RateLimit { get; init; }

    public bool RateLimitHeaders { get; init; } = true;

    public bool Sliding { get; init; }

    /// <summary>One URL in so many fails on its first attempts; 0 for none.</summary>
    public int FaultEvery { get; init; }

    public int FaultAttempts { get; init; } = 1;

    /// <summary>The kinds, one for each of the four groups of URLs, or one for all.</summary>
    public string[] FaultKinds { get; init; } = ["InternalError", "ServiceUnavailable", "Reset", "CutOff"];

    /// <summary>How the service is down: <c>ServiceUnavailable</c> or <c>Reset</c>; null while it is up.</summary>
    public string? Down { get; init; }

    public bool KeepCounts { get; init; }
}
