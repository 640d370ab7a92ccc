using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary><c>x in list offset:2 limit:3 reversed</c>: what stands behind <c>for</c>.</summary>
internal sealed record ForHeader(string Variable, Expression Items, Expression? Offset, Expression? Limit, bool IsReversed)
{
    public static ForHeader? Read(string text, int start, int end, Func<int, int, Expression?> read, List<ExpressionDiagnostic> diagnostics)
    {
        List<Token> tokens;
        try
        {
            tokens = Lexer.Read(text, start, end);
        }
        catch (SyntaxError error)
        {
            diagnostics.Add(error.Diagnostic);
            return null;
        }

        if (tokens is not [{ Kind: TokenKind.Name }, { Kind: TokenKind.Name, Text: "in" }, ..])
        {
            diagnostics.Add(new ExpressionDiagnostic(ExpressionCodes.TemplateBlock, start, end - start, "a loop is written `for x in list`"));
            return null;
        }

        if (FunctionCatalogue.IsNamespace(tokens[0].Text) || tokens[0].Text is "true" or "false" or "null" or "empty" or "for")
        {
            diagnostics.Add(new ExpressionDiagnostic(ExpressionCodes.TemplateBlock, tokens[0].Start, tokens[0].Length, $"`{tokens[0].Text}` cannot name a loop variable"));
            return null;
        }

        var parameters = Parameters(tokens);
        var items = read(tokens[1].End, parameters.Count > 0 ? tokens[parameters[0]].Start : end);
        Expression? offset = null, limit = null;
        var reversed = false;
        for (var i = 0; i < parameters.Count; i++)
        {
            var token = tokens[parameters[i]];
            var stop = i + 1 < parameters.Count ? tokens[parameters[i + 1]].Start : end;
            switch (token.Text)
            {
                case "reversed":
                    reversed = true;
                    break;
                case "offset":
                    offset = read(tokens[parameters[i] + 1].End, stop);
                    break;
                default:
                    limit = read(tokens[parameters[i] + 1].End, stop);
                    break;
            }
        }

        return items is null ? null : new ForHeader(tokens[0].Text, items, offset, limit, reversed);
    }

    // Positions of offset:, limit: and reversed outside of all brackets, behind at least one token of the list.
    private static List<int> Parameters(List<Token> tokens)
    {
        var found = new List<int>();
        var depth = 0;
        for (var i = 2; i < tokens.Count - 1; i++)
        {
            depth += tokens[i].Kind switch
            {
                TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace => 1,
                TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace => -1,
                _ => 0,
            };
            if (depth == 0 && i > 2 && tokens[i].Kind == TokenKind.Name && tokens[i - 1].Kind is not (TokenKind.Dot or TokenKind.QuestionDot)
                && (tokens[i].Text == "reversed" || tokens[i].Text is "offset" or "limit" && tokens[i + 1].Kind == TokenKind.Colon))
            {
                found.Add(i);
            }
        }

        return found;
    }
}
