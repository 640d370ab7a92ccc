using System.Collections.Immutable;

namespace RunbookEngine.Import.Cci.Values;

/// <summary>A text as far as it is known before the run: pieces that are known, and pieces that are an expression of the runbook.</summary>
internal sealed class ShellValue
{
    private readonly ImmutableArray<(bool IsExpression, string Text)> _pieces;

    private ShellValue(ImmutableArray<(bool, string)> pieces) => _pieces = pieces;

    /// <summary>As a runbook writes it: <c>${{ … }}</c> for what is known later.</summary>
    public string Template => string.Concat(_pieces.Select(p => p.IsExpression ? $"${{{{ {p.Text} }}}}" : p.Text.Replace("${{", "$${{", StringComparison.Ordinal)));

    /// <summary>The text itself when nothing in it is known later; else null.</summary>
    public string? Constant => _pieces.All(p => !p.IsExpression) ? string.Concat(_pieces.Select(p => p.Text)) : null;

    /// <summary>When the text is one expression and nothing else.</summary>
    public string? Expression => _pieces is [{ IsExpression: true, Text: var text }] ? text : null;

    /// <summary>What is known of it at its end, such as <c>/pairsplit</c> of <c>$HORCM/pairsplit</c>.</summary>
    public string Tail => _pieces is [.., { IsExpression: false, Text: var text }] ? text : "";

    /// <summary>What an input is without a value: <c>${NAME:-text}</c>; null when it must be given.</summary>
    public string? Default { get; private init; }

    /// <summary>As an operand of an expression: always a text.</summary>
    public string Operand => Expression ?? (Constant is { } text ? Quoted(text) : $"({string.Join(" + ", _pieces.Select(p => p.IsExpression ? $"({p.Text})" : Quoted(p.Text)))})");

    public bool IsOfInputs => Expression?.StartsWith("inputs.", StringComparison.Ordinal) == true;

    public bool IsSecret => _pieces.Any(p => p.IsExpression && p.Text.Contains("secrets.", StringComparison.Ordinal));

    public static ShellValue Of(string text) => new([(false, text)]);

    public static ShellValue Computed(string expression) => new([(true, expression)]);

    public ShellValue WithDefault(string text) => new(_pieces) { Default = text };

    public static ShellValue Joined(IReadOnlyList<ShellValue> parts) => parts.Count == 1 ? parts[0]
        : parts.All(p => p.Constant is not null) ? Of(string.Concat(parts.Select(p => p.Constant)))
        : new([.. parts.SelectMany(p => p._pieces).Where(p => p.Text.Length > 0)]);

    public static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}'";

    public override bool Equals(object? other) => other is ShellValue value && value.Template == Template && value.Default == Default;

    public override int GetHashCode() => Template.GetHashCode(StringComparison.Ordinal);
}
