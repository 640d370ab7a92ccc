using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>A piece of a template, in the order of the text.</summary>
public abstract record TemplateNode
{
    private TemplateNode() { }

    public sealed record Fixed(string Text) : TemplateNode;

    /// <summary>The value of an expression, written into the text.</summary>
    public sealed record Print(Expression Expression) : TemplateNode;

    /// <summary>The first branch whose condition holds, or else <paramref name="Otherwise"/>.</summary>
    public sealed record If(IReadOnlyList<(Expression Condition, IReadOnlyList<TemplateNode> Body)> Branches, IReadOnlyList<TemplateNode> Otherwise)
        : TemplateNode;

    /// <summary>The body once for each element; <paramref name="Otherwise"/> when there is none.</summary>
    public sealed record For(
        string Variable,
        Expression Items,
        Expression? Offset,
        Expression? Limit,
        bool IsReversed,
        IReadOnlyList<TemplateNode> Body,
        IReadOnlyList<TemplateNode> Otherwise) : TemplateNode;
}
