using System.Globalization;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Horcm;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary><c>raidcom</c>: Thin Image snapshots, sessions and locks; what is no pair operation is run as the program it is.</summary>
internal sealed class RaidcomCommands(ScriptWalk walk)
{
    /// <summary>Options that a step says, or that say nothing to it; a command with another one is not turned.</summary>
    private static readonly Dictionary<string, string[]> SnapshotOptions = new(StringComparer.Ordinal)
    {
        ["add"] = ["-ldev_id", "-pool", "-pool_id", "-snap_mode", "-copy_speed"],
        ["modify"] = ["-snapshot_data", "-copy_speed"],
        ["get"] = ["-check_status", "-time", "-format_time", "-fx", "-key"],
        ["delete"] = [],
    };

    private readonly HashSet<int> _secondaries = [];

    public void Take(Invocation command)
    {
        var (words, line, endLine) = (command.Words, command.Line, command.EndLine);
        var plain = words.Select(w => w.Constant ?? "").ToList();
        walk.State.Last = Outcome.OfStep();
        if (plain.Any(w => w is "-login" or "-logout"))
        {
            walk.Draft.Note(line, endLine, "sessions are opened with the credentials of the environment");
            return;
        }

        var (action, subject) = (plain.ElementAtOrDefault(0) ?? "", plain.ElementAtOrDefault(1) ?? "");
        if (action is "lock" or "unlock" && subject == "resource")
            walk.Draft.Note(line, endLine, "a run locks the copy groups of its targets");
        else if (subject == "command_status")
            walk.Draft.Note(line, endLine, "every step follows its array job to the end");
        else if (subject == "snapshot" && action is "add" or "modify" or "delete" or "get")
            Snapshot(action, words, plain, command);
        else if (action == "get")
        {
            walk.Draft.Note(line, endLine, "it shows something to people, and changes nothing");
            walk.State.Last = Outcome.Unknown($"the exit status of raidcom get {subject}");
        }
        else if (subject == "snapshot" && action is "map" or "unmap" || subject is "lun" or "host_grp" or "hba_wwn" && action is "add" or "delete")
            Program(command);
        else
            throw new NotTurnedException($"`raidcom {action} {subject}` is no pair operation of a runbook", "do it before the run, or write the step by hand when a pair operation is meant");
    }

    // The volume's mapping is no matter of pairs: the program does it, on the engine's machine.
    private void Program(Invocation command)
    {
        if (command.Words.Any(w => w.IsSecret))
            throw new NotTurnedException("it gets a password", "write the step by hand");
        walk.KeepsCci = true;
        var step = walk.Draft.Add(command.Line, command.EndLine, $"raidcom-{command.Words[0].Constant}", "command");
        step.Arguments.Add(("run", YamlText.List(command.Words.Select(w => w.Template).Prepend("raidcom").Select(YamlText.Quoted))));
        if (walk.Variables.Of("HORCMINST") is Binding.Text { Value.Constant: { Length: > 0 } instance })
            step.Arguments.Add(("env", YamlText.Map([("HORCMINST", YamlText.Quoted(instance))])));
        step.Arguments.Add(("onUnknown", "hold"));
        step.Set("rollback", "{ none: \"the script does not take it back\" }");
        step.Remarks.Add("raidcom itself runs, on the machine of the engine: CCI and its HORCM instance have to be there");
    }

