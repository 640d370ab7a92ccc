using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Commands;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Tasks of the vendor's modules: states to verbs, readings to snapshots and waits.</summary>
internal sealed partial class VendorTasks(Jinja jinja, Draft draft)
{
    private readonly CreateStep _create = new(jinja);

    public void Take(YamlNode task, string name, YamlNode arguments, int line, int end)
    {
        var unknown = arguments.Entries().FirstOrDefault(e => e.Key is not ("connection_info" or "secondary_connection_info" or "storage_system_info" or "state" or "spec")).Key;
        if (unknown is not null)
            throw new NotTurnedException($"`{unknown}` of {name} is not understood", "write the step by hand");
        var spec = jinja.Resolve(arguments.At("spec") ?? new YamlMappingNode()) ?? throw new NotTurnedException("its spec is known only when it is played", "write the values out");
        if (PairModule.OfFacts(name) is { } reading)
            Facts(task, reading, spec, arguments, line, end);
        else if (name.EndsWith("_facts", StringComparison.Ordinal))
        {
            if (task.At("until") is not null)
                throw new NotTurnedException("it waits for something that no step of a runbook looks at", "write a `command` or `http` step with `retry`; journals: pair.wait with journalStatus");
            draft.Note(line, end, "it only reads; steps read what they need");
        }
        else if (PairModule.Find(name) is not { } found)
        {
            throw new NotTurnedException(name.Contains("snapshot", StringComparison.Ordinal) ? $"the snapshots of {name} are no Thin Image pairs of a snapshot group" : $"{name} changes something that is no pair",
                "do it before the run, or as an `http` step to the array's REST API");
        }
        else if (task.At("until") is not null || task.At("retries") is not null)
            throw new NotTurnedException("a change that is repeated until something holds", "write the step with `wait`");
        else
            Change(found, spec, arguments, line, end);
    }

    private void Change(PairModule module, YamlNode spec, YamlNode arguments, int line, int end)
    {
        var state = jinja.Value(arguments.At("state") ?? new YamlScalarNode("present")).Constant ?? throw new NotTurnedException("its state is known only when it is played", "write one step for each state, with `when`");
        var technology = TechnologyOf(module, spec);
        if (module.VerbOf(state, technology) is not var (verb, option))
            throw new NotTurnedException($"state {state} of {module.Name} has no counterpart", "do it before the run, or as an `http` step to the array's REST API");
        if (spec.Entries().FirstOrDefault(e => !module.KeysOf(verb, option == "swap").Contains(e.Key)) is { Key: { } unknown })
            throw new NotTurnedException($"`{unknown}` of {module.Name} has no counterpart for state {state}", "see what it does in the module's documentation and write the step by hand");
        var on = verb == "pair.create" ? Group(module, spec) : On(module, spec, technology, verb);
        var step = new DraftStep(line, end, draft.Ids.Next($"{verb["pair.".Length..]}-{on}"), verb);
        step.Arguments.Add(("on", YamlText.Of(on)));
        if (option is not null)
            step.Arguments.Add((option, "true"));
        else if (verb == "pair.split")
            Split(step, spec, technology);
        else if (verb == "pair.create")
            _create.Write(step, spec, technology);
        else if (verb == "pair.resync" && module.Name == "hv_remote_copy_group")
            Register(step, spec, technology);
        if (verb is "pair.split" or "pair.resync" or "pair.restore" && (Flag(spec, "enable_quick_mode") || Flag(spec, "quick_mode")))
            step.Arguments.Add(("quick", "true"));
        if ((spec.At("copy_pace") ?? spec.At("copy_pace_track_size")) is { } pace)
            Pace(step, pace, technology);
        if (verb is "pair.delete" or "pair.restore" or "pair.swapResync" or "pair.takeover")
            step.Set("rollback", "{ none: \"the playbook has no way back from here\" }");
        step.Remarks.Add("the runbook also checks: it waits for the end status of every pair, and fails on PSUE");
        Put(step, on, technology, arguments, asked: verb == "pair.takeover" ? "secondary" : "primary");
    }

