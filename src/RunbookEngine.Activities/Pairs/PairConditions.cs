using RunbookEngine.Activities.Steps;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What <c>pair.wait</c> and <c>pair.assert</c> ask of a pair: statuses, the array of the P-VOL, I/O modes; and of what stands around pairs.</summary>
/// <param name="Goal">Null when no status is asked for.</param>
/// <param name="PvolAt">Alias; null when the direction does not matter.</param>
/// <param name="IoModes">GAD: the modes of the P-VOL and of the S-VOL; null each where it does not matter.</param>
/// <param name="ReadOnlyAt">Alias of the array whose hosts cannot write to the volumes; null when that does not matter.</param>
/// <param name="Settings">Journals, paths, quorum disks.</param>
internal sealed record PairConditions(
    WaitGoal? Goal, string? PvolAt, (IoMode? P, IoMode? S) IoModes, SettingConditions Settings, string? ReadOnlyAt = null)
{
    /// <param name="statuses">Wanted; empty for any.</param>
    /// <param name="failOn">Statuses that end a wait.</param>
    public static PairConditions Read(StepArguments arguments, Technology technology, IReadOnlyList<string> statuses,
        IReadOnlyList<string> failOn)
    {
        var conditions = new PairConditions(
            statuses.Count > 0 ? PairGoals.For(technology, statuses, failOn) : null,
            arguments.OptionalText("pvolAt"), Modes(arguments), SettingConditions.Read(arguments, technology), arguments.OptionalText("readOnlyAt"));
        if (!conditions.AskOfPairs && !conditions.Settings.Any)
        {
            throw new InvalidArgumentsException(
                $"{arguments.Verb} asks for nothing; give 'status', 'pvolAt', 'readOnlyAt', 'ioMode', 'journalUsageBelow', 'journalBacklogBelow', 'journalStatus', 'remotePaths' or 'quorum'");
        }
        if (conditions.IoModes is not (null, null) && technology != Technology.GlobalActiveDevice)
        {
            throw arguments.Wrong("ioMode", $"does not belong to {technology.RunbookName()}", "used with global-active-device, whose volumes have I/O modes");
        }
        return conditions;
    }

    public bool AskOfPairs => Goal is not null || PvolAt is not null || ReadOnlyAt is not null || IoModes is not (null, null);

    /// <summary>Status, direction, host access and I/O mode together: the weakest counts.</summary>
    public WaitStanding Judge(PairState state, string pvolArrayAtStart)
    {
        var status = Goal?.Judge(state, pvolArrayAtStart) ?? WaitStanding.Met;
        var there = (PvolAt is null || state.PvolArray == PvolAt) && (ReadOnlyAt is null || !state.MayBeWrittenAt(ReadOnlyAt))
            && (IoModes.P is null || state.PvolIoMode == IoModes.P) && (IoModes.S is null || state.SvolIoMode == IoModes.S);
        return there || status is WaitStanding.Failed or WaitStanding.Hopeless ? status : WaitStanding.OnTheWay;
    }

    public bool IsMetBy(PairState state) => Judge(state, state.PvolArray) is WaitStanding.Met or WaitStanding.MetWithWarning;

    private static (IoMode? P, IoMode? S) Modes(StepArguments arguments)
    {
        if (arguments.Find("ioMode") is not { } found)
        {
            return (null, null);
        }
        if (found.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            var both = Mode(arguments, "ioMode");
            return (both, both);
        }
        var sides = arguments.Section("ioMode")!;
        return (Mode(sides, "pvol"), Mode(sides, "svol"));
    }

    private static IoMode? Mode(StepArguments arguments, string name) => arguments.OptionalText(name) is not { } word ? null
        : IoModeWords.FromRunbook(word) ?? throw arguments.Wrong(name, $"is '{word}'", string.Join(", ", IoModeWords.All));

    private string? ModeText => IoModes switch
    {
        (null, null) => null,
        ({ } p, { } s) when p == s => $"I/O mode {p.Word()}",
        var (p, s) => $"I/O mode {p?.Word() ?? "any"}/{s?.Word() ?? "any"}",
    };

    public override string ToString() => string.Join(", ", new[]
    {
        Goal?.ToString(), PvolAt is null ? null : $"P-VOL at {PvolAt}", ReadOnlyAt is null ? null : $"not writable at {ReadOnlyAt}", ModeText, Settings.Any ? Settings.ToString() : null,
    }.Where(c => c is not null));
}
