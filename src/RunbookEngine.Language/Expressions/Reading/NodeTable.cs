using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

/// <summary>What each node of a tree of Scriban's was admitted as.</summary>
internal sealed class NodeTable
{
    // By reference: Scriban's variables are equal when their names are.
    private readonly Dictionary<ScriptNode, Expression> _admitted = new(ReferenceEqualityComparer.Instance);

    public void Add(ScriptNode node, Expression admitted) => _admitted[node] = admitted;

    public void AddAll(NodeTable others)
    {
        foreach (var (node, admitted) in others._admitted)
        {
            _admitted[node] = admitted;
        }
    }

    public Expression? Find(ScriptNode node) => _admitted.GetValueOrDefault(node);
}
