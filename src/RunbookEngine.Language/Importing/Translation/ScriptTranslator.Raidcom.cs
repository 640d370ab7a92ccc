using RunbookEngine.Language.Importing.Horcm;
using RunbookEngine.Language.Importing.Writing;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Importing.Translation;

/// <summary><c>raidcom</c>: Thin Image snapshots, sessions and locks.</summary>
internal sealed partial class ScriptTranslator
{
    /// <summary>Options that a step says, or that say nothing to it; a command with another one is not turned.</summary>
    private static readonly Dictionary<string, string[]> SnapshotOptions = new(StringComparer.Ordinal)
    {
        ["add"] = ["-ldev_id", "-pool", "-pool_id", "-snap_mode", "-copy_speed"],
        ["modify"] = ["-snapshot_data", "-copy_speed"],
        ["delete"] = [],
    };

    private void Raidcom(List<ShellValue> words, int line, int endLine)
    {
        var plain = words.Select(w => w.Constant ?? "").ToList();
        if (plain.Any(w => w is "-login" or "-logout"))
        {
            Note(line, endLine, "sessions are opened with the credentials of the environment");
            return;
        }

        var (action, subject) = (plain.ElementAtOrDefault(0) ?? "", plain.ElementAtOrDefault(1) ?? "");
        if (action is "lock" or "unlock" && subject == "resource")
        {
            Note(line, endLine, "a run locks the copy groups of its targets");
            return;
        }

        if (subject == "command_status")
        {
            Note(line, endLine, "every step follows its array job to the end");
            return;
        }

        if (subject != "snapshot")
        {
            throw new NotTurnedException($"`raidcom {action} {subject}` is no pair operation of a runbook",
                action is "get" ? "use pair.snapshot or pair.assert for pair states" : "do it before the run, or write pair.create, pair.split, pair.resync or pair.delete when a pair operation is meant");
        }

        Snapshot(action, words, plain, line, endLine);
    }

    private void Snapshot(string action, List<ShellValue> words, List<string> plain, int line, int endLine)
    {
        ShellValue? After(string option, int places = 1) =>
            plain.IndexOf(option) is >= 0 and var at && at + places < words.Count && !plain[at + places].StartsWith('-') ? words[at + places] : null;

        var group = (After("-snapshotgroup") ?? After("-snapshot_group"))?.Template
            ?? throw new NotTurnedException("it names no snapshot group", "put the pairs into a snapshot group, and name it");
        if (group.Length == 0 || group.Any(char.IsWhiteSpace) && !group.Contains("${{", StringComparison.Ordinal) || group.Contains("secrets.", StringComparison.Ordinal) || group.Contains("steps[", StringComparison.Ordinal) || group.Contains('/') || Targets.Glob.IsPattern(group))
            throw new NotTurnedException($"`{group}` cannot be the name of a snapshot group here", "correct it");
        var verb = (action, After("-snapshot_data")?.Constant) switch
        {
            ("get", _) => "pair.snapshot",
            ("delete", _) => "pair.delete",
            ("add", _) => "pair.create",
            ("modify", "create" or "split") => "pair.split",
            ("modify", "resync") => "pair.resync",
            ("modify", "restore") => "pair.restore",
            _ => throw new NotTurnedException($"`raidcom {action} snapshot` with these options has no counterpart here", "write the step by hand"),
        };
        Refuse(action, plain, After("-snap_mode")?.Constant);
        var instance = plain.Where(w => w.StartsWith("-I", StringComparison.Ordinal)).Select(w => new string([.. w.Where(char.IsAsciiDigit)])).Where(d => d.Length is > 0 and < 5)
            .Select(d => (int?)int.Parse(d, System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault() ?? _instance;
        evidence.Of(group).Show(Technology.ThinImage, "raidcom snapshot");
        evidence.Of(group).FirstInstance ??= instance;
        var arguments = new List<(string, string)> { ("on", YamlText.Of(group)) };
        if (verb == "pair.create")
            CreateSnapshot(arguments, After("-ldev_id"), After("-ldev_id", 2), After("-pool") ?? After("-pool_id"));
        if (verb == "pair.create" && After("-snap_mode") is not null)
            arguments.Add(("consistencyGroup", "true"));
        var facts = book.Of(group);
        Use(group, facts with { PvolSerial = facts.PvolSerial ?? book.SerialOf(instance) });
        var step = Add(line, endLine, $"{verb["pair.".Length..]}-{group}", verb);
        step.Arguments.AddRange(arguments);
        if (plain.Contains("-copy_speed"))
            step.Remarks.Add("-copy_speed is left out: the array's own choice holds");
        if (verb is "pair.delete" or "pair.restore")
            step.Set("rollback", "{ none: \"the script has no way back from here\" }");
        if (verb != "pair.snapshot")
            _waitless[YamlText.Of(group)] = step;
        _last = new LastCommand(line, step);
    }

    private static void Refuse(string action, List<string> plain, string? mode)
    {
        if (!SnapshotOptions.TryGetValue(action, out var known))
            return;
        var other = plain.FirstOrDefault(w => w.StartsWith('-') && !w.StartsWith("-I", StringComparison.Ordinal)
            && w is not ("-snapshotgroup" or "-snapshot_group" or "-request_id") && !known.Contains(w));
        if (other is not null)
            throw new NotTurnedException(other is "-ldev_id" or "-mirror_id" ? $"{other} means one pair of the snapshot group, and the step would take all of it" : $"the option {other} has no counterpart here",
                other is "-ldev_id" or "-mirror_id" ? "write the step with on: GROUP/PAIR" : $"see what {other} does in the CCI command reference and write the step by hand");
        if (plain.Contains("-snap_mode") && mode is not "CTG")
            throw new NotTurnedException($"-snap_mode {mode} has no counterpart here", "write pair.create by hand if an ordinary snapshot will do");
    }

    private void CreateSnapshot(List<(string, string)> arguments, ShellValue? pvol, ShellValue? svol, ShellValue? pool)
    {
        if (pvol?.Constant is not { } p || HorcmReader.Ldev(p) is not { } number)
            throw new NotTurnedException("the P-VOL (-ldev_id) is not known here", "write pair.create by hand");
        if (!int.TryParse(pool?.Constant, out var poolId) || poolId < 0)
            throw new NotTurnedException("the pool (-pool) is not known by number here", "write pair.create with the pool's id");
        var pair = new List<(string, string)> { ("name", $"ldev{number}"), ("pvol", YamlText.Number(number)) };
        if (svol?.Constant is { } s && HorcmReader.Ldev(s) is { } second)
        {
            pair.Add(("svol", YamlText.Number(second)));
            if (!_secondaries.TryAdd(("thin-image", second), 0))
                throw new NotTurnedException($"the S-VOL {s} is in a pair that is created already", "give each pair volumes of its own");
        }

        arguments.Add(("pairs", YamlText.List([YamlText.Map(pair)])));
        arguments.Add(("pool", YamlText.Number(poolId)));
    }
}
