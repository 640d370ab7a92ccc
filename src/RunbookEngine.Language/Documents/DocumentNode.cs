using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Documents;

/// <summary>A value of a YAML document, with its place.</summary>
public abstract class DocumentNode(SourceSpan at)
{
    public SourceSpan At { get; } = at;

    /// <summary>What it is, in an author's words, with an article.</summary>
    public abstract string Kind { get; }

    /// <summary>The text of a scalar; null for maps, lists and null.</summary>
    public string? Text => this is ScalarNode { Value: not ScalarValue.Null } scalar ? scalar.Raw : null;
}

/// <summary>One key with its value.</summary>
public sealed record MapEntry(ScalarNode Key, DocumentNode Value);

/// <summary>A map; keys are unique and in the order written.</summary>
public sealed class MapNode(SourceSpan at, IReadOnlyList<MapEntry> entries) : DocumentNode(at)
{
    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    public override string Kind => "a map";

    public MapEntry? Entry(string key) => Entries.FirstOrDefault(e => e.Key.Raw == key);

    public DocumentNode? this[string key] => Entry(key)?.Value;
}

public sealed class ListNode(SourceSpan at, IReadOnlyList<DocumentNode> items) : DocumentNode(at)
{
    public IReadOnlyList<DocumentNode> Items { get; } = items;

    public override string Kind => "a list";
}

/// <summary>A single value.</summary>
/// <param name="raw">The text as written, quotes and escapes resolved.</param>
/// <param name="plain">Written without quotes, so that YAML decides what it is.</param>
/// <param name="value">What it is by the YAML 1.2 core schema.</param>
/// <param name="multiLine">A block scalar, or quoted over several lines: positions inside it are not known.</param>
public sealed class ScalarNode(SourceSpan at, string raw, bool plain, ScalarValue value, bool multiLine = false) : DocumentNode(at)
{
    public string Raw { get; } = raw;

    public bool IsPlain { get; } = plain;

    public bool IsMultiLine { get; } = multiLine;

    public ScalarValue Value { get; } = value;

    public override string Kind => Value switch
    {
        ScalarValue.Null => "nothing",
        ScalarValue.Boolean => "a boolean",
        ScalarValue.Integer => "a whole number",
        ScalarValue.Number => "a number",
        _ => "a text",
    };

    /// <summary>The place of a part of the text; the whole value where that cannot be told.</summary>
    public SourceSpan Part(int offset, int length) =>
        IsMultiLine || At.Line != At.EndLine || At.EndColumn - At.Column != Raw.Length + (IsPlain ? 0 : 2)
            ? At
            : At.Part(offset + (IsPlain ? 0 : 1), Math.Max(1, length));
}
