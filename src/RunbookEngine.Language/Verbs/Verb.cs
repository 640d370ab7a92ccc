using RunbookEngine.Language.Expressions;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Verbs;

/// <summary>What the compiler knows of a verb. Its arguments are in the JSON Schema.</summary>
/// <param name="Name">The key in a runbook.</param>
public sealed record Verb(string Name)
{
    /// <summary>The pair operation it asks for; null for other verbs, reading pair verbs included.</summary>
    public PairAction? Action { get; init; }

    /// <summary>It may change something on an array or elsewhere, so a rollback has to say what becomes of it.</summary>
    public bool Changes { get; init; }

    /// <summary>Its rollback can be derived from the operation and the pair state seen before it.</summary>
    public bool UndoesItself { get; init; }

    /// <summary>Technologies it exists for; empty: all.</summary>
    public IReadOnlyList<Technology> Technologies { get; init; } = [];

    /// <summary>Type of <c>steps.ID.outputs</c>.</summary>
    public ExprType Outputs { get; init; } = ExprType.ObjectOf();

    /// <summary>Arguments into which a secret may flow.</summary>
    public IReadOnlyList<string> SecretArguments { get; init; } = [];

    /// <summary>Arguments that must be known when the runbook is compiled: no expressions, or over <c>inputs</c> only.</summary>
    public IReadOnlyList<string> ConstantArguments { get; init; } = [];

    public bool IsPair => Name.StartsWith("pair.", StringComparison.Ordinal);

    /// <summary>Its <c>on</c> names a target, a copy group or a pair.</summary>
    public bool NamesPairs => IsPair || Name.StartsWith("volume.", StringComparison.Ordinal);

    public bool IsContainer => Name is "parallel" or "group";
}
