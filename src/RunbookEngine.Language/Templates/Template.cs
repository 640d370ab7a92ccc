using RunbookEngine.Language.Expressions;
using Scriban.Syntax;

namespace RunbookEngine.Language.Templates;

/// <summary>A text with expressions in it, as read. Immutable.</summary>
/// <param name="Text">The text that offsets refer to.</param>
public sealed record Template(string Text, IReadOnlyList<TemplateNode> Nodes, IReadOnlyList<ExpressionDiagnostic> Diagnostics)
{
    public bool IsValid => !Diagnostics.Any(d => d.IsError);

    /// <summary>Scriban's tree of the whole text.</summary>
    internal ScriptPage? Page { get; init; }

    internal NodeTable Table { get; init; } = new();

    /// <summary>The loops by the node of what they go through.</summary>
    internal IReadOnlyDictionary<ScriptNode, TemplateNode.For> Loops { get; init; } = new Dictionary<ScriptNode, TemplateNode.For>();

    internal bool IsOnePiece { get; init; }

    /// <summary>The text is one expression and nothing else: its value keeps its type instead of becoming a text.</summary>
    public Expression? Single => IsOnePiece && Nodes is [TemplateNode.Print print] ? print.Expression : null;

    /// <summary>Fixed text only; no scope is needed. Escapes are resolved in <see cref="Nodes"/>.</summary>
    public bool IsConstant => Nodes.All(node => node is TemplateNode.Fixed);

    /// <summary>Every expression of the template, those in blocks included.</summary>
    public IEnumerable<Expression> Expressions => Of(Nodes);

    private static IEnumerable<Expression> Of(IEnumerable<TemplateNode> nodes) => nodes.SelectMany(node => node switch
    {
        TemplateNode.Print print => [print.Expression],
        TemplateNode.If branch => branch.Branches.SelectMany(b => Of(b.Body).Prepend(b.Condition)).Concat(Of(branch.Otherwise)),
        TemplateNode.For loop => new[] { loop.Items, loop.Offset, loop.Limit }.OfType<Expression>().Concat(Of(loop.Body)).Concat(Of(loop.Otherwise)),
        _ => [],
    });
}
