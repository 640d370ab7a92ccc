using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunbookEngine.Plans;

/// <summary>One entry of a plan: an activity with its modifiers, or a container of further steps.</summary>
public sealed record PlanStep
{
    public required StepId Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The verb as written: <c>pair.split</c>, <c>command</c>, <c>parallel</c> …</summary>
    public required string Verb { get; init; }

    /// <summary>The verb's arguments as written, after schema and type checks; texts may hold <c>${{ }}</c>.</summary>
    public JsonElement With { get; init; } = Plan.EmptyObject;

    /// <summary>Condition as an expression without <c>${{ }}</c>; false skips the step. Null: always.</summary>
    public string? When { get; init; }

    public ForEachPlan? ForEach { get; init; }

    /// <summary>Longest time of one attempt, its waits included; null: only the waits' own limits hold.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long a program has to end by itself once it was asked to, before it is killed; null: 10 s.</summary>
    public TimeSpan? Grace { get; init; }

    public RetryPlan? Retry { get; init; }

    /// <summary>What "done" means for a pair verb; null: the natural end of the operation.</summary>
    public WaitPlan? Wait { get; init; }

    public RollbackPlan Rollback { get; init; } = RollbackPlan.NotNeeded;

    /// <summary>Overrides the runbook's policy for a failure of this step.</summary>
    public FailurePolicy? OnFailure { get; init; }

    /// <summary>Point of no return: once it has started nothing before it is rolled back any more.</summary>
    public bool Pivot { get; init; }

    public MeasurePlan? Measure { get; init; }

    /// <summary>Run modes the step belongs to; empty: all of them.</summary>
    public ImmutableArray<string> Modes { get; init; } = [];

    /// <summary>Children: one list for <c>group</c>, one for each branch of <c>parallel</c>, none for an activity.</summary>
    public ImmutableArray<PlanBranch> Branches { get; init; } = [];

    /// <summary>The called runbook's plan, for <c>call</c>.</summary>
    public Plan? Child { get; init; }

    /// <summary>Line and column of the step in the runbook, from 1; null for steps made by the compiler.</summary>
    public PlanPlace? At { get; init; }

    /// <summary>A takeover that does not ask the P-VOLs' array, or may not: an expression decides it.</summary>
    [JsonIgnore]
    public bool ForcesTakeover => Verb == "pair.takeover" && With.ValueKind == JsonValueKind.Object && With.TryGetProperty("mode", out var mode)
        && mode.ValueKind == JsonValueKind.String && mode.GetString() is { } text && (text == "force" || text.Contains("${{", StringComparison.Ordinal));

    /// <summary>It gives S-VOLs to their hosts without asking for the P-VOLs, or with the roles exchanged.</summary>
    [JsonIgnore]
    public bool TakesOver => Verb == "pair.takeover"
        || (Verb == "pair.split" && With.ValueKind == JsonValueKind.Object && With.TryGetProperty("swap", out var swap) && swap.ValueKind == JsonValueKind.True);

    public bool IsContainer => Verb is "parallel" or "group";

    /// <summary>This step, its children and its undo steps, all the way down.</summary>
    public IEnumerable<PlanStep> WithDescendants() =>
        Branches.SelectMany(b => b.Steps).Concat(Rollback.Steps).SelectMany(s => s.WithDescendants()).Prepend(this);
}
