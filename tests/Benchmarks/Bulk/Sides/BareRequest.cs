namespace Benchmarks.Bulk.Sides;

/// <summary>A run of a side that is no PowerShell: so many URLs, so many at a time.</summary>
internal sealed record BareRequest(string Base, string Endpoint, string Key, int Count, int Concurrency, string Mode = "pool");
