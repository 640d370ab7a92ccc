using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Commands;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Walks through the tasks of a play and writes down their steps.</summary>
internal sealed partial class TaskWalk(Jinja jinja, IncludedFiles files)
{
    private const int MaxItems = 64;
    private const int MaxDepth = 12;

    /// <summary>Keys of a task beside its module.</summary>
    private static readonly string[] Modifiers =
        ["name", "when", "loop", "with_items", "register", "until", "retries", "delay", "vars", "tags", "no_log", "become", "become_user", "delegate_to", "run_once", "changed_when", "ignore_errors", "loop_control", "connection", "environment", "any_errors_fatal", "check_mode", "diff", "block", "rescue", "always", "failed_when", "notify", "async", "poll", "args", "local_action", "action", "collections", "register_facts", "throttle", "timeout", "debugger"];

    private static readonly string[] Refusing = ["failed_when", "notify", "async", "local_action", "action", "args"];

    private readonly StepIds _ids = new();
    private int _depth;
    private Condition _alive = Condition.True;

    public List<DraftItem> Items { get; } = [];

    public List<DraftItem> Finally { get; } = [];

    public ArrayBook Arrays { get; } = new();

    public List<(string Written, Technology Technology, string Array, string? Remote)> Groups { get; } = [];

    public void Tasks(IReadOnlyList<YamlNode> tasks, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        foreach (var task in tasks)
            Task(task, defaults);
    }

    /// <summary>A role of a play: its tasks in its place.</summary>
    public void Role(string? name, YamlNode role, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        var (line, end) = files.Lines(role);
        try
        {
            if (role.At("when") is not null)
                throw new NotTurnedException("a role with a condition", "put its tasks in its place, each with `when`");
            jinja.SetAll(role.At("vars"));
            Items.Add(new DraftNote(line, end, "its tasks stand here"));
            Tasks(files.Role(name, jinja, role), defaults);
        }
        catch (NotTurnedException e)
        {
            Items.Add(new DraftStep(line, end, _ids.Next($"line-{line}"), "unresolved") { Why = e.Message, Todo = e.Mend });
        }
    }

    private void Task(YamlNode task, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        var (line, end) = files.Lines(task);
        var mark = Items.Count;
        var alive = _alive;
        try
        {
            if (++_depth > MaxDepth)
                throw new NotTurnedException("blocks and files include each other too deep", "write the steps by hand");
            foreach (var refused in Refusing.Where(r => task.At(r) is not null))
                throw new NotTurnedException($"`{refused}` has no counterpart", "write the step by hand");
            jinja.SetAll(task.At("vars"));
            if (task.At("when") is { } when)
                _alive = _alive.And(new WhenReader(jinja).Read(when));
            if (_alive.Known == false)
                Items.Add(new DraftNote(line, end, "its condition does not hold, as far as is known here") { Unreached = true });
            else if (task.At("block") is { } block)
                Block(task, block, defaults);
            else
                Loop(task, defaults, line, end);
        }
        catch (NotTurnedException e)
        {
            Items.RemoveRange(mark, Items.Count - mark);
            var hole = new DraftStep(line, end, _ids.Next($"line-{line}"), "unresolved") { Why = e.Message, Todo = e.Mend };
            if (_alive.Known is null)
                hole.Set("when", YamlText.Quoted(_alive.ToString()));
            Items.Add(hole);
            if (task.At("register").Text() is { } name)
                jinja.Registered.Add(name);
        }
        finally
        {
            _depth--;
            _alive = alive;
        }
    }

    private void Block(YamlNode task, YamlNode block, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        if (task.At("loop") is not null || task.At("with_items") is not null)
            throw new NotTurnedException("a block in a loop", "write the steps by hand");
        var before = Items.OfType<DraftStep>().Count();
        Tasks(block.Items(), defaults);
        if (task.At("rescue") is { } rescue)
            Rescue(rescue, [.. Items.OfType<DraftStep>().Skip(before)], defaults);
        if (task.At("always") is { } always)
        {
            var mark = Items.Count;
            Tasks(always.Items(), defaults);
            var end = Items.Skip(mark).OfType<DraftStep>().ToList();
            if (end.Any(s => s.Verb.StartsWith("pair.", StringComparison.Ordinal) && s.Verb is not ("pair.snapshot" or "pair.assert" or "pair.wait") || s.Verb == "unresolved"))
            {
                // They run whatever becomes of the block; a finally step must not change pairs, so a person decides.
                foreach (var step in end.Where(s => s.Verb != "unresolved"))
                    step.Checks.Add("`always` runs it after a failure too; here it runs only when the block went well. Move it to `finally` if it must run in any case");
                return;
            }

            Items.RemoveAll(i => end.Contains(i));
            Finally.AddRange(end);
        }
    }

