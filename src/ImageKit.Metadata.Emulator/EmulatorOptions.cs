namespace ImageKit.Metadata.Emulator;

/// <summary>How an emulator starts.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The only private key that is accepted.</summary>
    public string PrivateKey { get; set; } = "private_emulator_key";

    /// <summary>The port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>
    /// The URL that library pictures start with, without a final slash; null for the emulator's own address plus
    /// <c>demo</c>. Pictures are only delivered below its path on the emulator's own address.
    /// </summary>
    public string? UrlEndpoint { get; set; }

    /// <summary>How long each answer of the API takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>The rate limit of every endpoint group; null for none.</summary>
    public RateLimit? RateLimit { get; set; }

    /// <summary>Rate limits of single endpoint groups, instead of <see cref="RateLimit"/>; null for none.</summary>
    public Dictionary<EndpointGroup, RateLimit?> RateLimits { get; } = [];

    /// <summary>Files in the library. Below about 120 some of the planted ones are left out.</summary>
    public int LibrarySize { get; set; } = 300;

    /// <summary>What everything generated depends on: the same seed gives the same library.</summary>
    public int Seed { get; set; } = 20_240_917;

    /// <summary>Where <see cref="FaultKind.Redirect"/> points; null for a path on the emulator itself.</summary>
    public Uri? RedirectTarget { get; set; }

    /// <summary>The faults in force at the start.</summary>
    public IList<Fault> Faults { get; } = [];

    /// <summary>Whether answers are compressed for clients that accept gzip or br.</summary>
    public bool Compress { get; set; }

    /// <summary>Whether API requests are kept in <see cref="ImageKitEmulator.RequestLog"/>.</summary>
    public bool RecordRequests { get; set; }

    /// <summary>How many requests the log keeps; the oldest are dropped.</summary>
    public int RecordedRequestLimit { get; set; } = 100_000;

    /// <summary>The clock of rate limits, statistics and the log.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
