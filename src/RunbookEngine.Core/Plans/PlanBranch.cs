using System.Collections.Immutable;

namespace RunbookEngine.Plans;

/// <summary>Steps that run one after the other inside a container.</summary>
/// <param name="Name">The branch's name in a <c>parallel</c>; null for a <c>group</c>.</param>
public sealed record PlanBranch(string? Name, ImmutableArray<PlanStep> Steps);
