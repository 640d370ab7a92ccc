using System.Collections.Immutable;
using RunbookEngine.Language.Importing.Shell;
using RunbookEngine.Language.Importing.Writing;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>Branches: checks of a command's outcome, and choices.</summary>
internal sealed partial class ScriptTranslator
{
    private const string SendsMail = "when it fails the script also sends mail: a `notify` step in `finally` does that";

    /// <param name="rest">What follows in the same list.</param>
    /// <returns>True when the rest was placed as well, because a branch leaves the script.</returns>
    private bool If(IfNode node, ImmutableArray<ShellNode> rest)
    {
        var (first, header) = (node.Branches[0], node.Branches[0].Body.Line);
        (_thenStops, _elseStops) = (IsGuard(first.Body), node.Branches.Length == 1 && node.Else is { } other && IsGuard(other));
        var condition = ConditionOf(first.Condition, node.Line, header);
        (_thenStops, _elseStops) = (false, false);
        Structure(node.Line, header);
        var taken = condition switch
        {
            Condition.Outcome outcome => AfterOutcome(node, outcome, rest),
            Condition.Constant constant => Known(node, constant, rest),
            _ when IsGuard(first.Body) && node.Branches.Length == 1 => Guard(node, condition),
            _ => Choice(node, condition, rest),
        };
        Structure(node.EndLine, node.EndLine);
        return taken;
    }

    private bool IsGuard(ShellBody body) =>
        ShellShapes.OnlyTells(body.Nodes, _functions) && ShellShapes.LeavesWith(body.Nodes, _functions) is { } code && code is not ("0" or "");

    // `if [ $? -ne 0 ]; then … exit 1; fi`: the engine asks that of every step.
    private bool AfterOutcome(IfNode node, Condition.Outcome outcome, ImmutableArray<ShellNode> rest)
    {
        var then = node.Branches[0].Body;
        var others = node.Branches.Skip(1).Select(b => b.Body).Append(node.Else).OfType<ShellBody>().ToList();
        if (outcome.WhenFailed)
        {
            Failing(then, outcome.Of);
            foreach (var branch in node.Branches.Skip(1))
                Failing(branch.Body with { Line = branch.Condition.Line }, outcome.Of);
            if (node.Else is { } otherwise)
                Inline(otherwise);
            return false;
        }

        Inline(then);
        foreach (var other in others)
            Failing(other, outcome.Of);
        if (ShellShapes.LeavesWith(then.Nodes, _functions) is null || rest.Length == 0)
            return false;
        Failing(new ShellBody(rest[0].Line, rest[^1].EndLine, rest), outcome.Of);
        return true;
    }

    private void Inline(ShellBody body)
    {
        Structure(body.Line, body.Line);
        var nodes = body.Nodes;
        if (nodes.Length > 0 && ShellShapes.ExitCode(nodes[^1]) is not null)
        {
            Sequence(nodes.AsSpan()[..^1]);
            Note(nodes[^1].Line, nodes[^1].EndLine, "a run ends when its steps have ended");
        }
        else
        {
            Sequence(nodes.AsSpan());
        }
    }

    /// <summary>What the script does after a failure.</summary>
    private void Failing(ShellBody body, LastCommand? of)
    {
        Structure(body.Line, body.Line);
        foreach (var node in body.Nodes)
        {
            if (node is CommentNode)
            {
                Structure(node.Line, node.EndLine);
                continue;
            }

            var tells = ShellShapes.OnlyTells([node], _functions);
            if (tells && of?.Step is { } failing && ShellShapes.Mails([node], _functions) && !failing.Remarks.Contains(SendsMail))
                failing.Remarks.Add(SendsMail);
            if (tells)
                Note(node.Line, node.EndLine, "every step is checked: a failed one ends the run as `onFailure` says");
            else
                NotTurned(node, $"it runs only when {(of?.Step is { } step ? $"step {step.Id}" : "the command before")} has failed",
                    of?.Step is null ? "write it into `finally`, with `when`" : $"write it as `rollback` of {of.Step.Id}, or into `finally` with `when`");
        }

        Structure(body.EndLine, body.EndLine);
    }

    private bool Known(IfNode node, Condition.Constant condition, ImmutableArray<ShellNode> rest)
    {
        ShellBody? taken = null;
        if (condition.Holds)
            taken = node.Branches[0].Body;
        else
            Never(node.Branches[0].Body, condition.Because);
        foreach (var branch in node.Branches.Skip(1))
        {
            var next = taken is null ? ConditionOf(branch.Condition, branch.Condition.Line, branch.Body.Line) : null;
            if (next is null)
            {
                Never(branch.Body with { Line = branch.Condition.Line }, condition.Because);
                continue;
            }

            // The remaining branches are an `if` of their own.
            var at = node.Branches.IndexOf(branch);
            var remaining = node with { Line = branch.Condition.Line, Branches = node.Branches[at..] };
            return next switch
            {
                Condition.Constant constant => Known(remaining, constant, rest),
                Condition.Outcome outcome => AfterOutcome(remaining, outcome, rest),
                _ => Choice(remaining, next, rest),
            };
        }

        if (node.Else is { } otherwise)
        {
            if (taken is null)
                taken = otherwise;
            else
                Never(otherwise, condition.Because);
        }

        if (taken is null)
            return false;
        Structure(taken.Line, taken.Line);
        Sequence([.. taken.Nodes]);
        if (ShellShapes.LeavesWith(taken.Nodes, _functions) is null)
            return false;
        foreach (var unreached in rest)
            Note(unreached.Line, unreached.EndLine, $"never reached: line {taken.EndLine} and those before it end the script");
        return true;
    }

