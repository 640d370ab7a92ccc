using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Model;

/// <summary>A value the runbook is given from outside.</summary>
public sealed record InputDefinition(Located<string> Name, InputType Type)
{
    public string? Description { get; init; }

    /// <summary>Whether it must be given when there is no default; default true.</summary>
    public bool Required { get; init; } = true;

    public DocumentNode? Default { get; init; }

    /// <summary>Allowed values; empty: all.</summary>
    public IReadOnlyList<DocumentNode> Enum { get; init; } = [];

    public Located<double>? Minimum { get; init; }

    public Located<double>? Maximum { get; init; }

    public Located<string>? Pattern { get; init; }

    /// <summary>Texts may have line breaks and tabs; default false. Other control characters are never taken.</summary>
    public bool Multiline { get; init; }
}

/// <summary>What kind of value an input takes, by its name in the runbook.</summary>
public enum InputType
{
    String,
    Integer,
    Number,
    Boolean,
    Duration,
    Ldev,
    List,
}
