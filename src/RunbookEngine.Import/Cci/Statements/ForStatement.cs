using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Shell;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;
using RunbookEngine.Language.Rules;

namespace RunbookEngine.Import.Cci.Statements;

/// <summary><c>for NAME in LIST</c>: a <c>foreach</c> where its body is plain pair commands and programs, else its steps once for each item.</summary>
internal sealed class ForStatement(ScriptWalk walk)
{
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);

    public void Take(ForNode loop)
    {
        if (ShellShapes.OnlyTells(loop.Body.Nodes, walk.Functions) && !ShellShapes.CommandNames(loop.Body.Nodes).Any(n => n is "sleep" or "exit" or "return"))
        {
            walk.Draft.Note(loop.Line, loop.EndLine, "it only tells; the run journal says what every step did");
            return;
        }

        var words = loop.HasList ? loop.Words : [new ShellWord("\"$@\"", [new VariablePart("@")], false, true)];
        var values = words.SelectMany(Words).ToList();
        var items = values.Select(v => v.Constant ?? throw new NotTurnedException("its list is known only when the runbook runs", "write the list out")).ToList();
        if (items.Count == 0)
        {
            walk.Draft.Note(loop.Line, loop.EndLine, "its list is empty");
            walk.State.Last = Outcome.Success;
        }
        else if (walk.IsFirstReading || !CanStayLoop(loop, items))
        {
            var at = 0;
            walk.Statements.Loops.Turn(loop, loop.Body, () =>
            {
                if (at == items.Count)
                    return false;
                walk.Variables.Set(loop.Variable, new Binding.Text(ShellValue.Of(items[at++])));
                return true;
            });
        }
        else
        {
            Foreach(loop, items);
        }
    }

    private IEnumerable<ShellValue> Words(ShellWord word)
    {
        if (word.HasPattern && word.Raw.AsSpan().ContainsAny("*?[~"))
            throw new NotTurnedException("its list is made of file names", "write the list out");
        var values = walk.Variables.Split(word).ToList();
        return !word.Quoted && word.Parts.Any(p => p is SubstitutionPart) && values.All(v => v.Constant is not null)
            ? values.SelectMany(v => v.Constant!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Select(ShellValue.Of) : values;
    }

    private void Foreach(ForNode loop, List<string> items)
    {
        var before = walk.State.Variables;
        var reserved = ShadowedNameRule.Reserved.Contains(loop.Variable) || loop.Variable.All(char.IsAsciiDigit) || !_variables.Add(loop.Variable);
        var variable = reserved ? $"item_{loop.Line}" : loop.Variable;
        var value = ShellValue.Computed(variable);
        walk.Variables.Set(loop.Variable, new Binding.Text(value));
        walk.LoopGroups[value.Template] = items[0];
        var groups = walk.Commands.Groups;
        var written = groups.Count;
        var group = walk.Draft.Collect(loop.Line, loop.Body.Line, $"each-{loop.Variable}", () => walk.Sequence(loop.Body.Nodes));
        _variables.Remove(loop.Variable);
        walk.State.Variables = before;
        // The fence names the items; the loop variable itself is no copy group.
        if (groups.FindIndex(g => g.Written == value.Template) is >= 0 and var at)
        {
            var facts = groups[at].Facts;
            groups.RemoveAt(at);
            groups.InsertRange(Math.Min(at, written), items.Where(i => !groups.Any(g => g.Written == i)).Select(i => (i, facts.Technology == walk.Book.Of(i).Technology ? walk.Book.Of(i) : facts)));
        }

        group.Modifiers.Add(("foreach", YamlText.List(items.Select(YamlText.Of))));
        group.Modifiers.Add(("as", YamlText.Of(variable)));
        walk.Draft.Put(group);
        walk.Variables.Set(loop.Variable, new Binding.Text(ShellValue.Of(items[^1])));
        walk.State.Last = Outcome.Success;
        walk.Draft.Note(loop.EndLine, loop.EndLine, null);
    }

    // Plain commands one after the other, in which the variable is nothing but a whole group, and all groups are of one kind.
    private bool CanStayLoop(ForNode loop, List<string> items)
    {
        if (items.Distinct().Count() != items.Count || walk.State.Alive.Count > 0 && walk.Frames.Count > 0)
            return false;
        var uses = 0;
        foreach (var node in loop.Body.Nodes.Where(n => n is not CommentNode))
        {
            if (node is not CommandListNode { Entries: [{ Pipeline: { Background: false, Negated: false, Commands: [SimpleCommand command] } }, .. var handlers] }
                || handlers.Any(h => h.Join != ListJoin.Or || !ShellShapes.TellsAndFails([new CommandListNode(node.Line, node.EndLine, [h with { Join = ListJoin.First }])], walk.Functions))
                || command.Assignments.Length > 0 || command.Words.Length == 0 || command.Redirections.Any(r => !ShellShapes.IsLog(r)))
            {
                return false;
            }

            var name = ShellShapes.Name(command);
            if (name is not ("pairsplit" or "pairresync" or "pairevtwait" or "pairdisplay" or "echo" or "logger" or "printf" or "sleep"))
                return false;
            for (var i = 1; i < command.Words.Length; i++)
            {
                if (!command.Words[i].Raw.Contains('$') || name is "echo" or "logger" or "printf")
                    continue;
                if (command.Words[i].Parts is not [VariablePart { Name: var used, Default: null }] || used != loop.Variable || command.Words[i - 1].Raw != "-g")
                {
                    if (command.Words[i].Parts.Any(p => p is VariablePart v && v.Name == loop.Variable))
                        return false;
                    continue;
                }

                uses++;
            }
        }

        return uses > 0 && items.All(Commands.CciGroups.IsGroupName) && items.Select(walk.Book.Of).Select(f => (f.Technology, f.PvolSerial, f.SvolSerial)).Distinct().Count() == 1;
    }
}
