namespace Benchmarks.Bulk.Sides;

/// <summary>A script for the module's side.</summary>
internal sealed record ModuleRequest
{
    /// <summary>A pipeline that ends in <c>Measure-BulkArrival</c>, or gives a number of seconds.</summary>
    public required string Script { get; init; }

    /// <summary>The API's address, if a connection is to be made first.</summary>
    public string? Base { get; init; }

    /// <summary>If set, the script is stopped, as Ctrl+C does, after so long, and the report tells how long that took.</summary>
    public double? StopAfterSeconds { get; init; }
}
