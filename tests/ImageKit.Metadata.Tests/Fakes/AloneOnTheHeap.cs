namespace ImageKit.Metadata.Tests.Fakes;

/// <summary>Tests that measure the heap: they run one after the other, and when no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneOnTheHeap
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Heap";
}
