namespace RunbookEngine.Language.Expressions;

/// <summary>Reads the text between <c>${{</c> and <c>}}</c>. Never throws for what an author wrote.</summary>
public static class ExpressionParser
{
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
        try
        {
            var root = new PrattParser(text, start, start + length, 0, diagnostics).ParseAll();
            return new(text, root, diagnostics);
        }
        catch (SyntaxError error)
        {
            diagnostics.Add(error.Diagnostic);
            return new(text, null, diagnostics);
        }
    }
}
