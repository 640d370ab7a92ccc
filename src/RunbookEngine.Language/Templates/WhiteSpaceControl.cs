namespace RunbookEngine.Language.Templates;

/// <summary>
/// Drops white space beside code as Scriban does: <c>-</c> all of it, line ends included; <c>~</c> on the left what stands before
/// it on the line, on the right the rest of the line with one line end.
/// </summary>
internal static class WhiteSpaceControl
{
    public static List<TemplatePiece> Apply(List<TemplatePiece> pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Fixed is not { } text)
            {
                continue;
            }

            var afterCode = i > 0 ? pieces[i - 1].StripRight : ' ';
            var beforeCode = i + 1 < pieces.Count ? pieces[i + 1].StripLeft : ' ';
            text = afterCode switch { '-' => text.TrimStart(), '~' => TrimLineStart(text), _ => text };
            text = beforeCode switch { '-' => text.TrimEnd(), '~' => text.TrimEnd(' ', '\t'), _ => text };
            pieces[i] = pieces[i] with { Fixed = text };
        }

        return pieces;
    }

    private static string TrimLineStart(string text)
    {
        var at = 0;
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        if (at < text.Length && text[at] == '\r')
        {
            at++;
        }

        return text[(at < text.Length && text[at] == '\n' ? at + 1 : at)..];
    }
}
