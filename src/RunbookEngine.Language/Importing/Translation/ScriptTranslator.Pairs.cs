using System.Text.RegularExpressions;
using RunbookEngine.Language.Importing.Shell;
using RunbookEngine.Language.Importing.Writing;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary>CCI commands: pair steps.</summary>
internal sealed partial class ScriptTranslator
{
    private readonly Dictionary<(string? Array, int Ldev), int> _secondaries = [];

    private static readonly string[] StatusWords = ["SMPL", "COPY", "RCPY", "PAIR", "PSUS", "SSUS", "PSUE", "PFUL", "PFUS", "SSWS"];

    private void Cci(SimpleCommand command, Pipeline pipeline, int line, int endLine)
    {
        var (instance, local) = (_instance, _localCopy);
        foreach (var assignment in command.Assignments)
            Known(assignment.Name, Variables.Value(assignment.Value).Constant);
        try
        {
            var name = ShellShapes.Name(command);
            var words = command.Words.Skip(1).SelectMany(Variables.Split).ToList();
            if (name == "raidcom")
                Raidcom(words, line, endLine);
            else if (name == "pairevtwait")
                Wait(CciCall.Read(name, words), line, endLine);
            else
                Operate(CciCall.Read(name, words), line, endLine);
        }
        finally
        {
            (_instance, _localCopy) = (instance, local);
        }
    }

    private void Operate(CciCall call, int line, int endLine)
    {
        var (on, facts, device) = Object(call);
        var verb = PairSteps.VerbOf(call, facts);
        var step = new DraftStep(line, endLine, "", verb);
        step.Arguments.Add(("on", on));
        // Filled before it is placed: a command that cannot be turned leaves no half step behind.
        PairSteps.Fill(step, call, facts, device);
        if (verb == "pair.create")
            Claim(facts, device, line);
        var placed = Add(line, endLine, $"{verb[(verb.IndexOf('.') + 1)..]}-{Title(call)}", verb);
        Use(GroupOf(call), facts);
        placed.Arguments.AddRange(step.Arguments);
        placed.Modifiers.AddRange(step.Modifiers);
        placed.Remarks.AddRange(step.Remarks);
        _last = new LastCommand(line, placed, call.Command == "pairvolchk" && call.Has("-ss") ? GroupOf(call) : null);
        if (verb != "pair.snapshot")
            _waitless[on] = placed;
    }

    // An S-VOL belongs to one pair; a second one that claims it is a mistake of the script or of the HORCM files.
    private void Claim(GroupFacts facts, string? device, int line)
    {
        var pairs = facts.Pairs.Where(p => device is null || p.Name == device).ToList();
        var array = facts.Technology.IsRemote() ? facts.SvolSerial : facts.PvolSerial;
        var again = pairs.Where(p => _secondaries.ContainsKey((array, p.Svol))).Select(p => p.Name)
            .Concat(pairs.GroupBy(p => p.Svol).Concat(pairs.GroupBy(p => p.Pvol)).Where(g => g.Count() > 1).SelectMany(g => g.Skip(1)).Select(p => p.Name)).FirstOrDefault();
        if (again is not null)
            throw new NotTurnedException($"a volume of the pair {again} is in a pair that is created already", "give each pair volumes of its own; if the pairs are deleted in between, write a second runbook");
        if (!facts.Technology.IsRemote() && pairs.FirstOrDefault(p => p.Pvol == p.Svol) is { } own)
            throw new NotTurnedException($"the P-VOL and the S-VOL of {own.Name} are the same volume", "correct the HORCM files");
        foreach (var pair in pairs)
            _secondaries.TryAdd((array, pair.Svol), line);
    }

