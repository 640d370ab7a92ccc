using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>CCI commands: pair steps.</summary>
internal sealed class PairCommands(ScriptWalk walk)
{
    private readonly Dictionary<(string? Array, int Ldev), int> _secondaries = [];
    private readonly Dictionary<string, (DraftStep Step, CciCall Call)> _waitless = new(StringComparer.Ordinal);

    public CciGroups Groups { get; } = new(walk);

    public void Take(Invocation command)
    {
        if (command.Words.Any(w => w.Constant is "-h" or "--help" or "-v" && command.Words.Count == 1))
        {
            walk.Draft.Note(command.Line, command.EndLine, "it shows how the command is used");
            walk.State.Last = Outcome.Success;
            return;
        }

        var call = CciCall.Read(command.Name, command.Words);
        if (call.Command == "pairevtwait")
            Wait(call, command.Line, command.EndLine);
        else if (call.Command is "pairdisplay" or "pairvolchk" or "paircurchk")
            Look(call, command.Line, command.EndLine);
        else
            Operate(call, command.Line, command.EndLine);
    }

    /// <summary>A wait for the group stands elsewhere already.</summary>
    public void NoLongerWaitless(string on) => Detach(on, "");

    /// <summary>Remembers an operation whose wait may follow.</summary>
    public void MayBeWaitedFor(string on, DraftStep step, CciCall call) => _waitless[on] = (step, call);

    /// <summary>Reads the pairs of <c>pairdisplay</c> or <c>pairvolchk</c>.</summary>
    public (DraftStep Step, GroupFacts Facts) Read(CciCall call, int line, int endLine)
    {
        var (on, facts, _) = Groups.Object(call);
        if (call.Has("-l") && call.Command != "pairdisplay" && facts.Technology.IsRemote() && call.Command != "pairvolchk")
            throw new NotTurnedException("-l looks at one array alone", "use pair.snapshot, which reads both");
        var title = Groups.Title(call);
        Groups.Use(Groups.GroupOf(call), facts);
        var step = walk.Draft.Add(line, endLine, $"snapshot-{title}", "pair.snapshot");
        step.Arguments.Add(("on", on));
        return (step, facts);
    }

    private void Look(CciCall call, int line, int endLine)
    {
        if (call.Command == "pairdisplay" && !call.Has("-g") && !call.Has("-d") && !call.Has("-dg"))
        {
            walk.Draft.Note(line, endLine, "it shows something to people, and changes nothing");
            walk.State.Last = Outcome.Unknown("the exit status of pairdisplay");
            return;
        }

        var (step, facts) = Read(call, line, endLine);
        var group = Groups.GroupOf(call);
        walk.State.Last = call.Command switch
        {
            "pairdisplay" => Outcome.OfStep(),
            "pairvolchk" when !call.Has("-s") => VolumeCheck(call, step, group, facts),
            _ => Outcome.Unknown($"the exit status of {call.Command}"),
        };
    }

    private Outcome VolumeCheck(CciCall call, DraftStep step, string group, GroupFacts facts)
    {
        try
        {
            var side = Groups.SideOf(call, group, facts);
            var partner = side is null ? null : facts.PvolSerial is { } p && ArrayRegister.NameOf(p) != side ? ArrayRegister.NameOf(p)
                : facts.SvolSerial is { } s && ArrayRegister.NameOf(s) != side ? ArrayRegister.NameOf(s) : side == "pvol-array" ? "svol-array" : null;
            return PairReadings.OfVolumeCheck(step, facts.Technology, side, partner, Groups.IsSvolSide(call, facts), call.Has("-ss"));
        }
        catch (NotTurnedException e)
        {
            return Outcome.Unknown(e.Message, e.Mend);
        }
    }

    private void Operate(CciCall call, int line, int endLine)
    {
        var (on, facts, device) = Groups.Object(call);
        var verb = PairSteps.VerbOf(call, facts);
        if (call.Has("-l") || call.Command == "horctakeover" && call.Has("-d"))
            throw new NotTurnedException("it acts on a part of the group, or on one array alone", "do it by hand in that case");
        var draft = new DraftStep(line, endLine, "", verb);
        draft.Arguments.Add(("on", on));
        // Filled before it is placed: a command that cannot be turned leaves no half step behind.
        PairSteps.Fill(draft, call, facts, device);
        if (verb == "pair.create")
            Claim(facts, device, line);
        Detach(on, "the script goes on while the pairs move");
        Groups.Use(Groups.GroupOf(call), facts);
        var placed = walk.Draft.Add(line, endLine, $"{verb[(verb.IndexOf('.') + 1)..]}-{Groups.Title(call)}", verb);
        placed.Arguments.AddRange(draft.Arguments);
        placed.Modifiers.AddRange(draft.Modifiers);
        placed.Remarks.AddRange(draft.Remarks);
        walk.State.Last = call.Command == "horctakeover"
            ? Outcome.OneOf([0, 1, 2, 3, 4, 5], "horctakeover ends with 1 after a swap, 2 after an S-VOL takeover, and 0 only when there was nothing to do") : Outcome.OfStep();
        _waitless[on] = (placed, call);
    }

