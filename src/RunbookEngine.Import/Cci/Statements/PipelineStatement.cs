using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary>One command, or several in a pipe.</summary>
internal sealed class PipelineStatement(ScriptWalk walk)
{
    /// <summary>Runs what an <c>if</c> asks and gives its condition.</summary>
    public Func<Condition> Judge(CommandListNode asked)
    {
        if (asked.Entries.Length > 1 && asked.Entries.All(e => e.Pipeline is { Background: false, Commands: [SimpleCommand simple] } && walk.Commands.Tests.Takes(simple)))
            return () => Tests(asked);
        walk.Statements.Conditional++;
        try
        {
            walk.Statement(asked);
        }
        finally
        {
            walk.Statements.Conditional--;
        }

        var last = walk.State.Last;
        return () => last.Ok;
    }

    // Tests joined by && and ||, all of which may be looked at: nothing else happens in them.
    private Condition Tests(CommandListNode asked)
    {
        Condition? sum = null;
        var last = walk.State.Last;
        foreach (var (join, pipeline) in asked.Entries)
        {
            walk.State.Last = last;
            walk.Commands.Tests.Take((SimpleCommand)pipeline.Commands[0], pipeline);
            var one = pipeline.Negated ? walk.State.Last.Ok.Not() : walk.State.Last.Ok;
            sum = sum is null ? one : join == ListJoin.And ? sum.And(one) : sum.Or(one);
        }

        return sum!;
    }

    /// <exception cref="NotTurnedException">It cannot be said in a runbook.</exception>
    public void Run(Pipeline pipeline)
    {
        if (pipeline.Background)
            Background(pipeline);
        switch (pipeline.Commands)
        {
            case [CompoundCommand compound]:
                Compound(compound, pipeline);
                break;
            case [SimpleCommand simple]:
                walk.Commands.Take(simple, pipeline);
                break;
            case [CompoundCommand { Node: var node, HereDocument: null } compound, .. var readers] when readers.All(r => r is SimpleCommand s && ShellShapes.Name(s) is "tee" or "cat" or "logger"):
                if (ShellShapes.CommandNames([node]).Any(n => n is "exit" or "return" || walk.Functions.ContainsKey(n)))
                    throw new NotTurnedException("a block that leaves, in a pipe: the script goes on behind it", "write the steps by hand");
                Subshell(compound, pipeline);
                walk.State.Last = Outcome.Success;
                break;
            default:
                walk.Commands.TakePipe(pipeline);
                break;
        }

        if (pipeline.Negated)
        {
            var last = walk.State.Last;
            walk.State.Last = Outcome.Negated(last);
        }
    }

    private void Background(Pipeline pipeline)
    {
        if (pipeline.Commands.All(c => c is SimpleCommand s && ShellShapes.OnlyTells([new CommandListNode(pipeline.Line, pipeline.EndLine, [new ListEntry(ListJoin.First, pipeline with { Background = false, Commands = [s] })])], walk.Functions)))
            return;
        throw new NotTurnedException("it runs in the background, beside what follows", "write it as a branch of `parallel`, or as a step before what follows when it does not matter");
    }

    private void Compound(CompoundCommand compound, Pipeline pipeline)
    {
        if (compound.Redirections.FirstOrDefault(r => !ShellShapes.IsLog(r)) is { } other && !(compound.Node is WhileNode && other.StartsWith('<')))
            throw new NotTurnedException($"what the block says goes to {other}", "write the steps by hand");
        if (compound.Node is WhileNode loop && (compound.HereDocument is not null || compound.Redirections.Any(r => r.StartsWith('<'))))
        {
            if (compound.HereDocument is null)
                throw new NotTurnedException("it goes over the lines of a file, which are known only when the runbook runs", "write the list out");
            walk.Statements.Take(loop, compound.HereDocument);
        }
        else if (compound.HereDocument is not null)
        {
            throw new NotTurnedException("a block that reads a text", "write the steps by hand");
        }
        else
        {
            walk.Statement(compound.Node);
        }
    }

    private void Subshell(CompoundCommand compound, Pipeline pipeline)
    {
        if (compound.Redirections.Any(r => !ShellShapes.IsLog(r)))
            throw new NotTurnedException("what the block says goes to a file", "write the steps by hand");
        walk.Statement(new BlockNode(pipeline.Line, pipeline.EndLine, true, new ShellBody(pipeline.Line, pipeline.EndLine, [compound.Node])));
    }
}
