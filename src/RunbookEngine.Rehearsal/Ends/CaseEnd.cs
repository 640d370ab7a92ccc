using RunbookEngine.Rehearsal.Rooms;

namespace RunbookEngine.Rehearsal.Ends;

/// <summary>Where a case ended.</summary>
public enum EndKind
{
    /// <summary>The end state of the plain run.</summary>
    EndState,

    /// <summary>Every pair as it was before the run.</summary>
    AsBefore,

    /// <summary>The run stands and says which step needs a person and why.</summary>
    NeedsPerson,

    /// <summary>None of these: something to mend.</summary>
    Finding,
}

/// <param name="Outcome">Of the run, as the command line spells it; null when it never began.</param>
/// <param name="NeedsPerson">Step and reason, when the run stands for a person.</param>
/// <param name="Findings">What is wrong; empty unless the kind says so.</param>
public sealed record CaseEnd(EndKind Kind, string? Outcome, string? NeedsPerson, IReadOnlyList<Finding> Findings);

/// <summary>Something to mend.</summary>
/// <param name="Code">Stable: <c>pairs-left</c>, <c>wait-timeout</c>, <c>undo-fails</c>, <c>undo-not-repeatable</c>, <c>doubled</c>, <c>missing</c>, <c>hang</c>,
/// <c>journal</c>, <c>engine</c>; in mode disaster <c>needs-dead-side</c>, <c>waits-for-dead-side</c>.</param>
/// <param name="Step">The step concerned, or null.</param>
/// <param name="Pairs">Pairs that are not as they should be.</param>
public sealed record Finding(string Code, string? Step, string Message, IReadOnlyList<PairDifference> Pairs);
