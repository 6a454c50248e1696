namespace ImageKit.Metadata.Emulator;

/// <summary>One rule of going wrong: which requests it hits, and what happens to them.</summary>
public sealed record Fault
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>
    /// A part of the decoded <c>url</c>, of the file id, or (for a list) of the raw query; null for every request.
    /// </summary>
    public string? Match { get; init; }

    /// <summary>Only the first so many requests of each URL or file id are hit; null for all of them.</summary>
    public int? FirstAttempts { get; init; }

    /// <summary>
    /// 1 hits each URL; N hits about one URL in N. Which ones depends only on the text of the URL (a stable hash),
    /// never on the order of arrival: <see cref="Covers"/> tells.
    /// </summary>
    public int Every { get; init; } = 1;

    /// <summary>
    /// The wait a <see cref="FaultKind.TooManyRequests"/> asks for, in <c>X-RateLimit-Reset</c> (one second when null);
    /// when given, it is also sent as <c>Retry-After</c>, in whole seconds, here and with the 5xx kinds.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A 429 without any <c>X-RateLimit-*</c> header.</summary>
    public bool OmitRateLimitHeaders { get; init; }

    /// <summary>Whether the rule applies to a URL, a file id or a list query, attempts aside.</summary>
    /// <param name="subject">The decoded URL, the file id, or the raw query of a list request.</param>
    public bool Covers(string subject) =>
        (Match is null || subject.Contains(Match, StringComparison.Ordinal)) &&
        (Every <= 1 || StableHash.Of(subject) % (ulong)Every == 0);

    /// <summary>The kind that a URL itself asks for with <c>/faults/&lt;kind&gt;/</c>; null if it asks for none.</summary>
    /// <param name="url">A decoded URL or a path.</param>
    public static FaultKind? FromUrl(string url)
    {
        const string marker = "/faults/";
        int start = url.IndexOf(marker, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += marker.Length;
        int end = url.IndexOf('/', start);
        if (end < 0)
        {
            return null;
        }

        string name = url[start..end].Replace("-", "", StringComparison.Ordinal);
        return Enum.TryParse(name, ignoreCase: true, out FaultKind kind) && Enum.IsDefined(kind) ? kind : null;
    }
}
