using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary><c>while</c> and <c>until</c>: loops whose turns are known, loops that read options or a text written in the script, and loops that wait for a
/// pair status. Any other has no counterpart.</summary>
internal sealed class WhileStatement(ScriptWalk walk)
{
    private readonly StatusLoop _waits = new(walk);

    public void Take(WhileNode loop, HereDocument? text)
    {
        var condition = loop.Condition.Nodes.Where(n => n is not CommentNode).ToList();
        var asked = condition is [CommandListNode { Entries: [{ Pipeline: { Negated: false, Commands: [SimpleCommand only] } }] }] ? only : null;
        var name = asked is null ? "" : ShellShapes.Name(asked);
        if (name == "read" && text is not null)
            Lines(loop, asked!, text);
        else if (name == "read")
            throw new NotTurnedException("it goes over lines that are known only when the runbook runs", "write the list out as a `for` loop and import it again");
        else if (name == "getopts" && asked!.Words.Length == 3)
            Options(loop, asked);
        else if (_waits.Take(loop))
            return;
        else if (condition is [CommandListNode list])
            Known(loop, list);
        else
            throw new NotTurnedException("a runbook has no open loop", "write it as steps, `foreach` over a list, `retry` or `pair.wait`");
    }

    // A loop over numbers that are known.
    private void Known(WhileNode loop, CommandListNode condition)
    {
        if (condition.Entries is not [{ Pipeline: { Commands: [SimpleCommand simple] } pipeline }] || !walk.Commands.Tests.Takes(simple))
            throw new NotTurnedException("a runbook has no open loop", "write it as steps, `foreach` over a list, `retry` or `pair.wait`");
        walk.Statements.Loops.Turn(loop, loop.Body, () =>
        {
            walk.Commands.Tests.Take(simple, pipeline);
            var holds = walk.State.Last.Ok;
            return holds.Known is { } known && holds.RestsOn is null ? known ^ pipeline.Negated ^ loop.Until
                : throw new NotTurnedException("how often it goes round is known only when the runbook runs", "write it as steps, `foreach` over a list, `retry` or `pair.wait`");
        });
    }

    private void Lines(WhileNode loop, SimpleCommand read, HereDocument text)
    {
        var names = read.Words.Skip(1).Select(w => w.Raw).Where(w => w != "-r").ToList();
        if (names.Count == 0 || names.Any(n => !n.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) || read.Assignments.Length > 0)
            throw new NotTurnedException("how it reads its lines is not understood", "write the list out as a `for` loop and import it again");
        var lines = (walk.Variables.Value(text.Body).Constant ?? throw new NotTurnedException("the text it reads is known only when the runbook runs", "write it out"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var at = 0;
        walk.Statements.Loops.Turn(loop, loop.Body, () =>
        {
            if (at == lines.Length)
                return false;
            var fields = lines[at++].Trim().Split((char[]?)null, names.Count, StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < names.Count; i++)
                walk.Variables.Set(names[i], new Binding.Text(ShellValue.Of(i < fields.Length ? fields[i].Trim() : "")));
            return true;
        });
    }

    // while getopts …; do case $o in g) GROUP=$OPTARG ;; …: each option that sets a variable makes it an input, with what it held before as default.
    private void Options(WhileNode loop, SimpleCommand getopts)
    {
        var option = getopts.Words[2].Raw;
        if (loop.Body.Nodes.Where(n => n is not CommentNode).ToList() is not [CaseNode { Subject.Parts: [VariablePart { Name: var subject }] } choice] || subject != option)
            throw new NotTurnedException("how it reads its options is not understood", "make each option an input");
        var inputs = new List<string>();
        foreach (var arm in choice.Arms)
        {
            if (ShellShapes.OnlyTells(arm.Body.Nodes, walk.Functions, mayAssign: false) && ShellShapes.LeavesWith(arm.Body.Nodes, walk.Functions) is not null)
                continue;
            foreach (var node in arm.Body.Nodes.Where(n => n is not CommentNode))
            {
                if (node is not CommandListNode { Entries: [{ Pipeline: { Background: false, Commands: [SimpleCommand { Words.Length: 0, Assignments: [{ Items: null, Appends: false } assignment] }] } }] })
                    throw new NotTurnedException("an option does more than to set a variable", "make each option an input");
                inputs.Add(assignment.Name);
            }
        }

        foreach (var name in inputs.Distinct())
        {
            if (walk.State.Variables.TryGetValue(name, out var before))
            {
                if (before is not Binding.Text { Value.Constant: { } usual } || walk.Variables.Defaults.TryGetValue(name, out var other) && other != usual)
                    throw new NotTurnedException($"what ${name} is without its option is not known", "make it an input");
                walk.Variables.Defaults[name] = usual;
                walk.Variables.Forget(name);
                if (walk.Variables.Of(name) is Binding.Text { Value: { IsOfInputs: true } input })
                    walk.Variables.Set(name, new Binding.Text(input.WithDefault(usual)));
            }
        }

        walk.Draft.Note(loop.Line, loop.EndLine, $"options of the script are inputs of the runbook: {string.Join(", ", inputs.Distinct())}");
        walk.State.Last = Outcome.Success;
    }
}
