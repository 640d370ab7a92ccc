using System.Collections.Immutable;

namespace RunbookEngine.Plans;

/// <summary>The pair statuses a step waits for.</summary>
public sealed record WaitPlan
{
    /// <summary><c>wait: none</c>: the step is done when the array job is.</summary>
    public bool None { get; init; }

    /// <summary>Wanted statuses as the arrays spell them; a pair is there when both sides are in the list. Empty: the natural end.</summary>
    public ImmutableArray<string> For { get; init; } = [];

    /// <summary>Statuses that end the wait as a failure; default PSUE.</summary>
    public ImmutableArray<string> FailOn { get; init; } = ["PSUE"];

    /// <summary><c>all</c> pairs (default), <c>any</c>, or a number of pairs.</summary>
    public string Scope { get; init; } = "all";

    /// <summary>Longest wait; default 24 h, so that nothing waits for ever.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Fails when neither a status nor the copy progress moved for this long; null: no such limit.</summary>
    public TimeSpan? Stall { get; init; }

    /// <summary>Pause between two readings while something moves; null: the environment's <c>pollInterval</c>.</summary>
    public TimeSpan? Poll { get; init; }
}