    private void Snapshot(string action, IReadOnlyList<ShellValue> words, List<string> plain, Invocation command)
    {
        ShellValue? After(string option, int places = 1) =>
            plain.IndexOf(option) is >= 0 and var at && at + places < words.Count && !plain[at + places].StartsWith('-') ? words[at + places] : null;

        var group = (After("-snapshotgroup") ?? After("-snapshot_group"))?.Template
            ?? (action == "get" && !plain.Contains("-check_status") ? null : throw new NotTurnedException("it names no snapshot group", "put the pairs into a snapshot group, and name it"));
        if (group is null)
        {
            walk.Draft.Note(command.Line, command.EndLine, "it shows something to people, and changes nothing");
            walk.State.Last = Outcome.Unknown("the exit status of raidcom get snapshot");
            return;
        }

        if (group.Length == 0 || group.Any(char.IsWhiteSpace) && !group.Contains("${{", StringComparison.Ordinal) || group.Contains("secrets.", StringComparison.Ordinal)
            || group.Contains("steps[", StringComparison.Ordinal) || group.Contains('/') || Glob.IsPattern(group))
        {
            throw new NotTurnedException($"`{group}` cannot be the name of a snapshot group here", "correct it");
        }

        var awaited = plain.Contains("-check_status");
        var verb = (action, After("-snapshot_data")?.Constant) switch
        {
            ("get", _) => !awaited ? "pair.snapshot" : plain.Contains("-time") ? "pair.wait" : "pair.assert",
            ("delete", _) => "pair.delete",
            ("add", _) => "pair.create",
            ("modify", "create" or "split") => "pair.split",
            ("modify", "resync") => "pair.resync",
            ("modify", "restore") => "pair.restore",
            _ => throw new NotTurnedException($"`raidcom {action} snapshot` with these options has no counterpart here", "write the step by hand"),
        };
        Refuse(action, plain, After("-snap_mode")?.Constant, After("-snap_mode", 2)?.Constant);
        var instance = plain.Where(w => w.StartsWith("-I", StringComparison.Ordinal)).Select(w => new string([.. w.Where(char.IsAsciiDigit)])).Where(d => d.Length is > 0 and < 5)
            .Select(d => (int?)int.Parse(d, CultureInfo.InvariantCulture)).FirstOrDefault() ?? walk.Commands.Pairs.Groups.InstanceOf(new CciCall("raidcom", new Dictionary<string, IReadOnlyList<ShellValue>>(), null, null));
        walk.Evidence.Of(group).Show(Technology.ThinImage, "raidcom snapshot");
        walk.Evidence.Of(group).FirstInstance ??= instance;
        var on = YamlText.Of(group);
        var arguments = new List<(string, string)> { ("on", on) };
        if (verb == "pair.create")
            CreateSnapshot(arguments, After("-ldev_id"), After("-ldev_id", 2), After("-pool") ?? After("-pool_id"));
        if (verb == "pair.create" && After("-snap_mode") is not null)
            arguments.Add(("consistencyGroup", "true"));
        if (awaited)
            arguments.AddRange(Awaited(plain, After("-check_status"), After("-time")));
        var facts = walk.Book.Of(group);
        walk.Commands.Pairs.Groups.Use(group, facts with { PvolSerial = facts.PvolSerial ?? walk.Book.SerialOf(instance) });
        if (verb is "pair.wait" or "pair.assert")
            walk.Commands.Pairs.NoLongerWaitless(on);
        var step = walk.Draft.Add(command.Line, command.EndLine, $"{verb["pair.".Length..]}-{group}", verb);
        step.Arguments.AddRange(arguments);
        if (plain.Contains("-copy_speed"))
            step.Remarks.Add("-copy_speed is left out: the array's own choice holds");
        if (verb is "pair.delete" or "pair.restore")
            step.Set("rollback", "{ none: \"the script has no way back from here\" }");
        if (verb is "pair.split" or "pair.resync" or "pair.restore" or "pair.create" or "pair.delete")
            walk.Commands.Pairs.MayBeWaitedFor(on, step, new CciCall("raidcom", new Dictionary<string, IReadOnlyList<ShellValue>>(), instance, true));
    }

    // -check_status S1 [S2 …]: any of them will do.
    private static IEnumerable<(string, string)> Awaited(List<string> plain, ShellValue? first, ShellValue? time)
    {
        if (first is null)
            throw new NotTurnedException("-check_status names no status", "complete the command");
        var words = plain.Skip(plain.IndexOf("-check_status") + 1).TakeWhile(w => !w.StartsWith('-')).ToList();
        var statuses = words.SelectMany(w => PairStatuses.Of(w, Technology.ThinImage) ?? throw new NotTurnedException($"`{w}` is no pair status that is known here", "write pair.wait by hand")).Distinct().ToList();
        yield return ("status", PairStatuses.Yaml(statuses));
        if (statuses.Contains("PSUE") && plain.Contains("-time"))
            yield return ("failOn", "SMPL");
        if (plain.Contains("-time"))
            yield return ("timeout", PairSteps.Seconds(time ?? throw new NotTurnedException("-time has no value", "complete the command")));
    }

    private static void Refuse(string action, List<string> plain, string? mode, string? second)
    {
        if (!SnapshotOptions.TryGetValue(action, out var known))
            return;
        var other = plain.FirstOrDefault(w => w.StartsWith('-') && !w.StartsWith("-I", StringComparison.Ordinal)
            && w is not ("-snapshotgroup" or "-snapshot_group" or "-request_id") && !known.Contains(w));
        if (other is not null)
        {
            throw new NotTurnedException(other is "-ldev_id" or "-mirror_id" ? $"{other} means one pair of the snapshot group, and the step would take all of it" : $"the option {other} has no counterpart here",
                other is "-ldev_id" or "-mirror_id" ? "write the step with on: GROUP/PAIR" : $"see what {other} does in the CCI command reference and write the step by hand");
        }

        if (plain.Contains("-snap_mode") && (mode is not "CTG" || second is not null))
            throw new NotTurnedException($"-snap_mode {mode} {second}".TrimEnd() + " has no counterpart here", "write pair.create by hand if an ordinary snapshot will do");
    }

    private void CreateSnapshot(List<(string, string)> arguments, ShellValue? pvol, ShellValue? svol, ShellValue? pool)
    {
        if (pvol?.Constant is not { } p || HorcmReader.Ldev(p) is not { } number)
            throw new NotTurnedException("the P-VOL (-ldev_id) is not known here", "write pair.create by hand");
        if (!int.TryParse(pool?.Constant, NumberStyles.None, CultureInfo.InvariantCulture, out var poolId))
            throw new NotTurnedException("the pool (-pool) is not known by number here", "write pair.create with the pool's id");
        var pair = new List<(string, string)> { ("name", $"ldev{number}"), ("pvol", YamlText.Number(number)) };
        if (svol?.Constant is { } s && HorcmReader.Ldev(s) is { } second)
        {
            pair.Add(("svol", YamlText.Number(second)));
            if (!_secondaries.Add(second))
                throw new NotTurnedException($"the S-VOL {s} is in a pair that is created already", "give each pair volumes of its own");
        }

        arguments.Add(("pairs", YamlText.List([YamlText.Map(pair)])));
        arguments.Add(("pool", YamlText.Number(poolId)));
    }
}
