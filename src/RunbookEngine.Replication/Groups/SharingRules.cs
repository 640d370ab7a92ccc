using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Groups.Sharing;
using static RunbookEngine.Replication.Vocabulary.PairAction;
using static RunbookEngine.Replication.Vocabulary.PairStatus;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Groups;

/// <summary>What other pairs on the same volumes forbid.</summary>
public static class SharingRules
{
    private static readonly IReadOnlyList<Technology> Replicas = [TrueCopy, UniversalReplicator, GlobalActiveDevice];
    private static readonly IReadOnlyList<PairStatus> SplitOrNone = [SMPL, PSUS, SSUS, PSUE, PFUS, SSWS];

    private static readonly IReadOnlyList<Rule> Rules =
    [
        //  operation of        actions                    another pair of        shares as                          allowed in
        new([ShadowImage],      [Restore],                 [ShadowImage],         [PvolIsTheirPvol],                 [SMPL, PSUS, PSUE],
            "a restore needs every other ShadowImage pair of the P-VOL in PSUS or PSUE", Sources.RestSiRestore) { SvolToo = true },
        new([ShadowImage],      [Create, Split, Resync, Restore], [ShadowImage],  [PvolIsTheirPvol],                 [SMPL, COPY, PAIR, PSUS, PSUE],
            "while one ShadowImage pair of the P-VOL is in RCPY, the others take suspend and delete only", Sources.SiOperations),
        new([ShadowImage],      [Create, Split],           [ShadowImage],         [PvolIsTheirSvol],                 [SMPL, PSUS],
            "a pair of the second layer is split, or created to be split, only while the pair of the first layer is in PSUS", Sources.SiSplit)
            { SvolToo = true, When = o => o.Action == Split || o.AutoSplit },
        new([ShadowImage],      [Create],                  [ShadowImage],         [SvolIsTheirPvol],                 [SMPL],
            "the S-VOL of a new pair is the P-VOL of another: the pair of the first layer is made before that of the second", Sources.SiSharing.Derived),
        new([ShadowImage],      [Restore],                 Replicas,              [PvolIsTheirPvol, PvolIsTheirSvol], SplitOrNone,
            "a restore writes the P-VOL, so its remote pair must be split or suspended first", Sources.SiSharing),
        new([ShadowImage],      [Create, Split, Resync],   [UniversalReplicator], [SvolIsTheirPvol],                 [SMPL, PAIR, PFUL, PSUS, PFUS, PSUE],
            "while the S-VOL's Universal Replicator pair is in COPY, the ShadowImage pair takes no create, split or resync", Sources.SiSharing),
        new([ShadowImage],      [Create, Resync],          [TrueCopy],            [SvolIsTheirPvol],                 [SMPL, PSUS, PSUE],
            "this writes a volume whose TrueCopy pair is not split", Sources.SiSharing),
        new([TrueCopy, UniversalReplicator], [Create, Split, Resync, SwapResync], [ShadowImage], [PvolIsTheirSvol],  [SMPL, PSUS, PSUE],
            "the P-VOL is a ShadowImage S-VOL, and that pair must be in PSUS or PSUE", Sources.SiSharing) { SvolToo = true },
        new([TrueCopy, UniversalReplicator, GlobalActiveDevice], [Create, Resync, SwapResync], [ShadowImage], [PvolIsTheirPvol], [SMPL, COPY, PAIR, PSUS, PSUE],
            "the P-VOL is being restored from its ShadowImage copy (RCPY)", Sources.SiSharing.Derived),
        new([UniversalReplicator], [Resync],               [TrueCopy, GlobalActiveDevice], [PvolIsTheirSvol],        [],
            "a delta resync needs the TrueCopy or global-active device S-VOL in SSWS", Sources.UrDelta)
            { Own = s => s.Condition == PairCondition.Standby, Ready = s => s.S == SSWS },
        new([UniversalReplicator], [Resync],               [UniversalReplicator], [SvolIsTheirSvol],                 [],
            "a delta resync needs the S-VOL of the other mirror in PAIR, PSUS or PSUE", Sources.UrDelta)
            { Own = s => s.Condition == PairCondition.Standby, Ready = s => s.S is PAIR or PFUL or SSUS or PSUS or PSUE or PFUS },
        new([UniversalReplicator], [Resync, SwapResync],   [UniversalReplicator], [SvolIsTheirSvol],                 [],
            "another mirror writes this S-VOL", Sources.UrDelta.Derived)
            { Own = s => s.Condition is not (PairCondition.Standby or PairCondition.StandbyBroken), Ready = s => s.S is not (PAIR or PFUL or COPY) },
        new([ThinImage],        [Restore],                 [TrueCopy, UniversalReplicator], [PvolIsTheirPvol],       [SMPL, PSUS, PSUE, PFUS],
            "a snapshot is restored to a TrueCopy or Universal Replicator P-VOL only in PSUS or PSUE", Sources.TiSharing),
        new([ThinImage],        [Restore],                 [TrueCopy, UniversalReplicator], [PvolIsTheirSvol],       [],
            "a snapshot is never restored to a TrueCopy or Universal Replicator S-VOL, not even in SSWS: take over and swap first", Sources.TiSharing),
        new([ThinImage],        [Split],                   [UniversalReplicator], [PvolIsTheirSvol],                 [SMPL, PAIR, PFUL, PSUS, SSUS, PSUE, PFUS, SSWS],
            "no snapshot is stored of a Universal Replicator S-VOL in COPY", Sources.TiSharing),
        new([TrueCopy, UniversalReplicator], [Create, Resync, SwapResync], [ThinImage], [PvolIsTheirPvol],            [SMPL, COPY, PAIR, PFUL, PSUS, PFUS, PSUE],
            "a snapshot of the P-VOL is being restored (RCPY)", Sources.TiSharing),
    ];

