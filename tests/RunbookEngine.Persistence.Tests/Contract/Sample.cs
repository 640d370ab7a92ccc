using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Tests;

/// <summary>Runs and entries with every field set, chained as the engine chains them.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 29, 12, 0, 0, TimeSpan.Zero).AddTicks(1234567);

    public static RunSummary Run(RunId? id = null, string runbook = "dr-drill", RunOutcome outcome = RunOutcome.Running, bool ended = false) => new()
    {
        Id = id ?? RunId.New(TimeProvider.System),
        Runbook = runbook,
        Environment = "two-site",
        Mode = "live",
        Ticket = "CHG0031",
        Actor = "Zoë <ops>",
        Outcome = outcome,
        Sequence = 1,
        StartedAt = Noon,
        EndedAt = ended ? Noon.AddHours(1) : null,
        Parent = new RunId(Guid.Parse("01890000-0000-7000-8000-000000000001")),
    };

    /// <summary>Entries from <paramref name="first"/> on, hashed from the origin whatever comes before.</summary>
    public static List<JournalEntry> Entries(RunId run, int first, int count, string payload = """{"step":"split","text":"überprüft 検証"}""")
    {
        var (entries, hash) = (new List<JournalEntry>(count), HashChain.Origin);
        for (var sequence = first; sequence < first + count; sequence++)
        {
            var at = Noon.AddTicks(sequence);
            hash = HashChain.Next(hash, run, sequence, at, "step-started", payload);
            entries.Add(new JournalEntry(run, sequence, at, "step-started", payload, hash));
        }

        return entries;
    }

    /// <summary>Stores a run with its first entry.</summary>
    public static async Task<RunSummary> StartedAsync(this IRunStore store, RunSummary? run = null, params Locks.LockName[] locks)
    {
        run ??= Run();
        Assert.Null(await store.StartAsync(run with { Sequence = 1 }, Entries(run.Id, 1, 1), locks, CancellationToken.None));
        return run with { Sequence = 1 };
    }

    /// <summary>Appends entries after <paramref name="run"/>'s last and returns the new row.</summary>
    public static async Task<RunSummary> AppendedAsync(this IRunStore store, RunSummary run, int count = 1, CancellationToken cancellationToken = default)
    {
        var next = run with { Sequence = run.Sequence + count };
        await store.AppendAsync(next, Entries(run.Id, run.Sequence + 1, count), cancellationToken);
        return next;
    }
}
