using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Walks through the tasks of a play as Ansible would: blocks, loops, conditions, included files.</summary>
internal sealed class TaskWalk
{
    private const int MaxItems = 64;
    private const int MaxDepth = 12;

    private readonly Jinja _jinja;
    private readonly IncludedFiles _files;
    private readonly Draft _draft;
    private readonly VendorTasks _vendor;
    private readonly OtherTasks _others;
    private int _depth;
    private bool _tagged;

    public TaskWalk(Jinja jinja, IncludedFiles files, Draft draft)
    {
        (_jinja, _files, _draft) = (jinja, files, draft);
        _vendor = new VendorTasks(jinja, draft);
        _others = new OtherTasks(jinja, files, draft, this);
    }

    public void Tasks(IReadOnlyList<YamlNode> tasks, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        foreach (var task in tasks)
            Task(task, defaults);
    }

    /// <summary>Tags choose tasks only when somebody plays the book with <c>--tags</c>: told once.</summary>
    public void Tagged(YamlNode node)
    {
        if (!_tagged && TaskKeys.Tags(node).Count > 0)
        {
            _tagged = true;
            _draft.Check("the playbook has tags: with --tags or --skip-tags only some tasks are played, and all of them stand here");
        }
    }

    private void Task(YamlNode task, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        var (line, end) = _files.Lines(task);
        var (mark, last) = (_draft.Items.Count, _draft.Finally.Count);
        var (alive, goesOn) = (_draft.Alive, _draft.GoesOn);
        var kept = _jinja.Variables.Keep(Layer.Task);
        try
        {
            if (++_depth > MaxDepth)
                throw new NotTurnedException("blocks and files include each other too deep", "write the steps by hand");
            if (task is not YamlMappingNode)
                throw new NotTurnedException("this is no task", "correct the playbook");
            TaskKeys.Check(task);
            Tagged(task);
            _jinja.Variables.SetAll(Layer.Task, task.At("vars"));
            _draft.GoesOn |= TaskKeys.GoesOn(task);
            _draft.Alive = _draft.Alive.And(_draft.Ended.Not());
            if (OtherTasks.OnlyTells(task) is { } told)
                _draft.Note(line, end, told);
            else if ((task.At("loop") ?? task.At("with_items") ?? task.At("with_list")) is { } loop)
                Loop(task, loop, defaults, line, end);
            else
                Once(task, defaults, line, end);
            if (_draft.Items.Count == mark && _draft.Finally.Count == last)
                _draft.Note(line, end, "it has no tasks");
        }
        catch (NotTurnedException e)
        {
            _draft.Items.RemoveRange(mark, _draft.Items.Count - mark);
            _draft.Finally.RemoveRange(last, _draft.Finally.Count - last);
            _draft.Hole(line, end, e);
            _others.Forget(task);
        }
        finally
        {
            _depth--;
            (_draft.Alive, _draft.GoesOn) = (alive, goesOn);
            _jinja.Variables.Restore(Layer.Task, kept);
        }

        if (task.At("register").Text() is { } name)
            _jinja.Variables.Forget(name, $"`{name}` is what a task answered");
    }

    private void Once(YamlNode task, IReadOnlyDictionary<string, YamlNode> defaults, int line, int end)
    {
        var alive = _draft.Alive;
        if (task.At("when") is { } when)
            _draft.Alive = _draft.Alive.And(new WhenReader(_jinja).Read(when));
        if (_draft.Alive.Known == false)
            NotReached(task, line, end);
        else if (task.At("block") is { } block)
            Block(task, block, defaults);
        else
            One(task, defaults, line, end);
        _draft.Alive = alive;
    }

    // Variables can be given other values when the playbook is played, so what stays out is told.
    private void NotReached(YamlNode task, int line, int end)
    {
        _draft.Note(line, end, "its condition does not hold with the variables that were given");
        if (task.At("block") is not null || TaskKeys.Modules(task) is [var (module, _)] && !OtherTasks.IsHarmless(PairModule.ShortName(module)))
            _draft.Check($"the task in line {_files.Place(line).Line} is left out: its condition does not hold with the variables that were given");
    }

