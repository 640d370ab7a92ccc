using System.Collections.Immutable;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Verbs;

namespace RunbookEngine.Language.Model;

/// <summary>A step as written.</summary>
public sealed record Step
{
    public required MapNode Node { get; init; }

    /// <summary>Null when it is missing or of a wrong form, and for undo steps.</summary>
    public Located<string>? Id { get; init; }

    /// <summary>Every verb key the step has; exactly one in a right runbook.</summary>
    public ImmutableArray<MapEntry> VerbKeys { get; init; } = [];

    /// <summary>Null unless the step has exactly one verb.</summary>
    public Verb? Verb { get; init; }

    /// <summary>The verb's arguments; null for none.</summary>
    public DocumentNode? With => VerbKeys is [var only] ? only.Value : null;

    /// <summary>Steps inside a <c>group</c> (one branch) or <c>parallel</c>.</summary>
    public ImmutableArray<Branch> Branches { get; init; } = [];

    /// <summary>Steps of its <c>rollback</c>.</summary>
    public ImmutableArray<Step> Undo { get; init; } = [];

    /// <summary>An argument of the verb, or null.</summary>
    public DocumentNode? Argument(string name) => (With as MapNode)?[name];

    /// <summary>A modifier, or null.</summary>
    public DocumentNode? Modifier(string name) => Node[name];

    /// <summary>Where to point when the step as a whole is meant: its verb, else its id, else its start.</summary>
    public Diagnostics.SourceSpan At => VerbKeys is [var first, ..] ? first.Key.At : Id?.At ?? Node.At;

    /// <summary>How messages name it.</summary>
    public string Title => Id is { } id ? $"`{id.Value}`" : "this step";
}

/// <param name="Name">Name of a parallel branch; null for a group.</param>
public sealed record Branch(Located<string>? Name, ImmutableArray<Step> Steps);
