namespace ImageKit.Metadata.Bulk;

/// <summary>The bounds of a <see cref="Pump{TResult}"/>.</summary>
internal sealed class PumpOptions<TResult>
{
    /// <summary>Whether results are taken in the order in which their work finished, not in which it was added.</summary>
    public bool Unordered { get; init; }

    /// <summary>How many pieces of work may run at once.</summary>
    public int MaximumRunning { get; init; } = int.MaxValue;

    /// <summary>How many places may be taken: by work that runs, and by results that wait for their turn.</summary>
    public int MaximumHeld { get; init; } = int.MaxValue;

    /// <summary>How much all results that wait for their turn may weigh.</summary>
    public long MaximumWeight { get; init; } = long.MaxValue;

    /// <summary>The weight of a result, such as its bytes; null if results weigh nothing.</summary>
    public Func<TResult, long>? Weigh { get; init; }

    /// <summary>How much of the running work is idle, and does not count as running; null for none.</summary>
    public Func<int>? CountIdle { get; init; }
}
