using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>The words that make code a statement instead of an expression.</summary>
internal sealed class BlockWords(string text)
{
    public static readonly HashSet<string> Opening = ["if", "for"];

    public static readonly HashSet<string> Inner = ["else", "end"];

    /// <summary>Scriban has them, texts of a runbook do not.</summary>
    public static readonly HashSet<string> Unknown =
        ["while", "case", "when", "with", "capture", "func", "include", "import", "break", "continue", "ret", "tablerow", "wrap", "readonly"];

    /// <summary>The statement's word, or "" for an expression: <c>for.index</c> and <c>end_time</c> are expressions.</summary>
    public string Of(TemplatePiece piece)
    {
        var word = At(piece.CodeStart, piece.CodeEnd);
        if (!Opening.Contains(word) && !Inner.Contains(word) && !Unknown.Contains(word))
        {
            return "";
        }

        var after = After(piece.CodeStart);
        return after < piece.CodeEnd && text[after] is '.' or '[' ? "" : word;
    }

    /// <summary>The word that starts behind the blanks at a place.</summary>
    public string At(int start, int end)
    {
        start = SkipBlanks(start, end);
        var stop = start;
        while (stop < end && Lexer.IsNamePart(text[stop]))
        {
            stop++;
        }

        return text[start..stop];
    }

    /// <summary>The offset behind that word.</summary>
    public int After(int start)
    {
        var at = SkipBlanks(start, text.Length);
        while (at < text.Length && Lexer.IsNamePart(text[at]))
        {
            at++;
        }

        return at;
    }

    public int SkipBlanks(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start;
    }
}