    // MEDIUM and the like are the array's words; numbers are those of CCI and of a runbook.
    private void Pace(DraftStep step, YamlNode pace, Technology technology)
    {
        var text = jinja.Value(pace).Constant;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 15
            && (technology == Technology.ShadowImage || step.Verb != "pair.split"))
            step.Arguments.Add(("copyPace", YamlText.Number(number)));
        else
            step.Remarks.Add($"the copy pace ({text ?? "as given"}) is left out: the array's own choice holds");
    }

    private Technology TechnologyOf(PairModule module, YamlNode spec) => module.Technology ?? spec.At("replication_type").Text()?.ToLowerInvariant() switch
    {
        "hur" or "ur" => Technology.UniversalReplicator,
        "tc" or "truecopy" => Technology.TrueCopy,
        "gad" => Technology.GlobalActiveDevice,
        null when spec.At(module.GroupKey) is { } group && draft.TechnologyOf(jinja.Value(group).Template) is { } known => known,
        _ => throw new NotTurnedException("its replication_type is not known", "write hur, tc or gad"),
    };

    private void Split(DraftStep step, YamlNode spec, Technology technology)
    {
        if (Flag(spec, "is_svol_writable") || Flag(spec, "is_svol_readwriteable"))
            step.Arguments.Add(("svolAccess", technology is Technology.TrueCopy or Technology.UniversalReplicator ? "read-write" : throw new NotTurnedException("hosts' access to the S-VOL is for TrueCopy and Universal Replicator", "take it out")));
        if (Flag(spec, "do_pvol_write_protect"))
            step.Arguments.Add(technology == Technology.TrueCopy ? ("pvolWriteProtect", "true") : throw new NotTurnedException("do_pvol_write_protect is for TrueCopy", "take it out"));
        if (Flag(spec, "do_data_suspend"))
            step.Arguments.Add(technology == Technology.UniversalReplicator ? ("dataSuspend", "true") : throw new NotTurnedException("do_data_suspend is for Universal Replicator", "take it out"));
        if (!Flag(spec, "force_suspend"))
            return;
        if (Flag(spec, "quick_mode") || spec.At("copy_pace") is not null)
            throw new NotTurnedException("force_suspend excludes quick_mode and copy_pace here", "take them out");
        step.Arguments.Add(("forceSuspend", "true"));
    }

    // What a resync of a remote copy group also sets.
    private void Register(DraftStep step, YamlNode spec, Technology technology)
    {
        if ((spec.At("is_consistency_group") ?? spec.At("consistency_group_id")) is not null)
        {
            step.Arguments.Add(("consistencyGroup", Flag(spec, "is_consistency_group") && technology is Technology.TrueCopy or Technology.GlobalActiveDevice && spec.At("consistency_group_id") is { } id
                ? YamlText.Number(Number(id, 0)) : throw new NotTurnedException("what it does with the consistency group is not sure", "write pair.resync with consistencyGroup, or take it out")));
        }

        if (spec.At("fence_level") is { } fence)
        {
            step.Arguments.Add(("fenceLevel", technology == Technology.TrueCopy && jinja.Value(fence).Constant?.ToLowerInvariant() is "never" or "status" or "data"
                ? jinja.Value(fence).Constant!.ToLowerInvariant() : throw new NotTurnedException("its fence level does not fit", "write never, status or data, for TrueCopy")));
        }
    }

    private bool Flag(YamlNode spec, string key) => spec.At(key) is { } node && (jinja.Value(node).Constant?.ToLowerInvariant() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => throw new NotTurnedException($"{key} is known only when it is played", "write true or false"),
    });

    private string Group(PairModule module, YamlNode spec)
    {
        var group = spec.At(module.GroupKey) is { } node ? jinja.Value(node) : throw new NotTurnedException($"it names the pair by its volumes, and not by {module.GroupKey}", $"add {module.GroupKey}, or write the step with on: GROUP/PAIR");
        var known = Inputs().Replace(group.Template, "x");
        return group.IsSecret || !CciGroups.IsGroupName(known) ? throw new NotTurnedException($"`{group.Template}` cannot be the name of a copy group", "write the name out") : group.Template;
    }

    private string On(PairModule module, YamlNode spec, Technology technology, string verb)
    {
        var group = Group(module, spec);
        if (technology == Technology.ThinImage)
            return module.ByPair ? throw new NotTurnedException("one pair of the snapshot group is meant, and its name is not known", "use hv_snapshot_group, or write the step with on: GROUP/PAIR") : group;
        if (!module.ByPair || spec.At("copy_pair_name") is not { } pair)
        {
            return module.ByPair && (spec.At("primary_volume_id") ?? spec.At("secondary_volume_id")) is not null
                ? throw new NotTurnedException("one volume of the copy group is meant, and its pair's name is not known", "add copy_pair_name") : group;
        }

        if (technology == Technology.UniversalReplicator && verb is not ("pair.snapshot" or "pair.wait" or "pair.delete"))
            throw new NotTurnedException("Universal Replicator pairs are operated by copy group: a pair suspended alone is not consistent with its mirror", "use hv_remote_copy_group, or decide whether the whole group is meant");
        return $"{group}/{jinja.Value(pair).Template}";
    }

    private void Facts(YamlNode task, PairModule module, YamlNode spec, YamlNode arguments, int line, int end)
    {
        if (spec.At(module.GroupKey) is null || module.ByPair && module.Technology == Technology.ThinImage)
        {
            if (task.At("until") is not null)
                throw new NotTurnedException($"it waits for pairs and names no {module.GroupKey}", $"add {module.GroupKey}, or write pair.wait by hand");
            draft.Note(line, end, "it only reads; steps read what they need");
            return;
        }

        if (task.At("until") is not { } until)
        {
            Look(module, spec, arguments, line, end);
            return;
        }

        var technology = TechnologyOf(module, spec);
        var on = On(module, spec, technology, "pair.snapshot");
        var wait = new DraftStep(line, end, draft.Ids.Next($"wait-{on}"), "pair.wait");
        wait.Arguments.Add(("on", YamlText.Of(on)));
        wait.Arguments.Add(("status", PairStatuses.Yaml(Awaited(until, technology))));
        var (retries, delay) = (Number(task.At("retries"), 3), Number(task.At("delay"), 5));
        wait.Arguments.Add(("timeout", DurationText.Write(TimeSpan.FromSeconds(Math.Max(1, (long)retries * Math.Max(1, delay))))));
        if (delay > 0)
            wait.Arguments.Add(("poll", DurationText.Write(TimeSpan.FromSeconds(delay))));
        if (wait.Argument("status") == "PSUE")
            wait.Arguments.Add(("failOn", "SMPL"));
        wait.Remarks.Add("the runbook also checks: every pair of it has to be there, and PSUE ends the wait");
        Put(wait, on, technology, arguments, asked: null);
    }

    // Pairs that are not named by group are of no use to a step, and nothing is lost where they are not read.
    private void Look(PairModule module, YamlNode spec, YamlNode arguments, int line, int end)
    {
        try
        {
            var technology = TechnologyOf(module, spec);
            var on = On(module, spec, technology, "pair.snapshot");
            var look = new DraftStep(line, end, draft.Ids.Next($"snapshot-{on}"), "pair.snapshot");
            look.Arguments.Add(("on", YamlText.Of(on)));
            Put(look, on, technology, arguments, asked: null);
        }
        catch (NotTurnedException)
        {
            draft.Note(line, end, "it only reads; steps read what they need");
        }
    }

    // One status that is asked for in a way that is sure: `… == 'PAIR'`, `'PAIR' in …`, `… | selectattr(…, 'PAIR') | … length > 0`, `rejectattr(… 'PAIR') … length == 0`.
    private static string[] Awaited(YamlNode until, Technology technology)
    {
        var texts = until.Items().Select(u => (u.Text() ?? "").Trim()).ToList();
        var asking = texts.Where(t => Statuses().IsMatch(t)).ToList();
        var others = texts.Except(asking).All(t => Succeeded().IsMatch(t));
        var words = asking.SelectMany(t => Statuses().Matches(t)).Select(m => m.Value).Distinct().ToList();
        var text = string.Join(" and ", texts);
        var none = text.Contains("rejectattr", StringComparison.Ordinal);
        return words is [var word] && others && asking.All(t => none ? Rejected().IsMatch(t) : Asked().IsMatch(t)) && PairStatuses.Of(word, technology) is { } wanted ? wanted
            : throw new NotTurnedException($"what it waits for (`{text}`) is not understood", "write pair.wait by hand");
    }

    private int Number(YamlNode? node, int usual) => node is null ? usual
        : int.TryParse(jinja.Value(node).Constant, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number
        : throw new NotTurnedException("how often it looks is known only when it is played", "write the numbers out");

    /// <param name="asked">Whose array <c>connection_info</c> names; null where either may be asked.</param>
    private void Put(DraftStep step, string on, Technology technology, YamlNode arguments, string? asked)
    {
        var first = draft.Arrays.Of(jinja, Connection(arguments, "connection_info"), asked == "secondary" ? "remote-array" : "array");
        var second = technology.IsRemote() ? draft.Arrays.Find(jinja, Connection(arguments, "secondary_connection_info")) : null;
        var group = on.Split('/')[0];
        if (draft.Groups.FirstOrDefault(g => g.Written == group) is { Written: not null } known)
        {
            if (known.Technology != technology)
                throw new NotTurnedException($"{group} is {known.Technology.RunbookName()} elsewhere in the playbook", "correct the module or the name");
            // A task without the other array, or one that speaks to it, means the same pairs; other arrays have a group of the same name.
            if (((string?[])[first, second]).Any(a => a is not null && a != known.Array && a != known.Remote))
                throw new NotTurnedException($"{group} is on other arrays elsewhere in the playbook", "a runbook has one copy group of a name; write the other as a target of its own");
        }
        else if (asked == "secondary")
        {
            draft.Groups.Add((group, technology, second ?? draft.Arrays.Of(jinja, null, "array"), first));
        }
        else
        {
            draft.Groups.Add((group, technology, first, !technology.IsRemote() ? null : second ?? draft.Arrays.Of(jinja, null, "remote-array")));
        }

        draft.Step(step);
    }

    private YamlNode? Connection(YamlNode arguments, string key) =>
        arguments.At(key) is { } node ? jinja.Resolve(node) ?? node : null;

    [GeneratedRegex(@"\$\{\{ inputs\.[^}]*\}\}")]
    private static partial Regex Inputs();

    [GeneratedRegex(@"\b(SMPL|COPY|RCPY|PAIR|PSUS|SSUS|PSUE|PFUL|PFUS|SSWS)\b")]
    private static partial Regex Statuses();

    [GeneratedRegex(@"^\w+\s+is\s+(succeeded|success|not\s+failed|defined)$")]
    private static partial Regex Succeeded();

    [GeneratedRegex(@"^(?:[\w.\[\]'""]+(?:\s*\|\s*(?:first|upper|trim))*\s*==\s*['""]\w+['""]|['""]\w+['""]\s+in\s+[\w.\[\]'""|() ]+|[\w.]+\s*\|\s*selectattr\([^)]*\)\s*\|\s*list\s*\|\s*(?:length|count)\s*>\s*0)$")]
    private static partial Regex Asked();

    [GeneratedRegex(@"^\(?[\w.]+\s*\|\s*rejectattr\([^)]*'(?:equalto|eq|==)'[^)]*\)\s*\|\s*list\s*\|\s*(?:length|count)\s*\)?\s*==\s*0$")]
    private static partial Regex Rejected();
}
