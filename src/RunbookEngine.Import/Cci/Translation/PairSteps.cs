using System.Globalization;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>From a CCI pair command to the verb and arguments of a step.</summary>
internal static class PairSteps
{
    /// <summary>The verb a call becomes.</summary>
    /// <exception cref="NotTurnedException">A runbook has no such operation.</exception>
    public static string VerbOf(CciCall call, GroupFacts group)
    {
        var technology = group.Technology;
        if (call.Has("-l") && call.Command is not ("pairdisplay" or "pairvolchk" or "pairevtwait"))
            throw new NotTurnedException("-l acts on one array while the other does not answer", "do it by hand in that case; a runbook asks both arrays, and pair.takeover with mode: force works without the P-VOL's array");
        return call.Command switch
        {
            "paircreate" => "pair.create",
            "pairsplit" when call.Has("-S") => "pair.delete",
            "pairsplit" when call.Has("-R") => throw new NotTurnedException("-R makes the S-VOLs simplex without asking the P-VOLs' array", "use pair.delete when both arrays answer; else do it by hand"),
            "pairsplit" when call.Has("-RB") => throw new NotTurnedException("-RB takes S-VOLs from SSWS back to suspended", "decide whose data wins: pair.swapResync keeps the S-VOLs' data"),
            "pairsplit" => "pair.split",
            "pairresync" when call.Has("-restore") => "pair.restore",
            "pairresync" when call.Has("-swaps") || call.Has("-swapp") => "pair.swapResync",
            "pairresync" => "pair.resync",
            "horctakeover" when !technology.IsRemote() => throw new NotTurnedException($"{technology.RunbookName()} pairs have no takeover", "check the group's technology (--technology)"),
            "horctakeover" => "pair.takeover",
            "pairdisplay" or "pairvolchk" => "pair.snapshot",
            _ => "pair.wait",
        };
    }

    /// <summary>Fills in the arguments but <c>on</c>, which is there already.</summary>
    /// <exception cref="NotTurnedException">An option does not fit.</exception>
    public static void Fill(DraftStep step, CciCall call, GroupFacts group, string? device)
    {
        var technology = group.Technology;
        switch (step.Verb)
        {
            case "pair.create":
                Create(step, call, group, device);
                break;
            case "pair.split":
                Split(step, call, technology);
                break;
            case "pair.resync" or "pair.restore" or "pair.swapResync":
                Resync(step, call, technology);
                break;
            case "pair.takeover":
                if (call.Has("-S"))
                    step.Arguments.Add(("mode", "force"));
                break;
        }

        if (step.Verb is "pair.split" or "pair.takeover" && call.First("-t") is { } limit)
            step.Set("wait", YamlText.Map([("timeout", Seconds(limit))]));
        if (step.Verb is "pair.delete" or "pair.restore" or "pair.swapResync" or "pair.takeover" || step.Argument("swap") is not null)
            step.Set("rollback", "{ none: \"the script has no way back from here\" }");
    }

    /// <summary>A number of seconds as a duration.</summary>
    /// <exception cref="NotTurnedException">It is no number, or known too late.</exception>
    public static string Seconds(ShellValue value)
    {
        if ((value.Constant ?? value.Default) is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds == 0 || seconds > DurationText.Longest.TotalSeconds)
                throw new NotTurnedException($"`{text}` is no number of seconds from 1 to ten years", "correct it");
            if (value.Constant is not null)
                return DurationText.Write(TimeSpan.FromSeconds(seconds));
        }

