namespace RunbookEngine.Simulator.Ledger;

/// <summary>What state-changing requests did, in order. Keeps the newest <see cref="Max"/>; numbers go on.</summary>
public sealed class OperationLedger
{
    public const int Max = 100_000;

    private readonly Queue<LedgerEntry> _entries = new();
    private readonly Lock _gate = new();
    private long _next = 1;

    /// <summary>Entries with a number above the given one, oldest first.</summary>
    public IReadOnlyList<LedgerEntry> Since(long sequence = 0)
    {
        lock (_gate)
            return [.. _entries.Where(e => e.Sequence > sequence)];
    }

    /// <summary>Forgets the entries; numbers go on.</summary>
    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    internal void Add(Func<long, LedgerEntry> entry)
    {
        lock (_gate)
        {
            if (_entries.Count == Max)
                _entries.Dequeue();
            _entries.Enqueue(entry(_next++));
        }
    }
}
