using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>The evidence of a run, drawn from its journal alone. Secrets are not in the journal, so they are not here.</summary>
public sealed record RunReport
{
    public required RunState Run { get; init; }

    public required IReadOnlyList<JournalEntry> Entries { get; init; }

    /// <summary>SHA-256 of the plan that was carried out: what approvals were given to.</summary>
    public required string PlanFingerprint { get; init; }

    /// <summary>What is wrong with the hash chain; null when it holds.</summary>
    public required string? ChainBreak { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }

    /// <summary>What people did, in order: start, approvals, answers, overrides, cancellations, resumes.</summary>
    public required IReadOnlyList<PersonAct> People { get; init; }

    /// <summary>Decisions that were set aside by two people, in order: what an auditor reads first.</summary>
    public required IReadOnlyList<BrokenGlass> BrokenGlass { get; init; }

    /// <summary>The pairs as the arrays tell them at the moment of the report; null when they were not asked. Everything else is from the journal alone.</summary>
    public IReadOnlyList<PairReading>? PairsNow { get; init; }

    public string LastHash => Entries[^1].Hash;

    public static RunReport Of(IReadOnlyList<JournalEntry> entries)
    {
        var run = RunFold.All(entries) ?? throw new JournalCorruptException("the journal is empty");
        return new RunReport
        {
            Run = run,
            Entries = entries,
            PlanFingerprint = PlanJson.Fingerprint(run.Plan),
            ChainBreak = HashChain.FindBreak(entries),
            Measures = [.. Reports.Measures.Of(run)],
            People = [.. PeopleActs.Of(entries)],
            BrokenGlass = [.. Reports.BrokenGlass.Of(entries)],
        };
    }
}
