using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Sinks;

namespace RunbookEngine.Language.Documents;

/// <summary>Characters of a file with which it reads differently from how it is shown.</summary>
internal static class CharacterFindings
{
    /// <summary>Of the whole text, comments too: what ends a line for some readers only, and what turns the direction of writing. With one of them the text is not read.</summary>
    public static IReadOnlyList<Diagnostic> OfText(string file, string text)
    {
        var (found, line, start) = (new List<Diagnostic>(), 1, 0);
        for (var i = 0; i < text.Length && found.Count < DocumentLimits.Findings; i++)
        {
            var c = text[i];
            if (c == '\n')
                (line, start) = (line + 1, i + 1);
            else if (c == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))
                Add(i, "a line ends with U+000D (carriage return) alone: editors and searches show what follows as part of the same line", "end lines with LF, or with CR LF");
            else if (Characters.IsLineEnd(c))
                Add(i, $"{Characters.Name(c)} ends a line for some readers and not for others", $"remove it; inside double quotes it is written \\u{(int)c:X4}");
            else if (Characters.IsBidirectional(c))
                Add(i, $"{Characters.Name(c)} is invisible and shows the text behind it in another order than it is read", $"remove it; inside double quotes it is written \\u{(int)c:X4}");
        }

        return found;

        void Add(int at, string message, string help) =>
            found.Add(Diagnostic.Error(Codes.HiddenCharacter, new SourceSpan(file, line, at - start + 1, line, at - start + 2), message, help));
    }

    /// <summary>Of a key or a value: what is no text at all, and without quotes also what nobody means.</summary>
    public static Diagnostic? OfScalar(ScalarNode scalar) =>
        SinkText.HasLoneSurrogate(scalar.Raw)
            ? Diagnostic.Error(Codes.HiddenCharacter, scalar.At, $"{Characters.Name(scalar.Raw.First(char.IsSurrogate))} stands alone: it is half of a surrogate pair, and no character",
                "write the whole character, or its number with \\U and eight digits")
        : scalar.IsPlain ? OfPlain(scalar) : null;

    private static Diagnostic? OfPlain(ScalarNode scalar) =>
        Characters.FirstHidden(scalar.Raw) is { } hidden
            ? Diagnostic.Error(Codes.HiddenCharacter, scalar.Part(hidden.Offset, 1), $"`{scalar.Raw}` holds an invisible character: {Characters.Name(hidden.Code)}",
                "type it anew; text copied from pages and documents holds such characters")
        : Characters.FirstLookAlike(scalar.Raw) is { } other
            ? Diagnostic.Error(Codes.LookAlike, scalar.Part(other.Offset, 1), $"`{scalar.Raw}` mixes scripts in a word: {Characters.Name(other.Code)}",
                "type the word anew, or write it in quotes if it is meant so")
        : null;
}
