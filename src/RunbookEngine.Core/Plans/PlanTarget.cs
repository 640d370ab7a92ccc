using System.Collections.Immutable;

namespace RunbookEngine.Plans;

/// <summary>A named set of copy groups a run may touch: the fence.</summary>
public sealed record PlanTarget
{
    public required string Name { get; init; }

    /// <summary>Runbook spelling: <c>shadow-image</c>, <c>truecopy</c>, <c>universal-replicator</c>, <c>global-active-device</c>, <c>thin-image</c>.</summary>
    public required string Technology { get; init; }

    /// <summary>Alias of the array the requests go to.</summary>
    public required string Array { get; init; }

    /// <summary>Alias of the partner array of a remote technology; null for copies inside one array.</summary>
    public string? RemoteArray { get; init; }

    /// <summary>Names or globs as written, expressions already evaluated.</summary>
    public ImmutableArray<string> Patterns { get; init; } = [];

    /// <summary>The copy groups that matched when the run started: pinned. Null in a plan that has not met the arrays yet.</summary>
    public ImmutableArray<PlanCopyGroup>? CopyGroups { get; init; }
}
