using System.Collections.Immutable;

namespace RunbookEngine.Import.Cci.Shell;

/// <summary>Gives statements that were read from a text inside a line the numbers of that line.</summary>
internal static class Lines
{
    public static ShellNode Move(ShellNode node, int line, int endLine)
    {
        ShellBody Body(ShellBody body) => new(line, endLine, [.. body.Nodes.Select(n => Move(n, line, endLine))]);
        ShellCommand Command(ShellCommand command) => command is CompoundCommand compound ? compound with { Node = Move(compound.Node, line, endLine) } : command;
        return node switch
        {
            CommentNode => new CommentNode(line),
            CommandListNode list => list with
            {
                Line = line,
                EndLine = endLine,
                Entries = [.. list.Entries.Select(e => e with { Pipeline = e.Pipeline with { Line = line, EndLine = endLine, Commands = [.. e.Pipeline.Commands.Select(Command)] } })],
            },
            IfNode branch => branch with
            {
                Line = line,
                EndLine = endLine,
                Branches = [.. branch.Branches.Select(b => new IfBranch(Body(b.Condition), Body(b.Body)))],
                Else = branch.Else is null ? null : Body(branch.Else),
            },
            ForNode loop => loop with { Line = line, EndLine = endLine, Body = Body(loop.Body) },
            CountNode loop => loop with { Line = line, EndLine = endLine, Body = Body(loop.Body) },
            WhileNode loop => loop with { Line = line, EndLine = endLine, Condition = Body(loop.Condition), Body = Body(loop.Body) },
            CaseNode choice => choice with { Line = line, EndLine = endLine, Arms = [.. choice.Arms.Select(a => a with { Line = line, Body = Body(a.Body) })] },
            BlockNode block => block with { Line = line, EndLine = endLine, Body = Body(block.Body) },
            FunctionNode function => function with { Line = line, EndLine = endLine, Body = Body(function.Body) },
            _ => new UnreadNode(line, endLine, "a part that is not read"),
        };
    }
}