    private void Never(ShellBody body, string because) => Note(body.Line, Math.Max(body.Line, body.EndLine - 1), $"never runs, because {because}");

    // `if …; then echo usage; exit 1; fi`
    private bool Guard(IfNode node, Condition condition)
    {
        var body = node.Branches[0].Body;
        if (condition is Condition.Expression { OfInputs: true })
        {
            Note(body.Line, body.EndLine, "an input without a default must be given, or no run starts");
        }
        else if (condition is Condition.Program program)
        {
            program.Step.Arguments.RemoveAll(a => a.Key == "successCodes");
            program.Step.Arguments.Insert(1, ("successCodes", program.Negated ? "[0]" : "[1]"));
            Note(body.Line, body.EndLine, $"step {program.Step.Id} fails then, and the run ends as `onFailure` says");
        }
        else
        {
            Stop(node.Line, body.EndLine, condition.AsExpression!);
        }

        if (node.Else is { } otherwise)
            Inline(otherwise);
        return false;
    }

    private void Stop(int line, int endLine, string when)
    {
        var stop = Add(line, endLine, $"stop-{line}", "command");
        stop.Arguments.Add(("run", "[\"false\"]"));
        stop.Arguments.Add(("onUnknown", "retry"));
        stop.Set("when", YamlText.Quoted(when));
        stop.Set("rollback", "{ none: \"it changes nothing\" }");
        stop.Remarks.Add("a step that fails: the run must not go on when the condition holds");
    }

    private bool Choice(IfNode node, Condition first, ImmutableArray<ShellNode> rest)
    {
        var leaves = node.Branches.Any(b => ShellShapes.LeavesWith(b.Body.Nodes, _functions) is not null)
            || node.Else is not null && ShellShapes.LeavesWith(node.Else.Nodes, _functions) is not null;
        var before = Variables.Save();
        var waitless = _waitless;
        var not = "";
        Condition condition = first;
        for (var i = 0; i < node.Branches.Length; i++)
        {
            var branch = node.Branches[i];
            if (i > 0)
            {
                condition = ConditionOf(branch.Condition, branch.Condition.Line, branch.Body.Line);
                if (condition is Condition.Outcome)
                    condition = Decide(branch.Condition.Entries[0].Pipeline.Text, branch.Condition.Line);
            }

            var when = condition.AsExpression!;
            Branch(branch.Condition.Line, branch.Body, not.Length == 0 ? when : $"{not} && ({when})", leaves ? rest : [], before);
            not = not.Length == 0 ? $"!({when})" : $"{not} && !({when})";
        }

        if (node.Else is { } otherwise)
            Branch(otherwise.Line, otherwise, not, leaves ? rest : [], before);
        else if (leaves && rest.Length > 0)
            Branch(rest[0].Line, new ShellBody(rest[0].Line, rest[0].Line, rest), not, [], before);
        Variables.Restore(before);
        foreach (var name in ShellShapes.Assigned([node]))
            Variables.Set(name, new Binding.Unknown($"${name} is set in a branch (line {node.Line})"));
        _waitless = waitless;
        return leaves && rest.Length > 0;
    }

    private void Branch(int line, ShellBody body, string when, ImmutableArray<ShellNode> rest, ImmutableDictionary<string, Binding> before)
    {
        if (IsGuard(body))
        {
            Stop(line, Math.Max(line, body.EndLine), when);
            return;
        }

        Variables.Restore(before);
        _waitless = new(StringComparer.Ordinal);
        var (instance, local, last) = (_instance, _localCopy, _last);
        var group = new DraftStep(line, Math.Max(line, body.Line), _ids.Next($"branch-{line}"), "group");
        var outer = _items;
        _items = group.Children;
        var leaving = ShellShapes.LeavesWith(body.Nodes, _functions);
        var exits = body.Nodes.Length > 0 && ShellShapes.ExitCode(body.Nodes[^1]) is not null;
        if (exits && leaving is "0" or "")
            Inline(body);
        else
            Sequence(leaving is null ? [.. body.Nodes, .. rest] : [.. body.Nodes]);
        _items = outer;
        Place(group, Math.Max(line, body.EndLine), [("when", YamlText.Quoted(when))]);
        (_instance, _localCopy, _last) = (instance, local, last);
    }

    /// <summary>A <c>case</c> as a chain of comparisons; null when a pattern or the subject cannot be compared.</summary>
    private static IfNode? AsIf(CaseNode choice)
    {
        var branches = ImmutableArray.CreateBuilder<IfBranch>();
        ShellBody? otherwise = null;
        foreach (var arm in choice.Arms)
        {
            var body = arm.Body with { Line = arm.Line };
            if (arm.Patterns is [{ Raw: "*" }] && arm == choice.Arms[^1])
            {
                otherwise = body;
                continue;
            }

            if (arm.Patterns.Any(p => p.HasPattern) || choice.Subject.Raw is "$?" or "\"$?\"")
                return null;
            var entries = arm.Patterns.Select((pattern, i) => new ListEntry(i == 0 ? ListJoin.First : ListJoin.Or, new Pipeline(
                arm.Line, arm.Line, $"{choice.Subject.Raw} = {pattern.Raw}", false, false,
                [new SimpleCommand([], [ShellWord.Of("["), choice.Subject, ShellWord.Of("="), pattern, ShellWord.Of("]")], [], null, "")])));
            branches.Add(new IfBranch(new CommandListNode(arm.Line, arm.Line, [.. entries]), body));
        }

        return branches.Count == 0 ? null : new IfNode(choice.Line, choice.EndLine, branches.ToImmutable(), otherwise);
    }
}
