using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>One line of a store's register: a run was started in it, or removed from it. The lines are numbered and chained, so a run that is gone without
/// a line that says so shows, and so does a line that is gone.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="What"><see cref="Started"/> or <see cref="Removed"/>.</param>
/// <param name="Anchor">Hash of the run's first event when it was started, of its last when it was removed.</param>
/// <param name="Hash">SHA-256 over the hash before it and this line.</param>
public sealed record RegisterEntry(long Number, string What, RunId Run, string Anchor, string Hash)
{
    public const string Started = "started";

    /// <summary>By retention, after its evidence was kept.</summary>
    public const string Removed = "removed";

    /// <summary>The line that follows on another one; on none, the first.</summary>
    public static RegisterEntry After(RegisterEntry? last, string what, RunId run, string anchor)
    {
        var number = (last?.Number ?? 0) + 1;
        return new(number, what, run, anchor, TextHash.Of($"{last?.Hash}\n{number}\n{what}\n{run}\n{anchor}\n"));
    }

    /// <summary>As people note it down outside of the store: <c>412:9f3c…</c>.</summary>
    public override string ToString() => $"{Number}:{Hash}";
}

/// <summary>What a store knows of all the runs that were ever in it.</summary>
public interface IRunRegister
{
    /// <summary>Lines after a number, in order, some thousand at most; empty at the end.</summary>
    Task<IReadOnlyList<RegisterEntry>> ReadRegisterAsync(long after, CancellationToken cancellationToken);

    /// <summary>The line the store says is its last; null before the first run.</summary>
    Task<RegisterEntry?> RegisterHeadAsync(CancellationToken cancellationToken);

    /// <summary>What belongs to no run: events, locks, leases. A sentence each.</summary>
    Task<IReadOnlyList<string>> FindOrphansAsync(CancellationToken cancellationToken);
}
