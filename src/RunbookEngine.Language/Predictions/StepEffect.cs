using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;

namespace RunbookEngine.Language.Predictions;

/// <summary>What one leaf step does to the pairs.</summary>
/// <param name="World">When it succeeds.</param>
/// <param name="Failed">When it fails.</param>
internal sealed record StepEffect(PairWorld World, PairWorld Failed, StepVerdict Verdict, Chance Fails)
{
    public string? Why { get; init; }

    /// <summary>A person is asked before anything is sent: the run is held whatever its steps say of failures.</summary>
    public bool AsksPerson { get; init; }

    public IReadOnlyList<GroupForecast> Groups { get; init; } = [];

    /// <summary>What an automatic undo has to take back.</summary>
    public IReadOnlyList<Change> Changes { get; init; } = [];

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public static StepEffect None(PairWorld world, StepVerdict verdict = StepVerdict.NoPairs) => new(world, world, verdict, Chance.No);

    public static StepEffect Failure(PairWorld world, string why, params IReadOnlyList<Finding> findings) =>
        new(world, world, StepVerdict.Fails, Chance.Yes) { Why = why, Findings = findings };
}

/// <summary>An operation that a step asked of pairs of one group.</summary>
/// <param name="Before">The pairs it was asked of, as they were.</param>
internal sealed record Change(PlannedUnit Unit, PairOperation Operation, IReadOnlyList<PairClass> Before);
