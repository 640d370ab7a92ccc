using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>Reads texts with expressions. Never throws for what an author wrote.</summary>
public static class TemplateParser
{
    /// <summary>A scalar with <c>${{ expression }}</c> in it; blocks such as if and for are refused.</summary>
    public static Template Parse(string text) => Parse(text, false);

    /// <summary>A text for people, which may also have <c>${{ if }} … ${{ else if }} … ${{ else }} … ${{ end }}</c>,
    /// <c>${{ for x in list }} … ${{ end }}</c>, and <c>-</c> or <c>~</c> inside the delimiters to drop white space.</summary>
    public static Template ParseText(string text) => Parse(text, true);

    /// <summary>The text has <c>${{</c> in it, so it is worth reading as a template.</summary>
    public static bool HasExpressions(string text) => text.Contains(TemplateScanner.Open, StringComparison.Ordinal);

    private static Template Parse(string text, bool allowBlocks)
    {
        if (text.Length > ExpressionLimits.TemplateLength)
        {
            return new Template(text, [], [new ExpressionDiagnostic(
                ExpressionCodes.Limit, 0, text.Length, $"a text has at most {ExpressionLimits.TemplateLength} characters, this one has {text.Length}")]);
        }

        return new TemplateReading(text, allowBlocks).Read();
    }
}
