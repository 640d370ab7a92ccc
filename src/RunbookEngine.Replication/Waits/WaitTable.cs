using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Vocabulary.PairStatus;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Waits;

/// <summary>Which end goes with which operation, and what may be seen before it.</summary>
/// <remarks>The tolerated statuses are those of software that has run failovers in the field: while waiting for PAIR only COPY,
/// for PSUS only PAIR, PFUL and COPY, for SSWS only PAIR, PFUL, PFUS, PSUE and SSUS; PFUL counts as PAIR.</remarks>
internal static class WaitTable
{
    private static readonly WantedEnd Paired = new([PAIR, PFUL], [PAIR, PFUL]);
    private static readonly WantedEnd Split = new([PSUS], [SSUS, PSUS]);
    private static readonly WantedEnd SnapshotStored = new([PSUS, PFUS], []);
    private static readonly WantedEnd TakenOver = new([], [SSWS]);
    private static readonly WantedEnd Swapped = Paired with { RolesExchanged = true };
    private static readonly WantedEnd Suspended = new([PSUE], [PSUE]);
    private static readonly WantedEnd Gone = new([SMPL], [SMPL]);
    /// <summary>TrueCopy and Universal Replicator; a global-active device pair is deleted as a whole.</summary>
    private static readonly WantedEnd GoneAtSvol = new([PSUS, SMPL], [SMPL]);

    //  wanted on either side -> what may be seen before, by technology (empty: anything)
    private static readonly IReadOnlyList<(PairStatus Wanted, IReadOnlyList<Technology> Technologies, IReadOnlyList<PairStatus> OnTheWay)> Before =
    [
        (PAIR, [TrueCopy, UniversalReplicator],             [COPY]),
        (PAIR, [GlobalActiveDevice],                        [INIT, COPY]),
        (PAIR, [ShadowImage, ThinImage],                    [COPY, RCPY]),
        (PSUS, [ShadowImage],                               [PAIR, COPY]),
        (PSUS, [TrueCopy],                                  [PAIR, COPY]),
        (PSUS, [UniversalReplicator],                       [PAIR, PFUL, COPY]),
        (PSUS, [GlobalActiveDevice],                        [PAIR, COPY, INIT]),
        (PSUS, [ThinImage],                                 [PAIR, PFUL, COPY, RCPY]),
        (SSWS, [TrueCopy, UniversalReplicator, GlobalActiveDevice], [PAIR, PFUL, PFUS, PSUE, PSUS, SSUS]),
        (COPY, [ShadowImage, TrueCopy, UniversalReplicator, GlobalActiveDevice, ThinImage], [SMPL, PSUS, SSUS, PSUE, PFUS, SSWS, INIT]),
        (RCPY, [ShadowImage, ThinImage],                    [PSUS, SSUS, PFUS]),
        (PFUS, [UniversalReplicator],                       [PAIR, PFUL, COPY]),
    ];

    public static WaitGoal ForOperation(Technology technology, PairOperation operation) => OperationForms.Of(technology, operation) switch
    {
        OperationForm.ForceSuspend => new(technology, [Suspended], [], []),
        OperationForm.SplitSsws or OperationForm.TakeoverForce => Goal(technology, [TakenOver], [SSWS]),
        OperationForm.TakeoverAuto => Goal(technology, [TakenOver, Swapped], [SSWS, PAIR]),
        OperationForm.SwapResync => Goal(technology, [Swapped], [PAIR]),
        OperationForm.SplitPsus => Goal(technology, [Split], [PSUS]) with { OnTheWay = [SSWS] },
        OperationForm.DeleteAtSvol when technology == GlobalActiveDevice => new(technology, [Gone], [], [], GoneIsEnd: true),
        OperationForm.Delete or OperationForm.Clone => new(technology, [Gone], [], [], GoneIsEnd: true),
        OperationForm.DeleteAtSvol => new(technology, [GoneAtSvol], [], [], GoneIsEnd: true),
        OperationForm.CreateAutoSplit or OperationForm.CreateQuickSplit or OperationForm.CreateStandby or OperationForm.ResyncAutoSplit
            or OperationForm.RestoreAutoSplit => Goal(technology, [SplitEnd(technology)], [PSUS]),
        _ when operation.Action == PairAction.Split => Goal(technology, [SplitEnd(technology)], [PSUS]),
        _ => Goal(technology, [Paired], [PAIR]),
    };

    /// <summary>A split that only tells the P-VOL of a takeover.</summary>
    public static WaitGoal AfterTakeover(Technology technology) =>
        new(technology, [new([PSUS], [SSWS])], [PAIR, PFUL, PFUS, PSUE], []);

    public static WaitGoal ForStatuses(Technology technology, IReadOnlyCollection<PairStatus> wanted, IReadOnlyCollection<PairStatus>? failOn)
    {
        List<PairStatus> p = [.. wanted.Where(w => w is not (SSUS or SSWS or SSUP))];
        List<PairStatus> s = [.. wanted];
        foreach (var (word, also) in ((PairStatus, PairStatus)[])[(PSUS, SSUS), (PAIR, PFUL), (PSUP, SSUP)])
        {
            if (wanted.Contains(word))
            {
                s.Add(also);
                p.AddRange(also == PFUL ? [also] : Array.Empty<PairStatus>());
            }
        }

        if (technology == ThinImage && wanted.Contains(PSUS))
        {
            p.Add(PFUS);
            s.Add(PFUS);
        }

        // A snapshot has one status; its S-VOL may show none.
        var end = new WantedEnd([.. p.Distinct()], technology == ThinImage && p.Count > 0 ? [] : [.. s.Distinct()]);
        return Goal(technology, [end], [.. wanted.Select(w => w == SSUS ? PSUS : w)]) with
        {
            FailOn = failOn is null ? Failures(technology, wanted) : [.. failOn.Except(wanted)],
            GoneIsEnd = wanted.Contains(SMPL),
        };
    }

    private static WantedEnd SplitEnd(Technology technology) => technology == ThinImage ? SnapshotStored : Split;

    private static WaitGoal Goal(Technology technology, IReadOnlyList<WantedEnd> ends, IReadOnlyCollection<PairStatus> wanted)
    {
        var known = Before.Where(b => wanted.Contains(b.Wanted) && b.Technologies.Contains(technology)).ToList();
        // A wanted word without a row may be reached from anywhere.
        var anything = wanted.Any(w => known.All(k => k.Wanted != w));
        return new(technology, ends, anything ? [] : [.. known.SelectMany(k => k.OnTheWay).Distinct()],
            Failures(technology, wanted));
    }

    /// <summary>A wait for a takeover starts from the very statuses that fail any other.</summary>
    private static IReadOnlyList<PairStatus> Failures(Technology technology, IReadOnlyCollection<PairStatus> wanted) =>
        wanted.Contains(SSWS) ? [] : [.. (technology == UniversalReplicator ? new[] { PSUE, PFUS } : [PSUE]).Except(wanted)];
}
