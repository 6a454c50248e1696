namespace ImageKit.Metadata.Http;

/// <summary>
/// Bounds the attempts in flight. A request that waits for its next attempt holds no slot, so that failures do not idle the
/// rest; it counts as parked. There are never more slots than the process may open connections.
/// </summary>
internal sealed class AttemptSlots(int count) : IDisposable
{
    // What the runtime and PowerShell need for themselves.
    private const int OtherOpenFiles = 256;
    private const int FewestConnections = 8;

    private static readonly Lazy<int> MostConnections = new(ReadMostConnections);

    private readonly SemaphoreSlim _free = new(Math.Min(count, MostConnections.Value));
    private int _parked;

    /// <summary>How many requests wait between two attempts.</summary>
    public int Parked => Volatile.Read(ref _parked);

    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Leave() => _free.Release();

    public void Park() => Interlocked.Increment(ref _parked);

    public void Unpark() => Interlocked.Decrement(ref _parked);

    public void Dispose() => _free.Dispose();

    /// <summary>Returns how many connections fit the limit of open files in the format of <c>/proc/self/limits</c>.</summary>
    internal static int ConnectionsWithin(IEnumerable<string> limits)
    {
        string? line = limits.FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        string? soft = line?.Substring("Max open files".Length).Split([' '], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

        // A response that waits for memory keeps its connection and gives its slot to another.
        return int.TryParse(soft, out int files) ? Math.Max(FewestConnections, (files - OtherOpenFiles) / 2) : int.MaxValue;
    }

    private static int ReadMostConnections()
    {
        try
        {
            return ConnectionsWithin(File.ReadLines("/proc/self/limits"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Windows and macOS do not have this file, nor such a low limit.
            return int.MaxValue;
        }
    }
}