    private void Wait(CciCall call, int line, int endLine)
    {
        var (on, facts, _) = Object(call);
        var words = call.Options.Where(o => o.Key is "-s" or "-ss").SelectMany(o => o.Value).ToList();
        var statuses = words.SelectMany(w => PairStatuses.Of(w.Constant ?? "", facts.Technology)
            ?? throw new NotTurnedException($"`{w.Template}` is no pair status that is known here", "write pair.wait by hand")).Distinct().ToList();
        if (call.Has("-nowait") || call.Has("-nowaits") || statuses.Count == 0)
        {
            Use(GroupOf(call), facts);
            var look = Add(line, endLine, $"{(statuses.Count > 0 ? "assert" : "look")}-{Title(call)}", statuses.Count > 0 ? "pair.assert" : "pair.snapshot");
            look.Arguments.Add(("on", on));
            if (statuses.Count > 0)
                look.Arguments.Add(("status", PairStatuses.Yaml(statuses)));
            _last = new LastCommand(line, look);
            return;
        }

        var limits = Limits(call);
        Use(GroupOf(call), facts);
        if (_waitless.Remove(on, out var operation))
        {
            var natural = CanEnd(operation, statuses, facts.Technology);
            if (natural && ReferenceEquals(_items.OfType<DraftStep>().LastOrDefault(), operation))
            {
                operation.Set("wait", YamlText.Map([.. Wanted(statuses), .. limits]));
                operation.MoreLines.Add((line, endLine));
                _items.Add(new DraftNote(line, endLine, null, null));
                _last = new LastCommand(line, operation);
                return;
            }

            // One with a time of its own (-t) has waited by itself already.
            if (!operation.Has("wait"))
            {
                operation.Set("wait", "none");
                operation.Remarks.Add($"the script goes on while the pairs move, and waits in line {line}");
            }
        }

        var wait = Add(line, endLine, $"wait-{Title(call)}", "pair.wait");
        wait.Arguments.Add(("on", on));
        wait.Arguments.Add(("status", PairStatuses.Yaml(statuses)));
        if (statuses.Contains("PSUE"))
            wait.Arguments.Add(("failOn", "SMPL"));
        wait.Arguments.AddRange(limits);
        _last = new LastCommand(line, wait);
    }

    private static IEnumerable<(string, string)> Wanted(List<string> statuses)
    {
        yield return ("for", PairStatuses.Yaml(statuses));
        if (statuses.Contains("PSUE"))
            yield return ("failOn", "SMPL");
    }

    private static List<(string, string)> Limits(CciCall call)
    {
        var limits = new List<(string, string)>();
        if (call.Options.TryGetValue("-t", out var time))
        {
            limits.Add(("timeout", PairSteps.Seconds(time[0])));
            if (time.Count > 1)
                limits.Add(("poll", PairSteps.Seconds(time[1])));
        }

        return limits;
    }

    /// <summary>Whether the operation leaves pairs in these statuses, so that the wait is its own.</summary>
    private static bool CanEnd(DraftStep operation, List<string> statuses, Technology technology) => operation.Verb switch
    {
        "pair.split" when operation.Argument("swap") is not null => statuses.Contains("SSWS"),
        "pair.split" when operation.Argument("forceSuspend") is not null => statuses.Contains("PSUE"),
        "pair.split" => statuses.Contains("PSUS") && (statuses.Contains("SSUS") || technology == Technology.ThinImage),
        "pair.create" when operation.Argument("autoSplit") is not null => statuses.Contains("PSUS"),
        "pair.create" or "pair.resync" or "pair.restore" or "pair.swapResync" => statuses.Contains("PAIR") && !statuses.Contains("SSWS"),
        "pair.delete" => statuses.Contains("SMPL"),
        "pair.takeover" => statuses.Contains("PAIR") || statuses.Contains("SSWS"),
        _ => false,
    };

    /// <summary>Turns a reading into a requirement.</summary>
    private void Require(DraftStep look, IReadOnlyList<string> statuses)
    {
        var at = _items.IndexOf(look);
        if (at < 0)
            return;
        var assert = new DraftStep(look.Line, look.EndLine, look.Id, "pair.assert");
        assert.Arguments.AddRange(look.Arguments.Where(a => a.Key == "on"));
        assert.Arguments.Add(("status", PairStatuses.Yaml(statuses)));
        _items[at] = assert;
        _last = new LastCommand(look.Line, assert);
    }

    /// <summary><c>pairdisplay … | grep STATUS</c>; null for anything else.</summary>
    private static (SimpleCommand Display, string[] Statuses)? IsStatusSearch(Pipeline pipeline) =>
        pipeline.Commands is [SimpleCommand display, SimpleCommand { Words: [var grep, .. var words] }]
            && ShellShapes.Name(display) == "pairdisplay" && grep.Raw is "grep" or "fgrep" or "egrep" && !pipeline.Negated
            && words.Where(w => !w.Raw.StartsWith('-')).ToList() is [{ Literal: { } word }] && StatusWords.Contains(word)
            && words.Where(w => w.Raw.StartsWith('-')).All(w => w.Raw is "-q" or "-w" or "-s")
            ? (display, [word])
            : null;

