namespace RunbookEngine.Language.Importing.Translation;

/// <summary>What a shell variable holds, as far as it can be told without running the script.</summary>
internal abstract record Binding
{
    private Binding() { }

    public sealed record Text(ShellValue Value) : Binding;

    /// <summary>The exit status of a command: <c>rc=$?</c>.</summary>
    public sealed record Status(LastCommand Of) : Binding;

    public sealed record Unknown(string Why) : Binding;
}

/// <summary>A text of a runbook.</summary>
/// <param name="Template">As a runbook writes it: <c>${{ … }}</c> for what is known later.</param>
/// <param name="Constant">The text itself when nothing in it is known later.</param>
/// <param name="Expression">When the text is one expression and nothing else.</param>
internal sealed record ShellValue(string Template, string? Constant, string? Expression)
{
    /// <summary>What an input is without a value: <c>${NAME:-text}</c>; null when it must be given.</summary>
    public string? Default { get; init; }

    public static ShellValue Of(string text) => new(text.Replace("${{", "$${{", StringComparison.Ordinal), text, null);

    public static ShellValue Computed(string expression) => new($"${{{{ {expression} }}}}", null, expression);

    public static ShellValue Joined(IReadOnlyList<ShellValue> parts) => parts.Count == 1
        ? parts[0]
        : parts.All(p => p.Constant is not null)
            ? Of(string.Concat(parts.Select(p => p.Constant)))
            : new(string.Concat(parts.Select(p => p.Template)), null, null);

    /// <summary>As an operand of an expression.</summary>
    public string? Operand => Expression ?? (Constant is { } text ? $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'" : null);
}

/// <summary>The command whose exit status <c>$?</c> is.</summary>
/// <param name="Step">The step it became; null for none.</param>
/// <param name="Checked">The copy group whose status a <c>pairvolchk -ss</c> gave; null for other commands.</param>
internal sealed record LastCommand(int Line, Writing.DraftStep? Step, string? Checked = null);
