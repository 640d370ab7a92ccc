using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Journal;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Between the client's pairs, the journal's readings and the status model's states.</summary>
internal static class PairStates
{
    /// <param name="access">S-VOL access that this run knows of: <c>r</c>, <c>rw</c> or null. The arrays do not tell it.</param>
    public static SeenPair Seen(ArrayFleet fleet, PairUnit unit, Pair pair, string? access)
    {
        var remote = unit.Technology.IsRemote();
        var reading = new PairReading(
            unit.Target.Array, unit.Group.Name, pair.Ref.Name, Word(pair.Pvol), Word(pair.Svol),
            remote ? Alias(fleet, pair.Pvol.StorageDeviceId ?? Partner(unit.Group, pair.Svol.StorageDeviceId)) : null, pair.ProgressPercent)
        {
            PvolLdev = pair.Pvol.LdevId,
            SvolLdev = pair.Svol.LdevId,
            SplitTime = pair.SnapshotTime,
        };
        reading = Split(reading) ? reading with { SvolAccess = access } : reading;
        var state = State(unit.Technology, reading, pair.FenceLevel, Mode(pair.Pvol), Mode(pair.Svol), DeltaStatusWords.FromWire(pair.DeltaStatus));
        var svolArray = Alias(fleet, pair.Svol.StorageDeviceId ?? Partner(unit.Group, pair.Pvol.StorageDeviceId)) ?? "";
        return new SeenPair(pair.Ref.Name, reading, remote ? state with { SvolArray = svolArray } : state);
    }

    /// <summary>A pair that is not there.</summary>
    public static SeenPair Absent(PairUnit unit, string pair)
    {
        var reading = new PairReading(unit.Target.Array, unit.Group.Name, pair, "SMPL", "SMPL", unit.Technology.IsRemote()
            ? unit.Target.Array : null);
        return new SeenPair(pair, reading, State(unit.Technology, reading));
    }

    /// <summary>The state that a journalled reading tells of.</summary>
    public static PairState State(Technology technology, PairReading reading, FenceLevel? fence = null, IoMode? pvolMode = null,
        IoMode? svolMode = null, DeltaStatus? delta = null)
    {
        var state = PairState.Observed(technology, Status(reading.PvolStatus), Status(reading.SvolStatus), fence, pvolMode, svolMode, delta);
        state = state with { PvolArray = reading.PvolArray ?? "" };
        return reading.SvolAccess switch
        {
            "rw" when state.Possible.Contains(PairCondition.SplitWritable) => state with { Condition = PairCondition.SplitWritable },
            "r" when state.Possible.Contains(PairCondition.SplitDone) => state with { Condition = PairCondition.SplitDone },
            _ => state,
        };
    }

    public static PairStatus Status(string word) => Enum.TryParse<PairStatus>(word, out var status) && char.IsLetter(word[0]) ? status
        : PairStatus.Unknown;

    /// <summary>As arrays without an alias here are called by their storage device id.</summary>
    private static string? Alias(ArrayFleet fleet, string? storageDeviceId) =>
        storageDeviceId is null ? null : fleet.ByStorageDeviceId(storageDeviceId)?.Name ?? storageDeviceId;

    /// <summary>The other array of the group: what is left out of an answer that the partner had no part in.</summary>
    private static string? Partner(CopyGroupRef group, string? storageDeviceId) =>
        storageDeviceId is null ? null : storageDeviceId == group.StorageDeviceId ? group.PartnerStorageDeviceId : group.StorageDeviceId;

    private static bool Split(PairReading reading) => reading is { PvolStatus: "PSUS", SvolStatus: "SSUS" or "PSUS" };

    private static string Word(PairVolume side) => side.StatusText ?? (side.Status == PairStatus.Unknown ? "" : side.Status.ToString());

    private static IoMode? Mode(PairVolume side) => IoModeWords.FromWire(side.IoMode);
}