        if (!value.IsOfInputs)
            throw new NotTurnedException("the time is known only while it runs, and a plan needs it before", "write the time out");
        return YamlText.Quoted(value.Template + "s");
    }

    private static void Split(DraftStep step, CciCall call, Technology technology)
    {
        var remote = technology is Technology.TrueCopy or Technology.UniversalReplicator;
        if (call.Has("-RS"))
        {
            Require(technology.IsRemote(), "-RS", technology);
            step.Arguments.Add(("swap", "true"));
            return;
        }

        if (call.Has("-E"))
        {
            Require(technology == Technology.ShadowImage, "-E", technology);
            step.Arguments.Add(("forceSuspend", "true"));
            return;
        }

        if (call.Has("-rw") && remote)
            step.Arguments.Add(("svolAccess", "read-write"));
        else if (call.Has("-r") && remote)
            step.Arguments.Add(("svolAccess", "read"));
        else if (call.Has("-r") || call.Has("-rw"))
            step.Remarks.Add($"-r and -rw say nothing for {technology.RunbookName()}");
        if (call.Has("-P"))
        {
            Require(remote, "-P", technology);
            if (technology == Technology.TrueCopy && call.Has("-rw"))
                throw new NotTurnedException("-P and -rw exclude each other", "keep one of them");
            step.Arguments.Add((technology == Technology.TrueCopy ? "pvolWriteProtect" : "dataSuspend", "true"));
        }

        QuickAndPace(step, call, technology, pace: technology == Technology.ShadowImage);
    }

    private static void Resync(DraftStep step, CciCall call, Technology technology)
    {
        if (step.Verb == "pair.restore")
            Require(technology is Technology.ShadowImage or Technology.ThinImage, "-restore", technology);
        if (step.Verb == "pair.swapResync")
        {
            Require(technology.IsRemote(), call.Has("-swaps") ? "-swaps" : "-swapp", technology);
            if (call.Has("-swapp"))
                step.Remarks.Add("-swapp was sent to the P-VOLs' array; the step asks the S-VOLs' array, with the same end");
        }

        if (call.Options.TryGetValue("-fg", out var grouped))
        {
            if (technology != Technology.TrueCopy || step.Verb != "pair.resync" || grouped[0].Constant is not ("never" or "status" or "data") || grouped.Count < 2)
                throw new NotTurnedException("-fg changes the consistency group while it resyncs", "write pair.resync with consistencyGroup by hand");
            step.Arguments.Add(("fenceLevel", grouped[0].Constant!));
            step.Arguments.Add(("consistencyGroup", Number(grouped[1], "-fg", 0, 255)));
        }

        if (call.Has("-f"))
            throw new NotTurnedException("-f changes the fence level or consistency group while it resyncs", "write pair.resync with fenceLevel or consistencyGroup by hand");
        var pace = step.Verb == "pair.swapResync" ? technology is Technology.TrueCopy or Technology.GlobalActiveDevice
            : step.Verb == "pair.restore" ? technology == Technology.ShadowImage
            : technology is Technology.ShadowImage or Technology.TrueCopy or Technology.GlobalActiveDevice;
        QuickAndPace(step, call, technology, pace);
    }

    private static void Create(DraftStep step, CciCall call, GroupFacts group, string? device)
    {
        var technology = group.Technology;
        var pairs = group.Pairs.Where(p => device is null || p.Name == device).ToList();
        if (pairs.Count == 0)
            throw new NotTurnedException($"the HORCM files given do not name the LDEVs of both sides of {group.Name}", "give the HORCM files of both instances, with HORCM_LDEV lines, or write pair.create by hand");
        step.Arguments.Add(("pairs", YamlText.List(pairs.Select(p => YamlText.Map([("name", YamlText.Of(p.Name)), ("pvol", Ldev(p.Pvol)), ("svol", Ldev(p.Svol))])))));
        var split = call.Has("-split");
        if (split)
        {
            Require(technology == Technology.ShadowImage, "-split", technology);
            step.Arguments.Add(("autoSplit", "true"));
        }

        var bitmap = call.First("-m")?.Constant is "cyl" or "trk";
        if (bitmap)
            step.Remarks.Add("-m cyl and -m trk choose the size of the difference map; the array chooses it here");
        else if (call.Has("-m") && call.First("-m")!.Constant is not "grp")
            throw new NotTurnedException($"-m {call.First("-m")!.Template} has no counterpart here", "leave it out if the default will do");
        if (call.Has("-m") && !bitmap && split)
            throw new NotTurnedException("-split and -m grp exclude each other here", "create the group with consistencyGroup: true, then pair.split");
        if (call.Has("-m") && !bitmap)
            step.Arguments.Add(("consistencyGroup", call.Options["-m"].ElementAtOrDefault(1) is { } id ? Number(id, "-m", 0, 255) : "true"));
        Fence(step, call, technology);
        if (technology == Technology.UniversalReplicator)
        {
            if (call.First("-jp") is not { } pvolJournal || call.First("-js") is not { } svolJournal)
                throw new NotTurnedException("a Universal Replicator group needs its journals (-jp and -js)", "add journals: { pvol, svol } to a pair.create step by hand");
            step.Arguments.Add(("journals", YamlText.Map([("pvol", Number(pvolJournal, "-jp", 0, 255)), ("svol", Number(svolJournal, "-js", 0, 255))])));
        }

        if (call.First("-jq") is { } quorum)
        {
            Require(technology == Technology.GlobalActiveDevice, "-jq", technology);
            step.Arguments.Add(("quorumDisk", Number(quorum, "-jq", 0, 31)));
        }
        else if (technology == Technology.GlobalActiveDevice)
            throw new NotTurnedException("a global-active device pair needs its quorum disk (-jq)", "write pair.create with quorumDisk by hand");
        if (call.Has("-nocopy"))
        {
            Require(technology.IsRemote(), "-nocopy", technology);
            step.Arguments.Add(("initialCopy", "false"));
            step.Remarks.Add("-nocopy: nothing checks that both sides hold the same data");
        }

        if (call.First("-pid") is { } path)
        {
            Require(technology.IsRemote(), "-pid", technology);
            step.Arguments.Add(("pathGroup", Number(path, "-pid", 0, 255)));
        }

        var highest = technology switch { Technology.ShadowImage => 2, Technology.UniversalReplicator or Technology.GlobalActiveDevice => 3, _ => -1 };
        if (group.MirrorUnit is { } unit && unit <= highest)
            step.Arguments.Add(("mirrorUnit", YamlText.Number(unit)));
        if (call.First("-fq")?.Constant == "quick" && !split)
            throw new NotTurnedException("-fq quick without -split has no counterpart here", "leave it out, or create with autoSplit");
        QuickAndPace(step, call, technology, pace: technology is Technology.ShadowImage or Technology.TrueCopy or Technology.GlobalActiveDevice);
    }

    private static void Fence(DraftStep step, CciCall call, Technology technology)
    {
        if (call.Has("-fg") && technology != Technology.TrueCopy)
            throw new NotTurnedException($"-fg does not exist for {technology.RunbookName()}", "check the group's technology (--technology)");
        if (!call.Options.TryGetValue("-f", out var fence) && !call.Options.TryGetValue("-fg", out fence))
            return;
        var group = fence.ElementAtOrDefault(1);
        if (fence[0].Constant == "async")
        {
            Require(technology == Technology.UniversalReplicator, "-f async", technology);
        }
        else if (fence[0].Constant is "never" or "status" or "data" && technology is Technology.TrueCopy or Technology.GlobalActiveDevice)
        {
            if (technology == Technology.TrueCopy)
                step.Arguments.Add(("fenceLevel", fence[0].Constant!));
        }
        else
        {
            throw new NotTurnedException($"-f {fence[0].Template} does not fit {technology.RunbookName()}", "check the group's technology (--technology)");
        }

        if (group is not null)
            step.Arguments.Add(("consistencyGroup", Number(group, "-f", 0, 255)));
        else if (call.Has("-fg"))
            step.Arguments.Add(("consistencyGroup", "true"));
    }

    private static void QuickAndPace(DraftStep step, CciCall call, Technology technology, bool pace)
    {
        if (call.First("-fq") is { } mode)
        {
            Require(technology == Technology.ShadowImage, "-fq", technology);
            if (mode.Constant is not ("quick" or "normal"))
                throw new NotTurnedException($"-fq {mode.Template} is not understood", "write quick: true or leave it out");
            step.Arguments.Add(("quick", mode.Constant == "quick" ? "true" : "false"));
        }

        if ((call.First("-c") ?? call.First("-C")) is not { } size)
            return;
        if (pace)
            step.Arguments.Add(("copyPace", Number(size, "-c", 1, 15)));
        else
            step.Remarks.Add($"the copy pace ({size.Constant ?? "as given"}) is left out: `{step.Verb}` takes none for {technology.RunbookName()}");
    }

    private static string Number(ShellValue value, string option, int least, int most) =>
        int.TryParse(value.Constant, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? YamlText.Number(number)
            : throw new NotTurnedException($"{option} {value.Template} is no number from {least} to {most}", "write the number out");

    private static void Require(bool holds, string option, Technology technology)
    {
        if (!holds)
            throw new NotTurnedException($"{option} does not exist for {technology.RunbookName()}", "check the group's technology (--technology)");
    }

    private static string Ldev(int number) => $"\"{number >> 16:X2}:{(number >> 8) & 0xFF:X2}:{number & 0xFF:X2}\"";
}
