using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary>Two ways through a script: one where a condition holds, one where it does not.</summary>
internal sealed class Branch(ScriptWalk walk)
{
    /// <param name="judge">Gives the condition; asked again once a program's exit code is let pass.</param>
    /// <param name="then">Null for nothing.</param>
    public void Take(Func<Condition> judge, int line, int endLine, ShellBody? then, ShellBody? otherwise)
    {
        var condition = judge();
        if (condition.RestsOn is { } outcome && condition.Known is { } known && (known ? otherwise : then) is { } failing)
        {
            if (Skipped(outcome, failing))
            {
                Go(known ? then : otherwise);
                return;
            }

            if (outcome.CanTolerate)
            {
                outcome.Tolerate();
                condition = judge();
            }
            else
            {
                walk.Hole(failing.Nodes[0].Line, failing.Nodes[^1].EndLine, "it is what the script does when the command before it fails, and a run stops there",
                    "write it as the step's `rollback`, as a step in `finally`, or accept that a person does it", ShellShapes.Assigned(failing.Nodes, walk.Functions));
                Go(known ? then : otherwise);
                return;
            }
        }

        Take(condition, line, endLine, then, otherwise);
    }

    public void Take(Condition condition, int line, int endLine, ShellBody? then, ShellBody? otherwise)
    {
        if (condition.Known is { } known)
        {
            if ((known ? otherwise : then) is { } never)
                walk.Draft.Unreached(never.Nodes[0].Line, never.Nodes[^1].EndLine, "never reached: the condition is known here");
            Go(known ? then : otherwise);
            return;
        }

        if (condition.ToString().Length > Condition.Longest)
            throw new NotTurnedException("the condition is too long to be read by anybody", "write it as steps with `when`");
        // A guard that only complains and ends the script is a requirement.
        if (then is not null && ShellShapes.TellsAndFails(then.Nodes, walk.Functions) && Leaves(then))
        {
            Require(condition.Not(), then);
            Go(otherwise);
            return;
        }

        if (otherwise is not null && ShellShapes.TellsAndFails(otherwise.Nodes, walk.Functions) && Leaves(otherwise) && AsAssertion(condition))
        {
            walk.Draft.Note(otherwise.Nodes[0].Line, otherwise.Nodes[^1].EndLine, "the step beside it fails the run instead");
            Go(then);
            return;
        }

        var start = walk.State;
        var common = start.Alive;
        var first = Way(start.Clone(), condition, line, then);
        var second = Way(start.Clone(), condition.Not(), line, otherwise);
        walk.State = ScriptState.Join(common, [first, second]);
        walk.Draft.Note(endLine, endLine, null);
    }

    // `exit`, or a helper that ends in one; `return` at the top of a script is the same.
    private bool Leaves(ShellBody body) => !walk.Frames.Exists(f => f.Kind == FrameKind.Subshell) && (!walk.Frames.Exists(f => f.Kind == FrameKind.Function) || ShellShapes.Commands(body.Nodes[^1]).Any(c => ShellShapes.Name(c) == "exit" || walk.Functions.ContainsKey(ShellShapes.Name(c))));

    private ScriptState Way(ScriptState state, Condition condition, int line, ShellBody? body)
    {
        state.Assume(condition);
        // Both a condition and its opposite: nobody comes here.
        if (state.AliveAs.Known == false)
            state.Dead = true;
        walk.State = state;
        if (body is null)
        {
            state.Last = Outcome.Success;
            return state;
        }

        if (state.Dead)
        {
            walk.Draft.Unreached(body.Nodes[0].Line, body.Nodes[^1].EndLine, "never reached");
            return state;
        }

        // Another choice stands beside this one, not inside of it.
        if (body.Nodes is [IfNode or CaseNode])
        {
            walk.Sequence(body.Nodes);
            return walk.State;
        }

        walk.Draft.Put(walk.Draft.Collect(line, line, $"branch-{body.Nodes[0].Line}", () => walk.Sequence(body.Nodes)));
        return walk.State;
    }

