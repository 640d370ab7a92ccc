using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary>Pipelines joined by <c>&amp;&amp;</c> and <c>||</c>, from left to right.</summary>
internal sealed class ListStatement(ScriptWalk walk)
{
    public void Take(CommandListNode list)
    {
        Entry(list.Entries[0].Pipeline);
        if (list.Entries.Length == 1 && !list.Entries[0].Pipeline.Negated)
            EndOnError(list);
        for (var i = 1; i < list.Entries.Length && !walk.State.Dead; i++)
        {
            var (join, pipeline) = list.Entries[i];
            var last = walk.State.Last;
            // a && b && c: what follows a guard stands together.
            var end = i + 1;
            while (end < list.Entries.Length && list.Entries[end].Join == ListJoin.And && join == ListJoin.And && Plain(list.Entries[end - 1].Pipeline))
                end++;
            var ok = Judged(last);
            var body = Body(list.Entries[i..end]);
            walk.Statements.Branch.Take(join == ListJoin.And ? ok : () => ok().Not(), pipeline.Line, list.Entries[end - 1].Pipeline.EndLine, body, null);
            // What was not run leaves the status of what came before.
            Status(last, join, ok);
            i = end - 1;
        }
    }

    // set -e: what ends otherwise than with 0 ends the script. A failed step ends the run in any case.
    private void EndOnError(CommandListNode list)
    {
        var outcome = walk.State.Last;
        if (!walk.State.EndsOnError || walk.State.Dead || walk.Statements.Conditional > 0 || outcome.StopsTheRun || outcome.Code == 0 || outcome.CanTolerate
            || list.Entries[0].Pipeline.Commands is [CompoundCommand])
            return;
        Condition ok;
        try
        {
            ok = outcome.Ok;
        }
        catch (NotTurnedException e)
        {
            throw new NotTurnedException($"with `set -e` the script may end here, and {e.Message}", "take what ends the script out of it, or write it as an assertion");
        }

        if (ok.Known == false)
            throw new NotTurnedException("with `set -e` the script always ends here", "write `set +e` before it, or look at its status in an `if`");
        walk.Statements.Branch.Fail(ok.Not(), list.Line, list.EndLine, 1, "with set -e the script ends here");
    }

    private static Func<Condition> Judged(Outcome outcome) => () => outcome.Ok;

    private static bool Plain(Pipeline pipeline) => pipeline.Commands is [SimpleCommand];

    private void Entry(Pipeline pipeline) => walk.Statements.Pipelines.Run(pipeline);

    private void Status(Outcome left, ListJoin join, Func<Condition> ok)
    {
        if (walk.State.Dead || left.StopsTheRun && !left.CanTolerate && left.Code is not null && join == ListJoin.And)
            return;
        try
        {
            var held = ok();
            var right = walk.State.Last.Ok;
            if (held.Known == true && join == ListJoin.And)
                return;
            walk.State.Last = held.Known == true && join == ListJoin.Or ? left : Outcome.Of(join == ListJoin.And ? held.And(right) : held.Or(right));
        }
        catch (NotTurnedException)
        {
            walk.State.Last = Outcome.Unknown("the exit status of commands joined by && and ||");
        }
    }

    private static ShellBody Body(ImmutableArray<ListEntry> entries)
    {
        var (line, end) = (entries[0].Pipeline.Line, entries[^1].Pipeline.EndLine);
        if (entries is [{ Pipeline: { Negated: false, Background: false, Commands: [CompoundCommand { Node: BlockNode { Subshell: false } block, Redirections.Length: 0 }] } }])
            return block.Body;
        ImmutableArray<ListEntry> joined = [entries[0] with { Join = ListJoin.First }, .. entries[1..]];
        return new ShellBody(line, end, [new CommandListNode(line, end, joined)]);
    }
}
