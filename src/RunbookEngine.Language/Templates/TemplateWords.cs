using RunbookEngine.Language.Expressions;
using Scriban.Parsing;

namespace RunbookEngine.Language.Templates;

/// <summary>What the code between two delimiters is: a statement of a block, or an expression.</summary>
/// <param name="Word">if, else, "else if", for, end; a statement that texts do not have; or "" for an expression.</param>
/// <param name="After">The offset behind the word.</param>
internal readonly record struct TemplateStatement(string Word, int After)
{
    /// <summary>Scriban has them, texts of a runbook do not.</summary>
    private static readonly HashSet<string> Unknown =
        ["while", "case", "when", "with", "capture", "func", "include", "import", "break", "continue", "ret", "tablerow", "wrap", "readonly"];

    public bool IsKnown => !Unknown.Contains(Word);

    /// <summary><c>for.index</c> and <c>end_time</c> are expressions.</summary>
    public static TemplateStatement Of(string text, TemplatePiece piece)
    {
        var (word, after) = Next(text, piece.CodeStart, piece.CodeEnd);
        if (word is not ("if" or "else" or "for" or "end") && !Unknown.Contains(word) || after < piece.CodeEnd && text[after] is '.' or '[')
        {
            return new("", piece.CodeStart);
        }

        return word == "else" && Next(text, after, piece.CodeEnd) is ("if", var afterIf) ? new("else if", afterIf) : new(word, after);
    }

    public static (string Word, int After) Next(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        var stop = start;
        while (stop < end && Names.IsPart(text[stop]))
        {
            stop++;
        }

        return (text[start..stop], stop);
    }
}

/// <summary><c>x in list offset:2 limit:3 reversed</c>: what stands behind <c>for</c>.</summary>
/// <param name="ItemsEnd">Where the list ends and the options start.</param>
internal sealed record TemplateLoop(string Variable, int VariableStart, int ItemsStart, int ItemsEnd, ParsedExpression? Offset, ParsedExpression? Limit, bool IsReversed)
{
    /// <summary>Scriban takes one value behind <c>limit:</c> and has its own order of offset, limit and reversed; ours reads whole expressions.</summary>
    /// <returns>Null when it is no loop; the diagnostics say why.</returns>
    public static TemplateLoop? Read(string text, int start, int end, List<ExpressionDiagnostic> diagnostics)
    {
        SourceTokens tokens;
        try
        {
            tokens = SourceTokens.Read(text, start, end);
        }
        catch (SyntaxError error)
        {
            diagnostics.Add(error.Diagnostic);
            return null;
        }

        if (tokens.All is not [{ Type: TokenType.Identifier } variable, { Type: TokenType.Identifier } keyword, ..] || tokens.TextOf(keyword) != "in")
        {
            diagnostics.Add(new ExpressionDiagnostic(ExpressionCodes.TemplateBlock, start, end - start, "a loop is written `for x in list`"));
            return null;
        }

        var name = tokens.TextOf(variable);
        if (FunctionCatalogue.IsNamespace(name) || name is "true" or "false" or "null" or "empty" or "for" or "this" or "do" or "in" or "while" or "tablerow")
        {
            diagnostics.Add(new ExpressionDiagnostic(ExpressionCodes.TemplateBlock, variable.Start, variable.Length, $"`{name}` cannot name a loop variable"));
            return null;
        }

        var options = Options(tokens);
        ParsedExpression? offset = null, limit = null;
        var reversed = false;
        for (var i = 0; i < options.Count; i++)
        {
            var option = tokens.All[options[i]];
            var stop = i + 1 < options.Count ? tokens.All[options[i + 1]].Start : end;
            switch (tokens.TextOf(option))
            {
                case "reversed":
                    reversed = true;
                    break;
                case "offset":
                    offset = Value(tokens.All[options[i] + 1].End, stop);
                    break;
                default:
                    limit = Value(tokens.All[options[i] + 1].End, stop);
                    break;
            }
        }

        return new TemplateLoop(name, variable.Start, keyword.End, options.Count > 0 ? tokens.All[options[0]].Start : end, offset, limit, reversed);

        ParsedExpression Value(int from, int to)
        {
            var parsed = ExpressionParser.Parse(text, from, Math.Max(0, to - from));
            diagnostics.AddRange(parsed.Diagnostics);
            return parsed;
        }
    }

    // Positions of offset:, limit: and reversed outside of all brackets, behind at least one token of the list.
    private static List<int> Options(SourceTokens tokens)
    {
        var found = new List<int>();
        var depth = 0;
        for (var i = 2; i < tokens.All.Count; i++)
        {
            var token = tokens.All[i];
            depth += token.IsOpening ? 1 : token.IsClosing ? -1 : 0;
            if (depth == 0 && i > 2 && token.Type == TokenType.Identifier && tokens.All[i - 1].Type is not (TokenType.Dot or TokenType.QuestionDot)
                && (tokens.TextOf(token) == "reversed"
                    || tokens.TextOf(token) is "offset" or "limit" && i + 1 < tokens.All.Count && tokens.All[i + 1].Type == TokenType.Colon))
            {
                found.Add(i);
            }
        }

        return found;
    }
}
