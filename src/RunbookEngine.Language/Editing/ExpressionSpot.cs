using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;
using RunbookEngine.Language.Typing;

namespace RunbookEngine.Language.Editing;

/// <summary>The expression under the cursor.</summary>
/// <param name="Expression">Parsed; its offsets count in the scalar's text.</param>
/// <param name="Cursor">The cursor in the scalar's text.</param>
/// <param name="Origin">Offset of the scalar's text in the document.</param>
internal sealed record ExpressionSpot(Expression Expression, int Cursor, int Origin)
{
    /// <summary>Null when the cursor is in no expression, or in a text whose places are not known (several lines, escapes).</summary>
    public static ExpressionSpot? Find(NodePath at, TextMap map, int offset)
    {
        var scalar = at.Node;
        var (start, end) = map.Offsets(scalar.At);
        var quotes = scalar.IsPlain ? 0 : 1;
        if (at.IsKey || scalar.IsMultiLine || end - start != scalar.Raw.Length + 2 * quotes)
            return null;
        var origin = start + quotes;
        var cursor = offset - origin;
        if (cursor < 0 || cursor > scalar.Raw.Length)
            return null;
        if (at.Path[^1] is "when" or "foreach" && !TemplateParser.HasExpressions(scalar.Raw))
            return BareExpression.Parse(scalar.Raw).Expression.Root is { } bare ? new(bare, cursor, origin) : null;
        var piece = TemplateScanner.Scan(scalar.Raw, false, []).FirstOrDefault(p => p.Fixed is null && p.Start <= cursor && cursor <= p.End);
        if (piece is null || piece.CodeEnd <= piece.CodeStart)
            return null;
        return ExpressionParser.Parse(scalar.Raw, piece.CodeStart, piece.CodeEnd - piece.CodeStart).Root is { } root ? new(root, cursor, origin) : null;
    }

    public TextRange Range(int offset, int length) => new(Origin + offset, Origin + offset + length);
}