    // What happens only after a failure, and leaves nothing behind but messages.
    private bool Skipped(Outcome outcome, ShellBody failing)
    {
        var fails = ShellShapes.TellsAndFails(failing.Nodes, walk.Functions)
            || ShellShapes.OnlyTells(failing.Nodes, walk.Functions, mayAssign: true) && ShellShapes.LeavesWith(failing.Nodes, walk.Functions) is not null;
        var goesOn = ShellShapes.OnlyTells(failing.Nodes, walk.Functions);
        if (!outcome.StopsTheRun || !fails && !goesOn)
            return false;
        var step = walk.Draft.Items.OfType<DraftStep>().LastOrDefault();
        if (ShellShapes.Mails(failing.Nodes, walk.Functions))
            step?.Remarks.Add("when it fails the script also sends mail: a `notify` step in `finally` does that");
        else if (!fails)
            step?.Remarks.Add("the script goes on when this fails; the run does not");
        walk.Draft.Note(failing.Nodes[0].Line, failing.Nodes[^1].EndLine, "every step is checked: a failed one ends the run as `onFailure` says");
        return true;
    }

    private void Go(ShellBody? body)
    {
        if (body is not null)
            walk.Sequence(body.Nodes);
        else
            walk.State.Last = Outcome.Success;
    }

    private void Require(Condition condition, ShellBody failing)
    {
        walk.Draft.Note(failing.Nodes[0].Line, failing.Nodes[^1].EndLine, "the step beside it fails the run instead");
        if (AsAssertion(condition))
            return;
        var code = int.TryParse(ShellShapes.LeavesWith(failing.Nodes, walk.Functions), out var number) && number is > 0 and < 256 ? number : 1;
        walk.Statements.Branch.Fail(condition.Not(), failing.Nodes[0].Line, failing.Nodes[^1].EndLine, code, "the script gives up here");
    }

    /// <summary>A step that fails where the condition holds.</summary>
    public void Fail(Condition when, int line, int endLine, int code, string why)
    {
        if (when.Known == false)
            return;
        var state = walk.State;
        walk.State = state.Clone();
        walk.State.Assume(when);
        var step = walk.Draft.Add(line, endLine, $"stop-{line}", "command");
        walk.State = state;
        step.Arguments.Add(("run", YamlText.List(["\"/bin/sh\"", "\"-c\"", YamlText.Quoted($"echo 'line {line}: {why}' >&2; exit {code}")])));
        step.Arguments.Add(("onUnknown", "retry"));
        step.Set("rollback", "{ none: \"it changes nothing\" }");
    }

    // The reading becomes a requirement: one status or several, on the side the script stands at.
    private bool AsAssertion(Condition condition)
    {
        var signs = condition.Alternatives.Select(a => a.Sign).ToList();
        if (signs.Count == 0 || signs.Any(s => s is null || s.Look != signs[0]!.Look || s.PvolAt != signs[0]!.PvolAt))
            return false;
        // Only of what has just been read: an assertion reads again, and by then a step may have changed the pairs.
        var look = signs[0]!.Look;
        if (!walk.Draft.IsLast(look))
            return false;
        var statuses = signs.SelectMany(s => s!.Statuses).Distinct().ToList();
        var assert = new DraftStep(look.Line, look.EndLine, look.Id, "pair.assert");
        assert.Arguments.AddRange(look.Arguments.Where(a => a.Key == "on"));
        if (statuses.Count > 0)
            assert.Arguments.Add(("status", PairStatuses.Yaml(statuses)));
        if (signs[0]!.PvolAt is { } side)
            assert.Arguments.Add(("pvolAt", side));
        assert.Modifiers.AddRange(look.Modifiers);
        assert.Remarks.AddRange(look.Remarks);
        assert.Checks.AddRange(look.Checks);
        walk.Draft.Replace(look, assert);
        return true;
    }
}
