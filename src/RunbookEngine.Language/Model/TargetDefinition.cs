using System.Collections.Immutable;
using RunbookEngine.Language.Documents;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Model;

/// <summary>A named set of copy groups: part of the fence.</summary>
public sealed record TargetDefinition(Located<string> Name)
{
    public Located<Technology>? Technology { get; init; }

    public Located<string>? Array { get; init; }

    public Located<string>? RemoteArray { get; init; }

    /// <summary>Names, globs and expressions as written.</summary>
    public ImmutableArray<ScalarNode> CopyGroups { get; init; } = [];
}
