using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;
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

    /// <summary>Recovery time, recovery points, what was foreseen.</summary>
    public required RunFigures Figures { get; init; }

    /// <summary>What an examiner asks about, the gravest first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The events, read.</summary>
    public required IReadOnlyList<Happening> Happenings { get; init; }

    /// <summary>What people did, in order: start, approvals, answers, overrides, cancellations, resumes.</summary>
    public required IReadOnlyList<PersonAct> People { get; init; }

    /// <summary>Decisions that were set aside by two people, in order: what an auditor reads first.</summary>
    public required IReadOnlyList<BrokenGlass> BrokenGlass { get; init; }

    /// <summary>The pairs as the arrays tell them at the moment of the report; null when they were not asked. Everything else is from the journal alone.</summary>
    public IReadOnlyList<PairReading>? PairsNow { get; init; }

    /// <summary>The story by zone: every form of one report tells the same, and it takes a walk through the whole journal.</summary>
    internal Dictionary<string, IReadOnlyList<string>> Stories { get; } = [];

    public string LastHash => Entries[^1].Hash;

    public static RunReport Of(IReadOnlyList<JournalEntry> entries)
    {
        var happenings = Happening.Of(entries);
        RunState? folded = null;
        for (var i = 0; i < entries.Count; i++)
            folded = RunFold.Apply(folded, entries[i], happenings[i].Event);
        var run = folded ?? throw new JournalCorruptException("the journal is empty");
        var figures = RunFigures.Of(run, happenings);
        var broken = HashChain.FindBreak(entries);
        return new RunReport
        {
            Run = run,
            Entries = entries,
            PlanFingerprint = PlanJson.Fingerprint(run.Plan),
            ChainBreak = broken,
            Figures = figures,
            Findings = Evidence.Findings.Of(run, happenings, figures, broken),
            Happenings = happenings,
            Measures = [.. Reports.Measures.Of(run, figures)],
            People = [.. PeopleActs.Of(entries)],
            BrokenGlass = [.. Reports.BrokenGlass.Of(entries)],
        };
    }
}