    // What is done when the block fails: nothing but messages, or the way back of one step.
    private void Rescue(YamlNode rescue, List<DraftStep> block, IReadOnlyDictionary<string, YamlNode> defaults)
    {
        var mark = Items.Count;
        var (line, end) = (files.Lines(rescue).Line, files.Lines(rescue).End);
        Tasks(rescue.Items(), defaults);
        var steps = Items.Skip(mark).OfType<DraftStep>().ToList();
        var changed = block.Where(s => s.Verb.StartsWith("pair.", StringComparison.Ordinal) && s.Verb is not ("pair.snapshot" or "pair.wait" or "pair.assert")).ToList();
        if (steps.Count == 0 || steps.All(s => s.Verb == "command" && s.Id.StartsWith("stop", StringComparison.Ordinal)))
        {
            Items.RemoveRange(mark, Items.Count - mark);
            Items.Add(new DraftNote(line, end, "every step is checked: a failed one ends the run as `onFailure` says"));
            return;
        }

        if (steps is [{ Verb: "pair.resync" or "pair.split" or "pair.delete" } back] && changed is [var only] && only.Argument("on") == back.Argument("on") && !back.Has("when"))
        {
            Items.RemoveRange(mark, Items.Count - mark);
            Items.Add(new DraftNote(line, end, $"it is the rollback of {only.Id}"));
            only.Set("rollback", $"{{ {back.Verb}: {YamlText.Map(back.Arguments)} }}");
            only.Checks.Add("`rescue` ran by itself; the rollback runs when a person rolls the held run back, or by itself with `onFailure: rollback`");
            return;
        }

        Items.RemoveRange(mark, Items.Count - mark);
        var hole = new DraftStep(line, end, _ids.Next($"line-{line}"), "unresolved")
        {
            Why = "it is what the playbook does when the block fails, and a run stops there",
            Todo = "write it as `rollback` of the steps of the block, as a step in `finally`, or accept that a person does it",
        };
        Items.Add(hole);
    }

    private void Loop(YamlNode task, IReadOnlyDictionary<string, YamlNode> defaults, int line, int end)
    {
        var loop = task.At("loop") ?? task.At("with_items");
        if (loop is null)
        {
            One(task, defaults, line, end);
            return;
        }

        var items = Resolve(loop);
        if (items is not YamlSequenceNode list)
            throw new NotTurnedException("its list is known only when it is played", "write the list out");
        if (list.Children.Count > MaxItems)
            throw new NotTurnedException($"its {list.Children.Count} items would each need a step", "write a `foreach` by hand");
        var variable = task.At("loop_control").At("loop_var").Text() ?? "item";
        var before = jinja.Find(variable);
        if (list.Children.Count == 0)
            Items.Add(new DraftNote(line, end, "its list is empty"));
        foreach (var item in list.Children)
        {
            jinja.Set(variable, item);
            One(task, defaults, line, end);
        }

        if (before is null)
            jinja.Forget(variable);
        else
            jinja.Set(variable, before);
    }

    private YamlNode? Resolve(YamlNode node) => node is YamlScalarNode { Value: { } text } && Whole().Match(text) is { Success: true } match
        ? match.Groups["name"].Value.Split('.').Skip(1).Aggregate(jinja.Find(match.Groups["name"].Value.Split('.')[0]), (found, name) => found.At(name)) : node;

    private void One(YamlNode task, IReadOnlyDictionary<string, YamlNode> defaults, int line, int end)
    {
        var modules = task.Entries().Where(e => !Modifiers.Contains(e.Key)).ToList();
        if (modules is not [var (module, arguments)])
            throw new NotTurnedException("which module it uses is not understood", "write the step by hand");
        var name = PairModule.ShortName(module);
        if (module.Contains("vspone", StringComparison.Ordinal) || name.StartsWith("hv_", StringComparison.Ordinal))
            Vendor(task, name, Filled(arguments, defaults, module), line, end);
        else
            Other(task, name, arguments, defaults, line, end);
    }

    // module_defaults fill in what a task leaves out.
    private static YamlNode Filled(YamlNode arguments, IReadOnlyDictionary<string, YamlNode> defaults, string module)
    {
        var more = defaults.Where(d => PairModule.ShortName(d.Key) == PairModule.ShortName(module) || d.Key.StartsWith("group/", StringComparison.Ordinal)).SelectMany(d => d.Value.Entries()).ToList();
        if (more.Count == 0 || arguments is not YamlMappingNode)
            return arguments;
        var filled = new YamlMappingNode();
        foreach (var (key, value) in more.Concat(arguments.Entries()))
            filled.Children[new YamlScalarNode(key)] = value;
        return filled;
    }

