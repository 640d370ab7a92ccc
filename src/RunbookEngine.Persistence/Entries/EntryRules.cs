using RunbookEngine.Journal;

namespace RunbookEngine.Persistence.Entries;

/// <summary>What every store asks of the entries it is given; a breach is a mistake of the caller, not of the store.</summary>
internal static class EntryRules
{
    /// <summary>Characters of one payload at most: 64 Mi. A plan is the largest, and stays far below.</summary>
    public const int MaxPayload = 64 * 1024 * 1024;

    /// <summary>Entries of one append at most.</summary>
    public const int MaxEntries = 10_000;

    /// <exception cref="ArgumentException">The entries are none, too many, not the run's, not in sequence, or not storable as text.</exception>
    public static void Check(RunSummary run, IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count is 0 or > MaxEntries)
            throw new ArgumentException($"Run {run.Id}: {entries.Count} entries in one append; 1 to {MaxEntries} are possible.", nameof(entries));

        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Run != run.Id)
                throw new ArgumentException($"Entry {entry.Sequence} belongs to run {entry.Run}, not to {run.Id}.", nameof(entries));
            if (entry.Sequence < 1 || entry.Sequence != entries[0].Sequence + i)
                throw new ArgumentException($"Run {run.Id}: entry {entry.Sequence} at place {i} does not follow on the one before.", nameof(entries));
            if (entry.Payload.Length > MaxPayload)
                throw new ArgumentException($"Run {run.Id}: entry {entry.Sequence} ({entry.Type}) has {entry.Payload.Length} characters; {MaxPayload} are possible.", nameof(entries));
            if (Unstorable(entry.Payload) || Unstorable(entry.Type) || Unstorable(entry.Hash))
                throw new ArgumentException($"Run {run.Id}: entry {entry.Sequence} ({entry.Type}) holds a NUL character.", nameof(entries));
        }

        if (run.Sequence != entries[^1].Sequence)
            throw new ArgumentException($"Run {run.Id}: the row says sequence {run.Sequence}, the last entry is {entries[^1].Sequence}.", nameof(run));
        if (Unstorable(run.Runbook) || Unstorable(run.Environment) || Unstorable(run.Mode) || Unstorable(run.Ticket) || Unstorable(run.Actor))
            throw new ArgumentException($"Run {run.Id}: its runbook, environment, mode, ticket or actor holds a NUL character.", nameof(run));
    }

    /// <exception cref="ArgumentException">The limit is not 1 to 1000.</exception>
    public static void Check(RunFilter filter)
    {
        if (filter.Limit is < 1 or > 1000)
            throw new ArgumentException($"A list has 1 to 1000 runs; {filter.Limit} were asked for.", nameof(filter));
    }

    /// <summary>PostgreSQL keeps no NUL in text; the other stores refuse it too, so that a journal can move between them.</summary>
    private static bool Unstorable(string? text) => text is not null && text.Contains('\0');
}
