using System.Text.RegularExpressions;
using RunbookEngine.Language.Diagnostics;
using YamlDotNet.Core;

namespace RunbookEngine.Language.Documents;

/// <summary>Turns the parser's complaint into one an author understands, at the place that caused it.</summary>
internal static partial class SyntaxFindings
{
    public static Diagnostic Of(string file, string text, Mark at, string message)
    {
        // The parser reports a tab at the start of the block around it, so it is looked for.
        if (FirstTab(text, (int)Math.Max(1, at.Line)) is { } tab)
        {
            return Diagnostic.Error(Codes.Tab, new SourceSpan(file, tab.Line, tab.Column, tab.Line, tab.Column + 1),
                "a tab in the indentation; YAML allows blanks only", "replace it by blanks");
        }

        if (message.Contains("surrogate", StringComparison.OrdinalIgnoreCase) && FirstHalf(text, (int)Math.Max(1, at.Line)) is { } half)
        {
            return Diagnostic.Error(Codes.HiddenCharacter, new SourceSpan(file, half.Line, half.Column, half.Line, half.Column + half.Written.Length),
                $"{half.Written} stands alone: it is half of a surrogate pair, and no character", "write the character itself, both halves, or its number with \\U and eight digits");
        }

        var (line, column) = ((int)Math.Max(1, at.Line), (int)Math.Max(1, at.Column));
        var span = new SourceSpan(file, line, column, line, column + 1);
        return Diagnostic.Error(Codes.Syntax, span, $"not valid YAML: {Plain(message)}", HelpFor(message));
    }

    private static (int Line, int Column, string Written)? FirstHalf(string text, int from)
    {
        var line = 0;
        foreach (var content in text.Split('\n'))
        {
            if (++line >= from && Half().Match(content) is { Success: true } half)
                return (line, half.Index + 1, half.Value);
        }

        return null;
    }

    [GeneratedRegex(@"\\u[dD](?:[89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD])[c-fC-F][0-9a-fA-F]{2})")]
    private static partial Regex Half();

    private static (int Line, int Column)? FirstTab(string text, int from)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            var indent = content.IndexOfAnyExcept(' ');
            if (line >= from && indent >= 0 && content[indent] == '\t' && !content[indent..].Trim().IsEmpty)
                return (line, indent + 1);
        }

        return null;
    }

    // "(Line: 3, Col: 1, Idx: 20) - (…): While parsing …": positions are ours to give.
    private static string Plain(string message)
    {
        var start = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        var plain = (start < 0 ? message : message[(start + 3)..]).TrimEnd('.');
        return plain.Length == 0 ? "unexpected text" : char.ToLowerInvariant(plain[0]) + plain[1..];
    }

    private static string? HelpFor(string message) => message switch
    {
        _ when message.Contains("mapping values", StringComparison.OrdinalIgnoreCase) || message.Contains("invalid mapping", StringComparison.OrdinalIgnoreCase) => "a text that holds `: ` must be in quotes; check the indentation",
        _ when message.Contains("block mapping", StringComparison.OrdinalIgnoreCase) => "check the indentation: keys of one map start in the same column",
        _ when message.Contains("escape", StringComparison.OrdinalIgnoreCase) => "inside double quotes a backslash begins an escape: write two of them, or use single quotes",
        _ when message.Contains("quoted scalar", StringComparison.OrdinalIgnoreCase) => "the closing quote is missing",
        _ when message.Contains("flow", StringComparison.OrdinalIgnoreCase) => "a bracket or brace is not closed, or a comma is missing",
        _ => null,
    };
}