    /// <summary>Every pair that stands in the way of this operation, with the rule it breaks.</summary>
    /// <param name="own">The pair that is operated, where its state matters; null leaves out the rules that ask for it.</param>
    public static IReadOnlyList<SharingConflict> Check(
        Technology technology, PairOperation operation, IEnumerable<SharedVolume> others, PairState? own = null) =>
    [
        .. others.SelectMany(other => Rules
            .Where(r => r.Of.Contains(technology) && r.Actions.Contains(operation.Action) && r.Others.Contains(other.Pair.Technology)
                && r.Shares.Contains(other.Sharing) && !operation.ForceSuspend && r.When(operation) && r.Concerns(own) && !r.Allows(other.Pair))
            .Take(1)
            .Select(r => new SharingConflict(other, $"{r.Why}; {other.Name} is in {other.Pair.P}/{other.Pair.S}", r.Source))),
    ];

    /// <summary>The technologies whose pairs may stand in the way of this operation; empty: none can.</summary>
    public static IReadOnlySet<Technology> Concerned(Technology technology, PairOperation operation) => operation.ForceSuspend ? new HashSet<Technology>()
        : Rules.Where(r => r.Of.Contains(technology) && r.Actions.Contains(operation.Action) && r.When(operation)).SelectMany(r => r.Others).ToHashSet();

    private sealed record Rule(
        IReadOnlyList<Technology> Of, IReadOnlyList<PairAction> Actions, IReadOnlyList<Technology> Others, IReadOnlyList<Sharing> Shares,
        IReadOnlyList<PairStatus> AllowedIn, string Why, Source Source)
    {
        /// <summary>The other pair's S-VOL must be settled too: PSUS with an S-VOL still in COPY is a quick split that runs.</summary>
        public bool SvolToo { get; init; }

        /// <summary>Forms of the actions that the rule is about; by default all.</summary>
        public Func<PairOperation, bool> When { get; init; } = _ => true;

        /// <summary>State of the pair that is operated which the rule is about; null is any.</summary>
        public Func<PairState, bool>? Own { get; init; }

        /// <summary>What the other pair must be, where its P-VOL status does not tell.</summary>
        public Func<PairState, bool>? Ready { get; init; }

        public bool Concerns(PairState? own) => Own is null || (own is not null && Own(own));

        public bool Allows(PairState other) => Ready is { } ready ? ready(other) :
            AllowedIn.Contains(other.P) && (!SvolToo || other.S != COPY);
    }
}
