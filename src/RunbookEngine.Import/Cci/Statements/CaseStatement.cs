using System.Collections.Immutable;
using System.Globalization;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary><c>case … in … esac</c>: the first arm whose pattern fits.</summary>
internal sealed class CaseStatement(ScriptWalk walk)
{
    public void Take(CaseNode node)
    {
        walk.Draft.Note(node.Line, node.Line, null);
        var arms = node.Arms.Select(a => (Arm: a, Judge: Fits(node.Subject, a))).ToList();
        Arms(arms, 0, node);
        walk.Draft.Note(node.EndLine, node.EndLine, null);
    }

    private void Arms(List<(CaseArm Arm, Func<Condition> Judge)> arms, int at, CaseNode node)
    {
        if (at == arms.Count)
        {
            walk.State.Last = Outcome.Success;
            return;
        }

        var (arm, judge) = arms[at];
        walk.Draft.Note(arm.Line, arm.Line, null);
        var body = arm.Body.Nodes.All(n => n is CommentNode) ? null : arm.Body;
        if (body is null)
            walk.Draft.Note(arm.Line, arm.Body.EndLine, null);
        // The rest is a case of its own in the else.
        var rest = at + 1 < arms.Count ? new ShellBody(arms[at + 1].Arm.Line, node.EndLine, [node with { Line = arms[at + 1].Arm.Line, Arms = node.Arms[(at + 1)..] }]) : null;
        walk.Statements.Branch.Take(judge, arm.Line, arm.Body.EndLine, body, rest);
    }

    private Func<Condition> Fits(ShellWord subject, CaseArm arm)
    {
        // The exit status asked for is that of the command before the case, not of what an arm does.
        var last = walk.State.Last;
        return () => arm.Patterns.Select(p => Fits(subject, p, last)).Aggregate(Condition.False, (a, b) => a.Or(b));
    }

    private Condition Fits(ShellWord subject, ShellWord pattern, Outcome last)
    {
        if (pattern.Raw == "*")
            return Condition.True;
        if (subject.Parts is [VariablePart { Name: var name }] && (name == "?" ? new Binding.Status(last) : walk.Variables.Of(name)) is Binding.Status { Of: var outcome })
        {
            return int.TryParse(pattern.Literal, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? outcome.Test("==", code)
                : throw new NotTurnedException($"an exit status is compared with `{pattern.Raw}`", "write the codes out");
        }

        return Ways(subject).Select(way => way.When.And(Fits(way.Value, pattern))).Aggregate(Condition.False, (a, b) => a.Or(b));
    }

    private IEnumerable<(Condition When, ShellValue Value)> Ways(ShellWord subject) =>
        subject.Parts is [VariablePart { Name: var name }] && walk.Variables.Of(name) is Binding.Choice choice ? choice.Ways : [(Condition.True, walk.Variables.Value(subject))];

    private Condition Fits(ShellValue value, ShellWord pattern)
    {
        var text = walk.Variables.Value(pattern);
        if (text.Constant is not { } glob || pattern.Raw.AsSpan().ContainsAny('[', '{', '~'))
            throw new NotTurnedException($"the pattern `{pattern.Raw}` is not understood", "write the arms as steps with `when`");
        if (value.IsSecret)
            throw new NotTurnedException("it chooses by a secret", "write the arms as steps with `when`");
        var isPattern = pattern.HasPattern && glob.AsSpan().ContainsAny('*', '?');
        if (value.Constant is { } known)
            return Condition.Of(isPattern ? ShellPattern.Matches(glob, known) : glob == known);
        if (!isPattern)
            return Condition.Of($"{value.Operand} == {ShellValue.Quoted(glob)}");
        return glob.TrimEnd('*') is var start && !start.AsSpan().ContainsAny('*', '?') ? Condition.Of($"({value.Operand} | string.starts_with {ShellValue.Quoted(start)})")
            : glob.TrimStart('*') is var end && !end.AsSpan().ContainsAny('*', '?') ? Condition.Of($"({value.Operand} | string.ends_with {ShellValue.Quoted(end)})")
            : throw new NotTurnedException($"the pattern `{pattern.Raw}` is not understood", "write the arms as steps with `when`");
    }
}
