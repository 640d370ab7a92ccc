using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Diagnostics;

/// <summary>What is wrong in a file, where, and how to mend it.</summary>
/// <param name="Code">The rule: <c>RB</c> and four digits; see <see cref="Codes"/>.</param>
/// <param name="Help">The mend, or null when the message says it all.</param>
public sealed record Diagnostic(string Code, Severity Severity, SourceSpan At, string Message, string? Help = null)
{
    public bool IsError => Severity == Severity.Error;

    public static Diagnostic Error(string code, SourceSpan at, string message, string? help = null) =>
        new(code, Severity.Error, at, Characters.Shown(message), Named(message, help));

    public static Diagnostic Warning(string code, SourceSpan at, string message, string? help = null) =>
        new(code, Severity.Warning, at, Characters.Shown(message), Named(message, help));

    /// <summary>By file and position, errors before warnings of the same place, without repetitions.</summary>
    public static IReadOnlyList<Diagnostic> Sort(IEnumerable<Diagnostic> found) =>
        [.. found.Distinct().OrderBy(d => d.At).ThenByDescending(d => d.Severity).ThenBy(d => d.Code, StringComparer.Ordinal)];

    /// <summary>What an author cannot see in the text that is complained of is told with it.</summary>
    private static string? Named(string message, string? help)
    {
        var named = message.Contains("U+", StringComparison.Ordinal) ? null : Characters.Named(message);
        var shown = help is null ? null : Characters.Shown(help);
        return named is null ? shown : shown is null ? named : $"{named}; {shown}";
    }

    public override string ToString() => $"{At}: {Severity.ToString().ToLowerInvariant()} {Code}: {Message}";
}
