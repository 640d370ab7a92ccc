using System.Text.RegularExpressions;
using RunbookEngine.Language.Importing.Shell;
using RunbookEngine.Language.Importing.Writing;
using RunbookEngine.Language.Rules;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>Loops over lists.</summary>
internal sealed partial class ScriptTranslator
{
    /// <summary>Items of a loop that is written out, when <c>foreach</c> cannot say it.</summary>
    private const int MaxUnrolled = 64;

    private void For(ForNode loop)
    {
        if (ShellShapes.OnlyTells(loop.Body.Nodes, _functions) && !ShellShapes.CommandNames(loop.Body.Nodes).Contains("sleep"))
        {
            Note(loop.Line, loop.EndLine, "it only tells; the run journal says what every step did");
            return;
        }

        List<string> items;
        try
        {
            if (loop.Words.Length == 0)
                throw new NotTurnedException("it goes over the script's own arguments", "write the list out");
            if (loop.Words.Any(w => w.HasPattern))
                throw new NotTurnedException("its list is made of file names or braces", "write the list out");
            items = [.. loop.Words.SelectMany(Variables.Split).Select(v => v.Constant ?? throw new NotTurnedException("its list is known only when the runbook runs", "write the list out"))];
        }
        catch (NotTurnedException e)
        {
            NotTurned(loop, e.Message, e.Mend);
            return;
        }

        if (items.Count == 0)
            Note(loop.Line, loop.EndLine, "its list is empty");
        else if (isFirstReading || !CanStayLoop(loop, items))
            Unroll(loop, items);
        else
            Foreach(loop, items);
    }

    private void Unroll(ForNode loop, List<string> items)
    {
        if (items.Count > MaxUnrolled)
        {
            NotTurned(loop, $"its {items.Count} items would each need steps of their own", "write the steps by hand");
            return;
        }

        Structure(loop.Line, loop.Body.Line);
        foreach (var item in items)
        {
            Variables.Set(loop.Variable, new Binding.Text(ShellValue.Of(item)));
            Sequence(loop.Body.Nodes.AsSpan());
        }

        Structure(loop.EndLine, loop.EndLine);
    }

    private void Foreach(ForNode loop, List<string> items)
    {
        var before = Variables.Save();
        foreach (var name in ShellShapes.Assigned(loop.Body.Nodes))
            Variables.Set(name, new Binding.Unknown($"${name} changes in the loop of line {loop.Line}"));
        var variable = ShadowedNameRule.Reserved.Contains(loop.Variable) || loop.Variable.All(char.IsAsciiDigit) || !_loopVariables.Add(loop.Variable)
            ? $"item_{loop.Line}" : loop.Variable;
        var value = ShellValue.Computed(variable);
        Variables.Set(loop.Variable, new Binding.Text(value));
        _loopGroups[value.Template] = items[0];
        var group = new DraftStep(loop.Line, loop.Body.Line, _ids.Next($"each-{loop.Variable}"), "group");
        var outer = _items;
        _items = group.Children;
        var written = Groups.Count;
        Sequence(loop.Body.Nodes.AsSpan());
        _items = outer;
        _loopVariables.Remove(loop.Variable);
        Variables.Restore(before);
        // The fence names the items; the loop variable itself is no copy group.
        if (Groups.FindIndex(g => g.Written == value.Template) is >= 0 and var at)
        {
            var facts = Groups[at].Facts;
            Groups.RemoveAt(at);
            Groups.InsertRange(Math.Min(at, written), items.Where(i => !Groups.Any(g => g.Written == i)).Select(i => (i, facts.Technology == book.Of(i).Technology ? book.Of(i) : facts)));
        }

        Place(group, loop.EndLine, [("foreach", YamlText.List(items.Select(YamlText.Of))), ("as", YamlText.Of(variable))]);
        foreach (var name in ShellShapes.Assigned(loop.Body.Nodes).Append(loop.Variable))
            Variables.Set(name, new Binding.Unknown($"${name} is set in the loop of line {loop.Line}"));
    }

    /// <summary>Puts a filled group into the current list: without steps as notes, with one plain step as that step, else as a group.</summary>
    private void Place(DraftStep group, int endLine, (string Key, string Yaml)[] modifiers)
    {
        var steps = group.Children.OfType<DraftStep>().ToList();
        if (steps is [var only] && !modifiers.Any(m => only.Has(m.Key)) && !(only.Has("when") && modifiers.Any(m => m.Key == "foreach")))
        {
            _items.Add(new DraftNote(group.Line, group.EndLine, null, null));
            _items.AddRange(group.Children);
            only.Modifiers.InsertRange(0, modifiers);
        }
        else if (steps.Count == 0)
        {
            _items.Add(new DraftNote(group.Line, group.EndLine, null, null));
            _items.AddRange(group.Children);
        }
        else
        {
            group.Modifiers.AddRange(modifiers);
            _items.Add(group);
            _steps++;
        }

        Structure(endLine, endLine);
    }

    // The variable must be nothing but a whole group in CCI commands, and all groups of one kind.
    private bool CanStayLoop(ForNode loop, List<string> items)
    {
        var commands = ShellShapes.CommandNames(loop.Body.Nodes).ToList();
        if (commands.Any(c => c is "paircreate" or "raidcom" || _functions.ContainsKey(c)) || items.Distinct().Count() != items.Count)
            return false;
        var text = string.Join('\n', Texts([.. loop.Body.Nodes]));
        var name = Regex.Escape(loop.Variable);
        var uses = text.Split('\n').Where(l => CciWord().IsMatch(l)).Sum(l => Regex.Count(l, $@"\$\{{?{name}\b"));
        var whole = Regex.Count(text, $@"-g\s+""?\$(\{{{name}\}}|{name}\b)""?(?=\s|$|;)");
        return uses == whole && (whole == 0 || items.All(IsGroupName) && items.Select(book.Of).Select(f => (f.Technology, f.PvolSerial, f.SvolSerial)).Distinct().Count() == 1);
    }

    private static IEnumerable<string> Texts(IReadOnlyList<ShellNode> nodes) => nodes.SelectMany(n => n switch
    {
        CommandListNode list => list.Entries.SelectMany(e => e.Pipeline.Commands.SelectMany(c => c is CompoundCommand inner ? Texts([inner.Node]) : [((SimpleCommand)c).Text])),
        IfNode branch => branch.Branches.SelectMany(b => Texts([b.Condition, .. b.Body.Nodes])).Concat(branch.Else is null ? [] : Texts(branch.Else.Nodes)),
        ForNode inner => Texts(inner.Body.Nodes),
        WhileNode inner => Texts([.. inner.Condition.Nodes, .. inner.Body.Nodes]),
        CaseNode choice => choice.Arms.SelectMany(a => Texts(a.Body.Nodes)),
        BlockNode block => Texts(block.Body.Nodes),
        _ => [],
    });

    [GeneratedRegex(@"\b(pair(create|split|resync|evtwait|display|volchk)|horctakeover)\b")]
    private static partial Regex CciWord();
}
