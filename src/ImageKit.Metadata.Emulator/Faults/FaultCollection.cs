using System.Collections;
using System.Collections.Concurrent;

namespace ImageKit.Metadata.Emulator;

/// <summary>The faults in force. May be changed while requests are running; the first fault that hits wins.</summary>
public sealed class FaultCollection : IReadOnlyCollection<Fault>
{
    private volatile Entry[] _entries = [];
    private readonly object _gate = new();

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <summary>Adds a fault behind those already there. Its count of attempts starts at zero.</summary>
    /// <param name="fault">The rule.</param>
    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _entries = [.. _entries, new Entry(fault)];
        }
    }

    /// <summary>Removes every fault.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries = [];
        }
    }

    /// <summary>Removes one fault; false if it was not there.</summary>
    /// <param name="fault">The rule, compared by value.</param>
    public bool Remove(Fault fault)
    {
        lock (_gate)
        {
            Entry[] rest = [.. _entries.Where(entry => entry.Fault != fault)];
            bool found = rest.Length < _entries.Length;
            _entries = rest;
            return found;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Fault> GetEnumerator() => _entries.Select(entry => entry.Fault).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The fault that hits this request, which counts as an attempt; null if none does.</summary>
    internal Fault? Next(string subject)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Hits(subject))
            {
                return entry.Fault;
            }
        }

        return FaultFromUrl(subject);
    }

    private static Fault? FaultFromUrl(string subject) =>
        Fault.FromUrl(subject) is FaultKind kind ? new Fault { Kind = kind } : null;

    private sealed class Entry(Fault fault)
    {
        private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);

        public Fault Fault { get; } = fault;

        public bool Hits(string subject) =>
            Fault.Covers(subject) &&
            (Fault.FirstAttempts is not int first ||
                _attempts.AddOrUpdate(subject, 1, static (_, count) => count + 1) <= first);
    }
}
