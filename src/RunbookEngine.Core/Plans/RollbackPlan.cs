using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace RunbookEngine.Plans;

/// <summary>How a step is taken back.</summary>
public sealed record RollbackPlan(RollbackKind Kind, string? Reason, ImmutableArray<PlanStep> Steps)
{
    /// <summary>The step changes nothing.</summary>
    public static RollbackPlan NotNeeded { get; } = new(RollbackKind.NotNeeded, null, []);

    /// <summary>Derived from the operation and the pair state seen before it.</summary>
    public static RollbackPlan Auto { get; } = new(RollbackKind.Auto, null, []);

    public static RollbackPlan None(string reason) => new(RollbackKind.None, reason, []);

    public static RollbackPlan By(ImmutableArray<PlanStep> steps) => new(RollbackKind.Steps, null, steps);
}

[JsonConverter(typeof(JsonStringEnumConverter<RollbackKind>))]
public enum RollbackKind
{
    [JsonStringEnumMemberName("not-needed")] NotNeeded,
    [JsonStringEnumMemberName("auto")] Auto,

    /// <summary>Deliberately not taken back; the author gave a reason.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>By the steps the author wrote.</summary>
    [JsonStringEnumMemberName("steps")] Steps,
}
