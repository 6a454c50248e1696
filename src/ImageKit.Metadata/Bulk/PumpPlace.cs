namespace ImageKit.Metadata.Bulk;

/// <summary>A place in the order of a <see cref="Pump{TResult}"/>: one piece of work and its results, which the pump's lock guards.</summary>
/// <param name="name">What the work is about, for messages.</param>
internal sealed class PumpPlace<TResult>(string? name)
{
    public string? Name { get; } = name;

    public Queue<TResult> Results { get; } = new(1);

    public bool IsFinished { get; set; }

    /// <summary>Whether the place was given up before its work finished: results that come later are dropped.</summary>
    public bool IsAbandoned { get; set; }
}