    private void Vendor(YamlNode task, string name, YamlNode arguments, int line, int end)
    {
        var spec = Resolve(arguments.At("spec") ?? new YamlMappingNode()) ?? throw new NotTurnedException("its spec is known only when it is played", "write the values out");
        if (PairModule.OfFacts(name) is { } reading)
        {
            Facts(task, reading, spec, arguments, line, end);
            return;
        }

        if (name.EndsWith("_facts", StringComparison.Ordinal))
        {
            if (task.At("until") is not null)
                throw new NotTurnedException("it waits for something that no step of a runbook looks at", "write a `command` or `http` step with `retry`");
            Items.Add(new DraftNote(line, end, "it only reads; steps read what they need"));
            if (task.At("register").Text() is { } kept)
                jinja.Registered.Add(kept);
            return;
        }

        if (PairModule.Find(name) is not { } found)
            throw new NotTurnedException($"{name} changes something that is no pair", "do it before the run, or as an `http` step to the array's REST API");
        if (task.At("until") is not null || task.At("retries") is not null)
            throw new NotTurnedException("a change that is repeated until something holds", "write the step with `wait`");
        Change(task, found, spec, arguments, line, end);
    }

    private void Change(YamlNode task, PairModule module, YamlNode spec, YamlNode arguments, int line, int end)
    {
        var state = jinja.Value(arguments.At("state") ?? new YamlScalarNode("present")).Constant ?? throw new NotTurnedException("its state is known only when it is played", "write one step for each state, with `when`");
        if (PairModule.VerbOf(state) is not var (verb, option))
        {
            throw new NotTurnedException($"state {state} of {module.Name} has no counterpart that the task describes whole",
                state == "present" ? "write pair.create with the LDEV ids of both sides; the module makes the S-VOL by itself, a runbook does not" : "write the step by hand");
        }

        var unknown = spec.Entries().FirstOrDefault(e => !module.Keys.Contains(e.Key));
        if (unknown.Key is not null)
            throw new NotTurnedException($"`{unknown.Key}` of {module.Name} has no counterpart for state {state}", "see what it does in the module's documentation and write the step by hand");
        var technology = TechnologyOf(module, spec);
        var on = On(module, spec, technology, verb);
        var step = new DraftStep(line, end, _ids.Next($"{verb["pair.".Length..]}-{on}"), verb);
        step.Arguments.Add(("on", YamlText.Of(on)));
        if (option is not null)
            step.Arguments.Add((option, "true"));
        else if (verb == "pair.split")
            Split(step, spec, technology);
        if (technology == Technology.ShadowImage && (Flag(spec, "enable_quick_mode") || Flag(spec, "quick_mode")) && verb is "pair.split" or "pair.resync" or "pair.restore")
            step.Arguments.Add(("quick", "true"));
        if ((spec.At("copy_pace") ?? spec.At("copy_pace_track_size")) is not null)
            step.Remarks.Add("the copy pace is left out: the array's own choice holds");
        if (verb is "pair.delete" or "pair.restore" or "pair.swapResync" || option == "swap")
            step.Set("rollback", "{ none: \"the playbook has no way back from here\" }");
        step.Remarks.Add("the runbook also checks: it waits for the end status of every pair, and fails on PSUE");
        if (task.At("ignore_errors") is not null)
            step.Remarks.Add("the playbook goes on when this fails; the run does not");
        Put(step, on, technology, arguments);
    }

    private static Technology TechnologyOf(PairModule module, YamlNode spec) => module.Technology ?? (spec.At("replication_type").Text()?.ToLowerInvariant() switch
    {
        "hur" or "ur" => Technology.UniversalReplicator,
        "tc" or "truecopy" => Technology.TrueCopy,
        "gad" => Technology.GlobalActiveDevice,
        _ => throw new NotTurnedException("its replication_type is not known", "write hur, tc or gad"),
    });

    private void Split(DraftStep step, YamlNode spec, Technology technology)
    {
        var remote = technology is Technology.TrueCopy or Technology.UniversalReplicator;
        if (remote && (Flag(spec, "is_svol_writable") || Flag(spec, "is_svol_readwriteable")))
            step.Arguments.Add(("svolAccess", "read-write"));
        if (Flag(spec, "do_pvol_write_protect"))
            step.Arguments.Add(technology == Technology.TrueCopy ? ("pvolWriteProtect", "true") : throw new NotTurnedException("do_pvol_write_protect is for TrueCopy", "take it out"));
        if (Flag(spec, "do_data_suspend"))
            step.Arguments.Add(technology == Technology.UniversalReplicator ? ("dataSuspend", "true") : throw new NotTurnedException("do_data_suspend is for Universal Replicator", "take it out"));
    }

