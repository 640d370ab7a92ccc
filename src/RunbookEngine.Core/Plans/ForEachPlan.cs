using System.Text.Json;

namespace RunbookEngine.Plans;

/// <summary>Repeats a step for every item of a list.</summary>
public sealed record ForEachPlan
{
    /// <summary>An expression as text (without <c>${{ }}</c>) that gives a list, or a literal list.</summary>
    public required JsonElement Items { get; init; }

    /// <summary>Name of the loop variable; default <c>item</c>.</summary>
    public string As { get; init; } = "item";

    /// <summary>Iterations side by side, 1 to 256; default 1.</summary>
    public int MaxParallel { get; init; } = 1;

    /// <summary>No further iteration starts once this many have failed; at least 1, default 1.</summary>
    public int StopAfterFailures { get; init; } = 1;
}
