using System.Collections.Immutable;
using RunbookEngine.Language.Documents;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Model;

/// <summary>A runbook as written, every value with its place. What the author left out or got wrong is null or empty here.</summary>
public sealed record Runbook
{
    /// <summary>The file's name as it was given.</summary>
    public required string File { get; init; }

    public required MapNode Root { get; init; }

    public Located<string>? Name { get; init; }

    public string? Description { get; init; }

    public ImmutableArray<InputDefinition> Inputs { get; init; } = [];

    public ImmutableArray<TargetDefinition> Targets { get; init; } = [];

    public MapNode? Objectives { get; init; }

    public Located<FailurePolicy>? OnFailure { get; init; }

    public ImmutableArray<Step> Steps { get; init; } = [];

    public ImmutableArray<Step> Cleanup { get; init; } = [];

    public ImmutableArray<Step> Finally { get; init; } = [];

    public TargetDefinition? Target(string name) => Targets.FirstOrDefault(t => t.Name.Value == name);

    public InputDefinition? Input(string name) => Inputs.FirstOrDefault(i => i.Name.Value == name);
}
