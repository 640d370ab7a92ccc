namespace RunbookEngine.Language.Editing;

/// <summary>A stretch of a text, as offsets.</summary>
public readonly record struct TextRange(int Start, int End);

/// <param name="Range">What it is about.</param>
/// <param name="Markdown">What to show.</param>
public sealed record EditorHover(TextRange Range, string Markdown);

/// <summary>Something that can be written at a place.</summary>
/// <param name="Range">What it replaces.</param>
public sealed record EditorCompletion(string Label, EditorItemKind Kind, string Insert, TextRange Range, string? Detail, string? Documentation);

public enum EditorItemKind
{
    Key,
    Verb,
    Value,
    Step,
    Target,
    Variable,
    Function,
}

/// <summary>Where a name is defined.</summary>
/// <param name="Path">Absolute path of another file; null for this one.</param>
public sealed record EditorLocation(string? Path, TextRange Range);

/// <summary>An entry of the outline.</summary>
/// <param name="Name">Its id or key.</param>
/// <param name="Range">All of it.</param>
/// <param name="NameRange">The name alone.</param>
public sealed record EditorSymbol(string Name, string? Detail, EditorSymbolKind Kind, TextRange Range, TextRange NameRange, IReadOnlyList<EditorSymbol> Children);

public enum EditorSymbolKind
{
    Section,
    Input,
    Target,
    Step,
    Branch,
}
