using System.Collections.Immutable;

namespace RunbookEngine.StartStates;

/// <summary>Pairs as they stand before a run: what a prediction starts from, and what a rehearsal sets its simulated arrays to.</summary>
public sealed record PlanStartState
{
    /// <summary>Where it comes from: <c>assumed PAIR</c>, <c>read from tokyo, osaka</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>When it was read; null when nothing was.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Copy groups that exist, those the runbook does not touch included as far as they share volumes with those it does.</summary>
    public ImmutableArray<StartGroup> Groups { get; init; } = [];

    public ImmutableArray<StartJournal> Journals { get; init; } = [];

    public ImmutableArray<StartLink> Links { get; init; } = [];
}
