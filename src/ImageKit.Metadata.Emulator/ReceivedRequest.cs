namespace ImageKit.Metadata.Emulator;

/// <summary>One API request as it arrived, and how it was answered.</summary>
public sealed record ReceivedRequest
{
    /// <summary>When it arrived, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, decoded.</summary>
    public required string Path { get; init; }

    /// <summary>The query as sent, undecoded, with its question mark; empty if there was none.</summary>
    public required string RawQuery { get; init; }

    /// <summary>The value of <c>url</c>, decoded once; null if there was none.</summary>
    public string? Url { get; init; }

    /// <summary>The status sent; 0 when the connection was aborted without one.</summary>
    public required int Status { get; init; }

    /// <summary>The fault that hit it; null for none.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>Whether an <c>Authorization</c> header came with it.</summary>
    public required bool HasAuthorization { get; init; }

    /// <summary>The <c>User-Agent</c> header; empty if there was none.</summary>
    public required string UserAgent { get; init; }

    /// <summary>The <c>Accept-Encoding</c> header; empty if there was none.</summary>
    public required string AcceptEncoding { get; init; }
}
