using System.Globalization;
using RunbookEngine.Language.Documents;
using RunbookEngine.Sinks;

namespace RunbookEngine.Language.Diagnostics;

/// <summary>Writes diagnostics as people read them: position and message, the line with a caret, the mend.</summary>
public static class DiagnosticText
{
    /// <summary>Longer lines are cut around the caret.</summary>
    private const int Width = 160;

    /// <param name="textOf">The text of a file by the name its spans carry; null when there is none to show.</param>
    public static void Write(TextWriter writer, IEnumerable<Diagnostic> diagnostics, Func<string, string?> textOf)
    {
        var all = diagnostics.ToList();
        var secrets = all.Where(d => d.Code == Codes.SecretReference).Select(d => d.At).ToList();
        foreach (var diagnostic in all)
        {
            writer.WriteLine(SinkText.Line(diagnostic.ToString()));
            if (LineOf(textOf(diagnostic.At.File), diagnostic.At.Line) is { Length: > 0 } line)
                WriteLine(writer, Masked(line, diagnostic.At, secrets), diagnostic.At);
            if (diagnostic.Help is { } help)
                writer.WriteLine($"help: {SinkText.Line(help)}");
        }
    }

    public static string Write(IEnumerable<Diagnostic> diagnostics, Func<string, string?> textOf)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Write(writer, diagnostics, textOf);
        return writer.ToString();
    }

    private static void WriteLine(TextWriter writer, string line, SourceSpan at)
    {
        var start = Math.Clamp(at.Column - 1, 0, line.Length);
        var end = at.EndLine == at.Line ? Math.Clamp(at.EndColumn - 1, start, line.Length) : line.TrimEnd().Length;
        var cut = start > Width - 40 ? start - 40 : 0;
        var shown = line[cut..Math.Min(line.Length, cut + Width)];
        var number = at.Line.ToString(CultureInfo.InvariantCulture);
        writer.WriteLine($"{number} | {Visible(shown).TrimEnd()}");
        // What is shown escaped is wider than it is.
        var (before, marked) = (Visible(line[cut..start]).Length, Visible(line[start..Math.Clamp(end, start, cut + shown.Length)]).Length);
        writer.WriteLine($"{new string(' ', number.Length)} | {new string(' ', before)}{new string('^', Math.Max(1, marked))}");
    }

    // Diagnostics end up in logs, and what was refused as a secret may be one.
    private static string Masked(string line, SourceSpan at, IEnumerable<SourceSpan> secrets)
    {
        foreach (var secret in secrets.Where(s => s.File == at.File && s.Line == at.Line))
        {
            var start = Math.Clamp(secret.Column - 1, 0, line.Length);
            var end = secret.EndLine == secret.Line ? Math.Clamp(secret.EndColumn - 1, start, line.Length) : line.Length;
            line = line[..start] + new string('*', end - start) + line[end..];
        }

        return line;
    }

    private static string? LineOf(string? text, int line)
    {
        if (text is null)
            return null;
        var start = 0;
        for (var i = 1; i < line; i++)
        {
            start = text.IndexOf('\n', start) + 1;
            if (start == 0)
                return null;
        }

        var end = text.IndexOf('\n', start);
        return (end < 0 ? text[start..] : text[start..end]).TrimEnd('\r');
    }

    private static string Visible(string text) => SinkText.Line(Characters.Shown(text));
}
