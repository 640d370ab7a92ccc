using RunbookEngine.Import.Cci.Commands;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary>A loop that looks at a pair status, sleeps, and looks again: <c>pair.wait</c>.</summary>
internal sealed class StatusLoop(ScriptWalk walk)
{
    /// <summary>False for a loop that is no such thing.</summary>
    public bool Take(WhileNode loop)
    {
        var condition = loop.Condition.Nodes.Where(n => n is not CommentNode).ToList();
        var body = loop.Body.Nodes.Where(n => n is not CommentNode).ToList();
        // while true; do LOOK; [ … ] && break; sleep; done
        if (condition is [CommandListNode { Entries: [{ Pipeline: { Negated: false, Commands: [SimpleCommand always] } }] }] && ShellShapes.Name(always) is "true" or ":" && !loop.Until && always.Words.Length == 1)
        {
            var at = body.FindIndex(n => Breaks(n) is not null);
            return at >= 0 && OnlySleeps([.. body.Skip(at + 1)]) && Wait(loop, [.. body.Take(at), Breaks(body[at])!], until: true);
        }

        return OnlySleeps(body) && Wait(loop, condition, loop.Until);
    }

    // `ASKED && break`, `if ASKED; then break; fi`
    private static CommandListNode? Breaks(ShellNode node) => node switch
    {
        CommandListNode { Entries: [var asked, { Join: ListJoin.And, Pipeline.Commands: [SimpleCommand { Words: [{ Raw: "break" }] }] }] } list => list with { Entries = [asked] },
        IfNode { Else: null, Branches: [{ Condition.Nodes: [CommandListNode asked], Body.Nodes: var then }] } when then.Where(n => n is not CommentNode).ToList()
            is [.., CommandListNode { Entries: [{ Pipeline.Commands: [SimpleCommand { Words: [{ Raw: "break" }] }] }] }] => asked,
        _ => null,
    };

    private bool OnlySleeps(List<ShellNode> body) => ShellShapes.OnlyTells([.. body], walk.Functions)
        && !ShellShapes.CommandNames([.. body]).Any(n => n is "exit" or "return" or "break" or "continue" || walk.Functions.ContainsKey(n));

    private bool Wait(WhileNode loop, List<ShellNode> asked, bool until)
    {
        if (asked.Count == 0 || !asked.SelectMany(ShellShapes.Commands).Any(c => ShellShapes.Name(c) is "pairvolchk" or "pairdisplay" or "pairevtwait"))
            return false;
        var mark = walk.Draft.Mark();
        var state = walk.State.Clone();
        foreach (var node in asked)
            walk.Statements.Take(node);
        var holds = walk.State.Last.Ok;
        var goal = until ? holds : holds.Not();
        var look = walk.Draft.Items.OfType<DraftStep>().LastOrDefault();
        walk.Draft.Back(mark);
        walk.State = state;
        if (look is null || Goal(goal) is not { } wanted)
            throw new NotTurnedException("it waits for something that `pair.wait` cannot say", "write it with `pair.wait: { on: GROUP, status: … }`");
        // "No longer copying" takes in pairs that broke; a wait fails on those.
        if (wanted.Statuses.Contains("PSUE") && wanted.Statuses.Contains("SMPL"))
            wanted.Statuses.RemoveAll(s => s is "PSUE" or "SMPL");
        var on = look.Argument("on")!;
        var wait = walk.Draft.Add(loop.Line, loop.EndLine, $"wait-{look.Id.Replace("snapshot-", "", StringComparison.Ordinal)}", "pair.wait");
        wait.Arguments.Add(("on", on));
        wait.Arguments.Add(("status", PairStatuses.Yaml(wanted.Statuses)));
        if (wanted.PvolAt is { } side)
            wait.Arguments.Add(("pvolAt", side));
        if (wanted.Statuses.Contains("PSUE"))
            wait.Arguments.Add(("failOn", "SMPL"));
        wait.Remarks.Add("the script looked again and again without an end; the step waits up to 24 hours, and fails on PSUE");
        walk.Commands.Pairs.NoLongerWaitless(on);
        walk.State.Last = Outcome.Success;
        return true;
    }

    private static (List<string> Statuses, string? PvolAt)? Goal(Condition goal)
    {
        var signs = goal.Alternatives.Select(a => a.Sign).ToList();
        if (signs.Count > 0 && signs.All(s => s is not null && s.PvolAt == signs[0]!.PvolAt && s.Look == signs[0]!.Look))
            return ([.. signs.SelectMany(s => s!.Statuses).Distinct()], signs[0]!.PvolAt);
        return null;
    }
}
