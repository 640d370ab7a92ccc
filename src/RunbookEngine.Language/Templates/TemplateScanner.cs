using System.Text;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>Cuts a text at <c>${{ … }}</c>. <c>$${{</c> is a plain <c>${{</c>. Strings and braces inside of code are minded.</summary>
internal static class TemplateScanner
{
    public const string Open = "${{";
    public const string Close = "}}";
    private const string Escaped = "$${{";

    public static List<TemplatePiece> Scan(string text, bool stripMarks, List<ExpressionDiagnostic> diagnostics)
    {
        var pieces = new List<TemplatePiece>();
        var plain = new StringBuilder();
        var plainStart = 0;
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('$', at);
            if (open < 0)
            {
                break;
            }

            plain.Append(text, at, open - at);
            if (Matches(text, open, Escaped))
            {
                plain.Append(Open);
                at = open + Escaped.Length;
            }
            else if (!Matches(text, open, Open))
            {
                plain.Append('$');
                at = open + 1;
            }
            else
            {
                AddPlain(pieces, plain, plainStart, open);
                var piece = Code(text, open, stripMarks, diagnostics);
                pieces.Add(piece);
                plainStart = at = piece.End;
            }
        }

        plain.Append(text, at, text.Length - at);
        AddPlain(pieces, plain, plainStart, text.Length);
        return pieces;
    }

    private static void AddPlain(List<TemplatePiece> pieces, StringBuilder plain, int start, int end)
    {
        if (plain.Length > 0)
        {
            pieces.Add(new TemplatePiece(plain.ToString(), start, end));
            plain.Clear();
        }
    }

    private static TemplatePiece Code(string text, int open, bool stripMarks, List<ExpressionDiagnostic> diagnostics)
    {
        var start = open + Open.Length;
        var close = FindClose(text, start);
        if (close < 0)
        {
            diagnostics.Add(new ExpressionDiagnostic(
                ExpressionCodes.TemplateOpen, open, Open.Length, "this `${{` is not closed; `}}` is missing", "for a plain `${{` write `$${{`"));
            return new TemplatePiece("", open, text.Length);
        }

        var (left, right, end) = (' ', ' ', close);
        if (stripMarks && start < end && text[start] is '-' or '~')
        {
            left = text[start++];
        }

        if (stripMarks && start < end && text[end - 1] is '-' or '~')
        {
            right = text[--end];
        }

        return new TemplatePiece(null, open, close + Close.Length, start, end, left, right);
    }

    private static int FindClose(string text, int start)
    {
        var depth = 0;
        // No expression is longer, and a broken one must not be searched to the end of the text again and again.
        var end = Math.Min(text.Length, start + ExpressionLimits.Length + Close.Length);
        for (var at = start; at < end; at++)
        {
            switch (text[at])
            {
                case '"' or '\'' or '`':
                    at = StringLiteral.Skip(text, at, end) - 1;
                    break;
                case '{':
                    depth++;
                    break;
                case '}' when depth > 0:
                    depth--;
                    break;
                case '}' when Matches(text, at, Close):
                    return at;
            }
        }

        // A quote or brace that is never closed hides the end; take the next one so that the message points at the quote.
        return text.IndexOf(Close, start, StringComparison.Ordinal);
    }

    private static bool Matches(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;
}