    private bool Flag(YamlNode spec, string key) => spec.At(key) is { } node && (jinja.Value(node).Constant?.ToLowerInvariant() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => throw new NotTurnedException($"{key} is known only when it is played", "write true or false"),
    });

    private string On(PairModule module, YamlNode spec, Technology technology, string verb)
    {
        var group = spec.At(module.GroupKey) is { } node ? jinja.Value(node) : throw new NotTurnedException($"it names the pair by its volumes, and not by {module.GroupKey}", $"add {module.GroupKey}, or write the step with on: GROUP/PAIR");
        var known = Inputs().Replace(group.Template, "x");
        if (group.IsSecret || !CciGroups.IsGroupName(known))
            throw new NotTurnedException($"`{group.Template}` cannot be the name of a copy group", "write the name out");
        if (!module.ByPair || spec.At("copy_pair_name") is not { } pair)
        {
            return module.ByPair && spec.At("primary_volume_id") is not null ? throw new NotTurnedException("one volume of the copy group is meant, and its pair's name is not known", "add copy_pair_name") : group.Template;
        }

        if (technology == Technology.UniversalReplicator && verb is not ("pair.snapshot" or "pair.wait" or "pair.delete"))
            throw new NotTurnedException("Universal Replicator pairs are operated by copy group: a pair suspended alone is not consistent with its mirror", "use hv_remote_copy_group, or decide whether the whole group is meant");
        return $"{group.Template}/{jinja.Value(pair).Template}";
    }

    private void Facts(YamlNode task, PairModule module, YamlNode spec, YamlNode arguments, int line, int end)
    {
        if (task.At("register").Text() is { } kept)
            jinja.Registered.Add(kept);
        if (spec.At(module.GroupKey) is null)
        {
            if (task.At("until") is not null)
                throw new NotTurnedException($"it waits for pairs and names no {module.GroupKey}", $"add {module.GroupKey}, or write pair.wait by hand");
            Items.Add(new DraftNote(line, end, "it only reads; steps read what they need"));
            return;
        }

        var technology = TechnologyOf(module, spec);
        var on = On(module, spec, technology, "pair.snapshot");
        if (task.At("until") is not { } until)
        {
            var look = new DraftStep(line, end, _ids.Next($"snapshot-{on}"), "pair.snapshot");
            look.Arguments.Add(("on", YamlText.Of(on)));
            Put(look, on, technology, arguments);
            return;
        }

        var text = string.Join(" and ", until.Items().Select(u => u.Text() ?? ""));
        var words = Statuses().Matches(text).Select(m => m.Value).Distinct().ToList();
        if (words.Count != 1 || text.Contains("!=", StringComparison.Ordinal) || text.Contains("not ", StringComparison.Ordinal) || text.Contains(" or ", StringComparison.Ordinal) || PairStatuses.Of(words[0], technology) is not { } wanted)
            throw new NotTurnedException($"what it waits for (`{text}`) is not understood", "write pair.wait by hand");
        var wait = new DraftStep(line, end, _ids.Next($"wait-{on}"), "pair.wait");
        wait.Arguments.Add(("on", YamlText.Of(on)));
        wait.Arguments.Add(("status", PairStatuses.Yaml(wanted)));
        var (retries, delay) = (Number(task.At("retries"), 3), Number(task.At("delay"), 5));
        wait.Arguments.Add(("timeout", DurationText.Write(TimeSpan.FromSeconds(Math.Max(1, (long)retries * Math.Max(1, delay))))));
        if (delay > 0)
            wait.Arguments.Add(("poll", DurationText.Write(TimeSpan.FromSeconds(delay))));
        wait.Remarks.Add("the runbook also checks: every pair of it has to be there, and PSUE ends the wait");
        Put(wait, on, technology, arguments);
    }

    private int Number(YamlNode? node, int usual) => node is null ? usual
        : int.TryParse(jinja.Value(node).Constant, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number
        : throw new NotTurnedException("how often it looks is known only when it is played", "write the numbers out");

    private void Put(DraftStep step, string on, Technology technology, YamlNode arguments)
    {
        var array = Arrays.Of(jinja, Resolve(arguments.At("connection_info") ?? new YamlMappingNode()), "array");
        var remote = technology.IsRemote() ? Arrays.Of(jinja, Resolve(arguments.At("secondary_connection_info") ?? new YamlMappingNode()), "remote-array") : null;
        var group = on.Split('/')[0];
        if (Groups.FirstOrDefault(g => g.Written == group) is { Written: not null } known)
        {
            if (known.Technology != technology)
                throw new NotTurnedException($"{group} is {known.Technology.RunbookName()} elsewhere in the playbook", "correct the module or the name");
            // A task without the other array, or one that speaks to it, means the same pairs.
        }
        else
        {
            Groups.Add((group, technology, array, remote == array ? null : remote));
        }

        if (_alive.Known is null)
            step.Set("when", YamlText.Quoted(_alive.ToString()));
        Items.Add(step);
    }

    private void Other(YamlNode task, string name, YamlNode arguments, IReadOnlyDictionary<string, YamlNode> defaults, int line, int end)
    {
        switch (name)
        {
            case "debug" or "meta" or "setup" or "gather_facts":
                Items.Add(new DraftNote(line, end, "a message; the run journal says what every step did, and `notify` tells people"));
                break;
            case "set_fact":
                foreach (var (key, value) in arguments.Entries().Where(e => e.Key != "cacheable"))
                {
                    if (_alive.Known is null)
                        throw new NotTurnedException($"{key} is set only in some cases", "make it an input");
                    jinja.Set(key, value);
                }

                Items.Add(new DraftNote(line, end, "its values stand where they are used"));
                break;
            case "pause":
                Pause(arguments, line, end);
                break;
            case "fail":
                var stop = new DraftStep(line, end, _ids.Next($"stop-{line}"), "command");
                stop.Arguments.Add(("run", YamlText.List(["\"/bin/sh\"", "\"-c\"", YamlText.Quoted($"echo 'line {line}: the playbook fails here' >&2; exit 1")])));
                stop.Arguments.Add(("onUnknown", "retry"));
                stop.Set("rollback", "{ none: \"it changes nothing\" }");
                if (_alive.Known is null)
                    stop.Set("when", YamlText.Quoted(_alive.ToString()));
                Items.Add(stop);
                break;
            case "include_tasks" or "import_tasks":
                Tasks(files.Include(arguments.Text() ?? arguments.At("file").Text(), task), defaults);
                Items.Add(new DraftNote(line, end, "its tasks stand here"));
                break;
            case "include_role" or "import_role":
                Tasks(files.Role(arguments.At("name").Text(), jinja, task), defaults);
                Items.Add(new DraftNote(line, end, "its tasks stand here"));
                break;
            case "include_vars":
                foreach (var variables in files.Variables(arguments.Text() ?? arguments.At("file").Text(), task))
                    jinja.SetAll(variables);
                Items.Add(new DraftNote(line, end, "its values stand where they are used"));
                break;
            case "command" or "shell" or "raw" or "script":
                throw new NotTurnedException($"`{name}` runs a program on the hosts of the play", $"when the engine's machine is meant: command: {{ run: [\"/bin/sh\", \"-c\", {YamlText.Quoted(SecretText.Masked(arguments.Text() ?? arguments.At("cmd").Text() ?? "…"))}] }}");
            case "uri":
                throw new NotTurnedException("`uri` calls a web service", $"http: {{ url: {YamlText.Quoted(arguments.At("url").Text() ?? "…")}, method: {arguments.At("method").Text() ?? "GET"} }}");
            default:
                throw new NotTurnedException($"the module {name} is not known here", "write a `command` or `http` step that does its work");
        }
    }

    private void Pause(YamlNode arguments, int line, int end)
    {
        if (arguments.At("prompt") is not null || arguments.At("seconds") is null && arguments.At("minutes") is null)
            throw new NotTurnedException("it waits for a person", "write a `manual` step with the question");
        var step = new DraftStep(line, end, _ids.Next($"pause-{line}"), "delay");
        var seconds = Number(arguments.At("seconds"), 0) + (60 * Number(arguments.At("minutes"), 0));
        step.Arguments.Add(("for", DurationText.Write(TimeSpan.FromSeconds(Math.Max(1, seconds)))));
        if (_alive.Known is null)
            step.Set("when", YamlText.Quoted(_alive.ToString()));
        Items.Add(step);
    }

    [GeneratedRegex(@"^\s*\{\{\s*(?<name>[A-Za-z_][\w.]*)\s*\}\}\s*$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\$\{\{ inputs\.[^}]*\}\}")]
    private static partial Regex Inputs();

    [GeneratedRegex(@"\b(SMPL|COPY|RCPY|PAIR|PSUS|SSUS|PSUE|PFUL|PFUS|SSWS)\b")]
    private static partial Regex Statuses();
}
