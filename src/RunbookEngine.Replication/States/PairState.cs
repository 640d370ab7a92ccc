using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.States;

/// <summary>A pair as far as it matters to what an operation would do: both statuses, and what they do not show.</summary>
/// <param name="P">Status of the P-VOL; <see cref="PairStatus.Unknown"/> when its array cannot be asked.</param>
/// <param name="S">Status of the S-VOL. Thin Image has one status per snapshot; give it for both.</param>
public sealed record PairState(Technology Technology, PairStatus P, PairStatus S)
{
    /// <summary>What the pair is doing, when that is known; <see cref="PairCondition.Unclear"/> when statuses fit several rows.</summary>
    public PairCondition Condition { get; init; }

    /// <summary>TC: the pair's fence level; null when not known.</summary>
    public FenceLevel? Fence { get; init; }

    /// <summary>GAD: how the P-VOL serves I/O; null when not read. Only used to tell rows apart.</summary>
    public IoMode? PvolIoMode { get; init; }

    public IoMode? SvolIoMode { get; init; }

    /// <summary>The array that holds the P-VOL, by any name the caller likes. Exchanged with <see cref="SvolArray"/> in a swap.</summary>
    public string PvolArray { get; init; } = "A";

    public string SvolArray { get; init; } = "B";

    /// <summary>TC, UR, GAD: the S-VOL was still being copied to when the pair was split or suspended, so its data is of no use.
    /// The statuses do not show it; cleared when the pair reaches PAIR. Default false.</summary>
    public bool SvolIncomplete { get; init; }

    /// <summary>The arrays reach each other over their paths. Always true inside one array. Default true.</summary>
    public bool PathsUp { get; init; } = true;

    /// <summary>UR: what a pair that stands by for delta resync does, where that was read; null for any other.</summary>
    public DeltaStatus? Delta { get; init; }

    /// <summary>GAD: both arrays reach the quorum disk. Default true.</summary>
    public bool QuorumUp { get; init; } = true;

    /// <summary>What hosts may do with the P-VOL; the least of what is possible when the condition is unclear.</summary>
    public HostAccess PvolAccess => Least(r => r.PvolAccess);

    /// <summary>What hosts may do with the S-VOL; the least of what is possible when the condition is unclear.</summary>
    public HostAccess SvolAccess => Least(r => r.SvolAccess);

    /// <summary>Whether hosts may be able to write to the volume on that array: the most of what is possible. A side that was not read may be written to,
    /// unless the other side rules it out.</summary>
    /// <param name="array">As <see cref="PvolArray"/> and <see cref="SvolArray"/> name it.</param>
    public bool MayBeWrittenAt(string array)
    {
        var (pvol, svol) = (array == PvolArray, array == SvolArray);
        var rows = Rows();
        return (pvol || svol) && (rows.Count == 0 || rows.Any(r => (pvol ? r.PvolAccess : r.SvolAccess) == HostAccess.ReadWrite));
    }

    /// <summary>What the pair may be doing: one condition when it is known, several when the statuses leave it open, none when no
    /// table has these statuses.</summary>
    public IReadOnlyList<PairCondition> Possible => Condition != PairCondition.Unclear ? [Condition] : StateReading.Candidates(this);

    /// <summary>True when there is no pair.</summary>
    public bool IsSimplex => P == PairStatus.SMPL && S == PairStatus.SMPL;

    /// <summary>The state that goes with a reading of both statuses. An unknown status of a remote pair means its array could not
    /// be asked, so the paths count as down until the caller says otherwise.</summary>
    public static PairState Observed(
        Technology technology, PairStatus p, PairStatus s, FenceLevel? fence = null, IoMode? pvolIoMode = null, IoMode? svolIoMode = null,
        DeltaStatus? delta = null)
    {
        var state = new PairState(technology, p, s)
        {
            Fence = fence,
            PvolIoMode = pvolIoMode,
            SvolIoMode = svolIoMode,
            Delta = delta,
            PathsUp = !technology.IsRemote() || (p != PairStatus.Unknown && s != PairStatus.Unknown),
        };
        return StateReading.Candidates(state) is [var only] ? state with { Condition = only } : state;
    }

    /// <summary>No pair yet.</summary>
    public static PairState None(Technology technology) => Observed(technology, PairStatus.SMPL, PairStatus.SMPL);

    /// <summary>This reading with the memory of what was expected: the condition of <paramref name="expected"/> is taken over when
    /// it shows the statuses that were read.</summary>
    public PairState Remembering(PairState expected) =>
        expected.Technology == Technology && (expected.P, expected.S) == (P, S) ? this with { Condition = expected.Condition } : this;

    /// <summary>The same condition and the same roles: what an undo has to bring back.</summary>
    public bool Matches(PairState other) =>
        Technology == other.Technology && PvolArray == other.PvolArray && Possible.Intersect(other.Possible).Any();

    /// <summary>The state of <paramref name="condition"/>, with the statuses it usually shows.</summary>
    internal PairState Becoming(PairCondition condition)
    {
        var row = StatusTables.Of(Technology).Row(condition);
        return this with
        {
            Condition = condition,
            P = row.P,
            S = row.S,
            PvolIoMode = row.Modes?.P,
            SvolIoMode = row.Modes?.S,
            Delta = row.Delta,
            SvolIncomplete = Technology.IsRemote() && !IsComplete(condition) && (SvolIncomplete || IsCopying),
        };
    }

    private bool IsCopying => Condition is PairCondition.Queued or PairCondition.InitialCopy or PairCondition.Resyncing;

    private static bool IsComplete(PairCondition condition) =>
        condition is PairCondition.Paired or PairCondition.PairedSvolBlocked or PairCondition.Draining or PairCondition.Simplex;

    internal PairState Swapped() => this with { PvolArray = SvolArray, SvolArray = PvolArray };

    /// <summary><c>PAIR/PAIR</c>; a side whose array did not say is <c>?</c>.</summary>
    public string Statuses => $"{Word(P)}/{Word(S)}";

    public override string ToString() => $"{Technology.WireName()} {Statuses}";

    private static string Word(PairStatus status) => status == PairStatus.Unknown ? "?" : status.ToString();

    private HostAccess Least(Func<ConditionRow, HostAccess> access)
    {
        var found = Rows().Select(access).ToList();
        return found.Count == 0 ? HostAccess.None : found.Min();
    }

    private List<ConditionRow> Rows()
    {
        var possible = Possible;
        var rows = StatusTables.Of(Technology).Conditions.Where(r => possible.Contains(r.Condition)
            && (r.Fences.Count == 0 || Fence is null || r.Fences.Contains(Fence.Value))).ToList();
        // A condition may show several status pairs with different access; the ones that were read count.
        var read = rows.Where(r => (r.P, r.S) == (P, S)).ToList();
        return read.Count > 0 ? read : rows;
    }
}
