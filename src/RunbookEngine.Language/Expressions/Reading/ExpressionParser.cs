using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

/// <summary>Reads the text between <c>${{</c> and <c>}}</c> with Scriban's parser. Never throws for what an author wrote.</summary>
public static class ExpressionParser
{
    private static readonly ParserOptions Options = new() { ExpressionDepthLimit = 2 * ExpressionLimits.Height + ExpressionLimits.Depth };

    private static readonly LexerOptions OneExpression = new() { Mode = ScriptMode.ScriptOnly };

    public static ParsedExpression Parse(string text) => Parse(text, 0, text.Length);

    /// <summary>Reads a range of a longer text; offsets count from the start of the whole text.</summary>
    public static ParsedExpression Parse(string text, int start, int length)
    {
        if (length > ExpressionLimits.Length)
        {
            return new(text, null, [new(
                ExpressionCodes.Limit, start, length, $"an expression has at most {ExpressionLimits.Length} characters, this one has {length}")]);
        }

        var diagnostics = new List<ExpressionDiagnostic>();
        var nodes = new NodeTable();
        try
        {
            var tokens = SourceTokens.Read(text, start, start + length);
            var prepared = new Preparation(text, tokens).Make();
            var parsed = Template.Parse(prepared.ToString(), null, Options, OneExpression);
            if (parsed.HasErrors)
            {
                throw ParserErrors.Explain(parsed.Messages, prepared, tokens);
            }

            var root = new Admission(text, prepared, nodes, diagnostics).Admit(Only(parsed.Page));
            return new(text, root, diagnostics) { Nodes = nodes, Prepared = prepared };
        }
        catch (SyntaxError error)
        {
            diagnostics.Add(error.Diagnostic);
            return new(text, null, diagnostics);
        }
    }

    /// <summary>The page of a whole text; what is between its delimiters has been read as expressions before.</summary>
    internal static (ScriptPage? Page, LogMessageBag Messages) ParsePage(string text)
    {
        var parsed = Template.Parse(text, null, Options);
        return (parsed.HasErrors ? null : parsed.Page, parsed.Messages);
    }

    private static ScriptExpression? Only(ScriptPage? page) => page?.Body?.Statements is [ScriptExpressionStatement only] ? only.Expression : null;
}
