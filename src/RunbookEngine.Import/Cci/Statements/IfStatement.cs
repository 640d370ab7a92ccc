using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary><c>if … elif … else … fi</c></summary>
internal sealed class IfStatement(ScriptWalk walk)
{
    public void Take(IfNode node)
    {
        var first = node.Branches[0];
        // elif is an if inside the else.
        var otherwise = node.Branches.Length > 1
            ? new ShellBody(node.Branches[1].Condition.Line, node.EndLine, [new IfNode(node.Branches[1].Condition.Line, node.EndLine, node.Branches[1..], node.Else)])
            : node.Else;
        walk.Draft.Note(first.Condition.Line, first.Body.Line, null);
        if (first.Condition.Nodes is [.. var before, CommandListNode asked])
        {
            walk.Sequence(before);
            if (!walk.State.Dead)
                walk.Statements.Branch.Take(walk.Statements.Pipelines.Judge(asked), node.Line, node.EndLine, Body(first.Body), Body(otherwise));
        }
        else
        {
            throw new NotTurnedException("the condition is no command", "write it as steps with `when`");
        }

        walk.Draft.Note(node.EndLine, node.EndLine, null);
    }

    // A body of comments does nothing.
    private static ShellBody? Body(ShellBody? body) => body is null || body.Nodes.All(n => n is CommentNode) ? null : body;
}