    // The next operation on the group waits for the one before it, as each step does.
    private void Detach(string on, string why)
    {
        if (!_waitless.Remove(on, out var before) || why.Length > 0)
            return;
        if (before.Step.Has("wait") || before.Step.Verb is not ("pair.split" or "pair.resync" or "pair.restore" or "pair.create" or "pair.swapResync"))
            return;
        before.Step.Set("wait", "none");
        before.Step.Remarks.Add("the script goes on while the pairs move, and waits further down");
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
        var (on, facts, _) = Groups.Object(call);
        var words = call.Options.Where(o => o.Key is "-s" or "-ss").SelectMany(o => o.Value).ToList();
        var statuses = words.SelectMany(w => PairStatuses.Of(w.Constant ?? "", facts.Technology)
            ?? throw new NotTurnedException($"`{w.Template}` is no pair status that is known here", "write pair.wait by hand")).Distinct().ToList();
        Groups.Use(Groups.GroupOf(call), facts);
        if (call.Has("-nowait") || call.Has("-nowaits") || statuses.Count == 0)
        {
            if (!call.Has("-nowait") && !call.Has("-nowaits"))
                throw new NotTurnedException("it names no status to wait for", "write pair.wait by hand");
            var look = walk.Draft.Add(line, endLine, $"{(statuses.Count > 0 ? "assert" : "look")}-{Groups.Title(call)}", statuses.Count > 0 ? "pair.assert" : "pair.snapshot");
            look.Arguments.Add(("on", on));
            if (statuses.Count > 0)
                look.Arguments.Add(("status", PairStatuses.Yaml(statuses)));
            walk.State.Last = statuses.Count > 0 || call.Has("-nowaits") ? Outcome.Unknown("the exit status of pairevtwait -nowait") : PairReadings.OfEventCheck(look, facts.Technology);
            return;
        }

        var limits = Limits(call);
        walk.State.Last = Outcome.OfStep();
        if (_waitless.TryGetValue(on, out var operation))
        {
            if (CanEnd(operation.Step, statuses, facts.Technology) && walk.Draft.IsLast(operation.Step) && !operation.Step.Has("wait"))
            {
                _waitless.Remove(on);
                // A takeover and a swapping split end in SSWS by themselves.
                var wanted = statuses is ["SSWS"] ? [] : Wanted(Quick(operation, call, facts, statuses));
                if (wanted.Any() || limits.Count > 0)
                    operation.Step.Set("wait", YamlText.Map([.. wanted, .. limits]));
                operation.Step.MoreLines.Add((line, endLine));
                walk.Draft.Note(line, endLine, null);
                return;
            }

            // One with a time of its own (-t) has waited by itself already.
            NoLongerWaitless(on);
        }

        var wait = walk.Draft.Add(line, endLine, $"wait-{Groups.Title(call)}", "pair.wait");
        wait.Arguments.Add(("on", on));
        wait.Arguments.Add(("status", PairStatuses.Yaml(operation.Step is null ? statuses : Quick(operation, call, facts, statuses))));
        if (statuses.Contains("PSUE"))
            wait.Arguments.Add(("failOn", "SMPL"));
        wait.Arguments.AddRange(limits);
    }

    // After a quick split the P-VOL is PSUS at once, while the S-VOL is still copied; pairevtwait at the P-VOL's side is content with that.
    private List<string> Quick((DraftStep Step, CciCall Call) operation, CciCall wait, GroupFacts facts, List<string> statuses) =>
        operation.Step.Argument("quick") == "true" && operation.Step.Verb == "pair.split" && statuses.Contains("PSUS") && !wait.Has("-ss") && !Groups.IsSvolSide(wait, facts)
            ? [.. statuses.Append("COPY").Distinct()] : statuses;

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
}
