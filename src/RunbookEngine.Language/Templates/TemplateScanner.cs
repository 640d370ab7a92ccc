using System.Text;
using RunbookEngine.Language.Expressions;
using Scriban.Parsing;

namespace RunbookEngine.Language.Templates;

/// <summary>Fixed text, or the range of code between the delimiters when <paramref name="Fixed"/> is null.</summary>
/// <param name="Start">Where the piece starts, its delimiter included.</param>
/// <param name="CodeStart">Of code: behind the opening delimiter and its strip mark.</param>
/// <param name="CodeEnd">Of code: before the strip mark and the closing delimiter.</param>
/// <param name="StripLeft">-, ~ or none: white space before it goes.</param>
/// <param name="StripRight">-, ~ or none: white space behind it goes.</param>
internal sealed record TemplatePiece(
    string? Fixed, int Start, int End, int CodeStart = 0, int CodeEnd = 0, string StripLeft = "", string StripRight = "");

/// <summary>Cuts a text at <c>${{ … }}</c>. <c>$${{</c> is a plain <c>${{</c>. Scriban's lexer tells where code ends.</summary>
internal static class TemplateScanner
{
    public const string Open = "${{";
    public const string Close = "}}";
    private const string Escaped = "$${{";

    /// <summary>So many broken delimiters are reported; then the rest is not searched.</summary>
    private const int MostBroken = 20;

    public static List<TemplatePiece> Scan(string text, bool stripMarks, List<ExpressionDiagnostic> diagnostics)
    {
        var pieces = new List<TemplatePiece>();
        var plain = new StringBuilder();
        var code = SourceTokens.WithoutClosingEscapes(text);
        var (plainStart, at, broken) = (0, 0, 0);
        for (var open = text.IndexOf('$', StringComparison.Ordinal); open >= 0 && broken < MostBroken; open = text.IndexOf('$', at))
        {
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
                var piece = Code(text, code, open, stripMarks, diagnostics, ref broken);
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

    private static TemplatePiece Code(string text, string code, int open, bool stripMarks, List<ExpressionDiagnostic> diagnostics, ref int broken)
    {
        var start = open + Open.Length;
        var close = FindClose(code, open, ref broken);
        if (close < 0)
        {
            diagnostics.Add(new ExpressionDiagnostic(
                ExpressionCodes.TemplateOpen, open, Open.Length, "this `${{` is not closed; `}}` is missing", "for a plain `${{` write `$${{`"));
            return new TemplatePiece("", open, text.Length);
        }

        var (left, right, end) = ("", "", close);
        if (stripMarks && start < end && text[start] is '-' or '~')
        {
            left = text[start++].ToString();
        }

        if (stripMarks && start < end && text[end - 1] is '-' or '~')
        {
            right = text[--end].ToString();
        }

        return new TemplatePiece(null, open, close + Close.Length, start, end, left, right);
    }

    private static int FindClose(string text, int open, ref int broken)
    {
        // No expression is longer, and a broken one must not be searched to the end of the text again and again.
        var last = open + Open.Length + ExpressionLimits.Length;
        var lexer = new Lexer(text, null, new LexerOptions { StartPosition = new TextPosition(open + 1, 0, 0) });
        foreach (var token in lexer)
        {
            if (lexer.HasErrors || token.Type == TokenType.Eof || token.End.Offset > last)
            {
                break;
            }

            if (token.Type == TokenType.CodeExit)
            {
                return token.End.Offset - 1;
            }
        }

        // A quote or brace that is never closed hides the end; take the next one so that the message points at the quote.
        broken++;
        return text.IndexOf(Close, open + Open.Length, StringComparison.Ordinal);
    }

    private static bool Matches(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;
}