    private void Assert(SimpleCommand display, string[] statuses, Pipeline pipeline, int line, int endLine)
    {
        var call = CciCall.Read("pairdisplay", [.. display.Words.Skip(1).SelectMany(Variables.Split)]);
        var (on, facts, _) = Object(call);
        var step = Add(line, endLine, $"assert-{Title(call)}", "pair.assert");
        Use(GroupOf(call), facts);
        step.Arguments.Add(("on", on));
        step.Arguments.Add(("status", PairStatuses.Yaml(PairStatuses.Of(statuses[0], facts.Technology)!)));
        step.Remarks.Add($"stricter than {pipeline.Commands.Length} commands in a pipe: every pair must be in the status, not only one line of the list");
        _last = new LastCommand(line, step);
    }

    private string GroupOf(CciCall call)
    {
        var group = call.First("-g")?.Template
            ?? (call.First("-d")?.Constant is { } device ? book.GroupOfDevice(device) : null)
            ?? throw new NotTurnedException(call.Has("-d") ? "no HORCM file given says which group the device is in" : "it names no group", "add -g GROUP, or give the HORCM files");
        if (group.Length == 0 || group.Contains("secrets.", StringComparison.Ordinal) || group.Contains("steps[", StringComparison.Ordinal))
            throw new NotTurnedException("the group is not known before the run", "write the group out, or make it an input");
        // A loop's variable stands for whole groups only; an input may be a part of the name.
        var known = _loopGroups.ContainsKey(group) ? "x" : InputExpression().Replace(group, "x");
        if (known.Contains("${{", StringComparison.Ordinal) || !IsGroupName(known) || (call.First("-g")?.Default is { } usual && !IsGroupName(usual)))
            throw new NotTurnedException($"`{group}` cannot be the name of a copy group", "correct it");
        return group;
    }

    [GeneratedRegex(@"\$\{\{ inputs\.[^}]*\}\}")]
    private static partial Regex InputExpression();

    private static bool IsGroupName(string group) =>
        group.Length > 0 && !group.Contains('/') && !group.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && !Glob.IsPattern(group) && Glob.Problem(group) is null;

    private (string On, GroupFacts Facts, string? Device) Object(CciCall call)
    {
        var group = GroupOf(call);
        Learn(call, group);
        var facts = book.Of(_loopGroups.GetValueOrDefault(group, group));
        var device = call.First("-d");
        if (device is not null && facts.Technology == Technology.UniversalReplicator && call.Command is not ("paircreate" or "pairdisplay" or "pairvolchk" or "pairevtwait") && !call.Has("-S"))
            throw new NotTurnedException("Universal Replicator pairs are operated by copy group: a pair suspended alone is not consistent with its mirror", "decide whether the whole group is meant");
        var on = device is null || call.Command == "paircreate" ? group : $"{group}/{device.Template}";
        return (YamlText.Of(on), facts, device?.Constant);
    }

    private void Use(string group, GroupFacts facts)
    {
        if (!Groups.Any(g => g.Written == group))
            Groups.Add((group, facts));
    }

    private void Learn(CciCall call, string group)
    {
        var seen = evidence.Of(group);
        var instance = call.Instance ?? _instance;
        seen.FirstInstance ??= instance;
        seen.IsLocalCopy |= call.LocalCopy ?? _localCopy;
        if (call.Command == "paircreate")
        {
            if (call.Has("-vl"))
                seen.PvolInstance ??= instance;
            else
                seen.SvolInstance ??= instance;
            var fence = call.First("-f")?.Constant;
            if (call.Has("-jq"))
                seen.Show(Technology.GlobalActiveDevice, "-jq");
            else if (fence == "async" || call.Has("-jp") || call.Has("-js"))
                seen.Show(Technology.UniversalReplicator, "-f async");
            else if (fence is "never" or "status" or "data")
                seen.Show(Technology.TrueCopy, "-f");
        }
        else if (call.Command == "horctakeover" || call.Has("-RS") || call.Has("-swaps"))
        {
            if (seen.PvolInstance is null)
                seen.SvolInstance ??= instance;
        }
        else if (call.Has("-swapp"))
        {
            seen.PvolInstance ??= instance;
        }
    }

    private string Title(CciCall call) =>
        _loopGroups.ContainsKey(GroupOf(call)) ? "each" : $"{GroupOf(call).Replace("inputs.", "", StringComparison.Ordinal)}{(call.First("-d") is { } device ? $"-{device.Template}" : "")}";
}