    private void Block(YamlNode task, YamlNode block, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        if (TaskKeys.Modules(task).FirstOrDefault() is { Key: { } unknown })
            throw new NotTurnedException($"`{unknown}` of a block is not understood", "write the steps by hand");
        var more = task.At("module_defaults").Entries();
        if (more.Count > 0)
            defaults = defaults.Concat(more.Select(m => KeyValuePair.Create(m.Key, m.Value))).GroupBy(d => d.Key).ToDictionary(d => d.Key, d => d.Last().Value);
        var before = _draft.Items.Count;
        var ended = _draft.Ended;
        Tasks(block.Items(), defaults);
        var steps = _draft.Items.Skip(before).OfType<DraftStep>().ToList();
        if (task.At("rescue") is { } rescue)
            Rescue(rescue, steps, defaults);
        if (task.At("always") is { } always)
        {
            if (_draft.Ended != ended)
                throw new NotTurnedException("a block with `always` that ends the play", "write the steps by hand");
            Always(always, defaults);
        }
    }

    private static bool Changes(DraftStep step) => step.Verb.StartsWith("pair.", StringComparison.Ordinal) && step.Verb is not ("pair.snapshot" or "pair.assert" or "pair.wait");

    private void Always(YamlNode always, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        var mark = _draft.Items.Count;
        Tasks(always.Items(), defaults);
        var steps = _draft.Items.Skip(mark).OfType<DraftStep>().ToList();
        if (steps.Any(s => Changes(s) || s.Verb is "unresolved" or "manual" or "pair.wait"))
        {
            // Whatever becomes of the block; a finally step must not change pairs, so a person decides.
            foreach (var step in steps.Where(s => s.Verb != "unresolved"))
                step.Checks.Add("`always` runs it after a failure too; here it runs only when the block went well. Move it to `finally` if it must run in any case");
            return;
        }

        _draft.Items.RemoveAll(i => steps.Contains(i));
        _draft.Finally.AddRange(steps);
    }

    // What is done when the block fails: nothing but messages, or the way back of one step.
    private void Rescue(YamlNode rescue, List<DraftStep> block, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        var (mark, last) = (_draft.Items.Count, _draft.Finally.Count);
        var (line, end) = _files.Lines(rescue);
        var facts = _jinja.Variables.Keep(Layer.Facts);
        var ended = _draft.Ended;
        Tasks(rescue.Items(), defaults);
        _jinja.Variables.ForgetChanges(facts, "is set in `rescue`, only when the block fails");
        var steps = _draft.Items.Skip(mark).Concat(_draft.Finally.Skip(last)).OfType<DraftStep>().ToList();
        _draft.Items.RemoveRange(mark, _draft.Items.Count - mark);
        _draft.Finally.RemoveRange(last, _draft.Finally.Count - last);
        var changing = block.Where(Changes).ToList();
        var ends = _draft.Ended != ended;
        _draft.Ended = ended;
        if (!ends && steps.All(s => s.Id.StartsWith("stop-", StringComparison.Ordinal)))
        {
            _draft.Note(line, end, "every step is checked: a failed one ends the run as `onFailure` says");
            if (block.FirstOrDefault(s => s.Verb != "unresolved") is { } first && !steps.Any(s => !s.Has("when")))
                first.Checks.Add("when the block fails, `rescue` lets the playbook go on behind it; a run stops at the failed step");
            return;
        }

        if (!ends && steps is [{ Verb: "pair.resync" or "pair.split" or "pair.delete" } back] && changing is [var only] && only.Argument("on") == back.Argument("on")
            && (back.Verb, only.Verb) is ("pair.resync", "pair.split") or ("pair.split", "pair.resync") or ("pair.delete", "pair.create")
            && back.Modifiers.FirstOrDefault(m => m.Key == "when") == only.Modifiers.FirstOrDefault(m => m.Key == "when"))
        {
            _draft.Note(line, end, $"it is the rollback of {only.Id}");
            only.Set("rollback", $"{{ {back.Verb}: {YamlText.Map(back.Arguments)} }}");
            only.Checks.Add("`rescue` ran by itself; the rollback runs when a person rolls the held run back, or by itself with `onFailure: rollback`");
            return;
        }

        _draft.Hole(line, end, new NotTurnedException(
            "it is what the playbook does when the block fails, and a run stops there", "write it as `rollback` of the steps of the block, as a step in `finally`, or accept that a person does it"));
    }

