using System.Text.Json.Serialization;

namespace Benchmarks.Bulk.Sides;

/// <summary>What one run of one side came to.</summary>
internal sealed record SideReport
{
    public double Seconds { get; init; }

    /// <summary>Of all threads together; what counts on a machine that is busy with other work.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Items with metadata.</summary>
    public int Count { get; init; }

    /// <summary>Failed items by error.</summary>
    public Dictionary<string, int> Errors { get; init; } = [];

    public bool InOrder { get; init; }

    /// <summary>Items that were there after the first two seconds, in which a rate limit is found.</summary>
    public int CountEarly { get; init; }

    /// <summary>When that was.</summary>
    public double SecondsEarly { get; init; }

    public long PeakBytes { get; init; }

    /// <summary>The summary that the cmdlet gives at its end.</summary>
    public string? Summary { get; init; }

    /// <summary>What ended the run before its time, if anything did.</summary>
    public string? Failure { get; init; }

    [JsonIgnore]
    public double PerSecond => Count / Seconds;

    /// <summary>Items a second after the first two seconds.</summary>
    [JsonIgnore]
    public double PerSecondLater => (Count - CountEarly) / (Seconds - SecondsEarly);
}
