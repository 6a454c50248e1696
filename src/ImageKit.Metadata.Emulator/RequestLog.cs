using System.Collections.Concurrent;

namespace ImageKit.Metadata.Emulator;

/// <summary>
/// The latest API requests, oldest first. A request is in the log before the first byte of its answer leaves.
/// </summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly int _limit;

    internal RequestLog(bool enabled, int limit)
    {
        IsEnabled = enabled;
        _limit = limit;
    }

    /// <summary>Whether requests are kept.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>A copy of what is kept now.</summary>
    public IReadOnlyList<ReceivedRequest> Snapshot() => _requests.ToArray();

    /// <summary>Forgets everything.</summary>
    public void Clear() => _requests.Clear();

    internal void Add(ReceivedRequest request)
    {
        _requests.Enqueue(request);
        while (_requests.Count > _limit && _requests.TryDequeue(out _))
        {
        }
    }
}