    private void Loop(YamlNode task, YamlNode loop, IReadOnlyDictionary<string, YamlNode> defaults, int line, int end)
    {
        if (task.At("block") is not null)
            throw new NotTurnedException("a block in a loop", "write the steps by hand");
        if (_jinja.Resolve(loop) is not YamlSequenceNode list)
            throw new NotTurnedException("its list is known only when it is played", "write the list out");
        if (list.Children.Count > MaxItems)
            throw new NotTurnedException($"its {list.Children.Count} items would each need a step", "write a `foreach` by hand");
        if (task.At("with_items") is not null && list.Children.Any(i => i is YamlSequenceNode))
            throw new NotTurnedException("`with_items` makes one list of several", "write the list out under `loop`");
        var control = task.At("loop_control").Entries();
        if (control.FirstOrDefault(c => c.Key is not ("loop_var" or "label" or "index_var")) is { Key: { } other })
            throw new NotTurnedException($"`{other}` of a loop has no counterpart", "write the steps by hand");
        var kept = _jinja.Variables.Keep(Layer.Loop);
        if (list.Children.Count == 0)
            _draft.Note(line, end, "its list is empty");
        for (var i = 0; i < list.Children.Count; i++)
        {
            _jinja.Variables.Set(Layer.Loop, task.At("loop_control").At("loop_var").Text() ?? "item", _jinja.Resolve(list.Children[i]) ?? list.Children[i]);
            if (task.At("loop_control").At("index_var").Text() is { } index)
                _jinja.Variables.Set(Layer.Loop, index, new YamlScalarNode(YamlText.Number(i)));
            Once(task, defaults, line, end);
        }

        _jinja.Variables.Restore(Layer.Loop, kept);
    }

    private void One(YamlNode task, IReadOnlyDictionary<string, YamlNode> defaults, int line, int end)
    {
        if (TaskKeys.Modules(task) is not [var (module, arguments)])
            throw new NotTurnedException("which module it uses is not understood", "write the step by hand");
        if (task.At("module_defaults") is not null)
            throw new NotTurnedException("`module_defaults` of a single task", "write its values into the task");
        var name = PairModule.ShortName(module);
        var filled = Filled(arguments, defaults, module);
        if (module.Contains("vspone", StringComparison.Ordinal) || name.StartsWith("hv_", StringComparison.Ordinal))
            _vendor.Take(task, name, filled, line, end);
        else
            _others.Take(task, name, filled, defaults, line, end);
    }

    // module_defaults fill in what a task leaves out.
    private static YamlNode Filled(YamlNode arguments, IReadOnlyDictionary<string, YamlNode> defaults, string module)
    {
        var more = defaults.Where(d => d.Key == module || d.Key.StartsWith("group/hitachivantara.", StringComparison.Ordinal) && module.Contains("vspone", StringComparison.Ordinal)
            || PairModule.ShortName(d.Key) == PairModule.ShortName(module) && !d.Key.StartsWith("group/", StringComparison.Ordinal)).SelectMany(d => d.Value.Entries()).ToList();
        if (more.Count == 0 || arguments is not YamlMappingNode)
            return arguments;
        var filled = new YamlMappingNode();
        foreach (var (key, value) in more.Concat(arguments.Entries()))
            filled.Children[new YamlScalarNode(key)] = value;
        return filled;
    }
}
