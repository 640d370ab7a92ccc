using RunbookEngine.Differential.Tests.Comparison;
using RunbookEngine.Differential.Tests.Sequences;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Differential.Tests.Cells;

/// <summary>How a pair is brought into a condition: by requests and faults, and by hand only where none leads there.</summary>
/// <param name="Variant">Tells two ways to one condition apart.</param>
internal sealed record Route(PairCondition Condition, string Variant, IReadOnlyList<Step> Steps, Action<SideBySide>? ByHand = null);

internal static class Routes
{
    private static readonly PairOperation NoCopy = PairOperation.Create with { DoInitialCopy = false };
    private static readonly PairOperation Ssws = PairOperation.Split with { SvolOperationMode = SvolOperationMode.Ssws };

    public static IReadOnlyList<Route> Of(Technology technology) => technology switch
    {
        Technology.ShadowImage => ShadowImage(),
        Technology.ThinImage => ThinImage(),
        _ => [.. Remote(technology)],
    };

    private static IReadOnlyList<Route> ShadowImage()
    {
        Step[] paired = [Done(PairOperation.Create)];
        Step[] split = [.. paired, Done(PairOperation.Split)];
        return
        [
            To(PairCondition.Simplex),
            To(PairCondition.InitialCopy, Begun(PairOperation.Create)),
            To(PairCondition.InitialCopyToSplit, Begun(PairOperation.Create with { AutoSplit = true })),
            To(PairCondition.Paired, paired),
            To(PairCondition.SteadySplit, [Begun(PairOperation.Create), Begun(PairOperation.Split)]),
            To(PairCondition.QuickSplit, [Begun(PairOperation.Create with { AutoSplit = true, Quick = true })]),
            To(PairCondition.SplitDone, split),
            To(PairCondition.Resyncing, [.. split, Begun(PairOperation.Resync)]),
            To(PairCondition.Restoring, [.. split, Begun(PairOperation.Restore)]),
            To(PairCondition.QuickRestoring, [.. split, Begun(PairOperation.Restore with { Quick = true })]),
            To(PairCondition.Suspended, [.. paired, Happens(PairEvent.PairFault)]),
            To(PairCondition.Deleting, [.. paired, Begun(PairOperation.Delete)]),
        ];
    }

    private static IReadOnlyList<Route> ThinImage()
    {
        Step[] paired = [Done(PairOperation.Create)];
        Step[] split = [.. paired, Done(PairOperation.Split)];
        return
        [
            To(PairCondition.Simplex),
            To(PairCondition.InitialCopy, Begun(PairOperation.Create)),
            To(PairCondition.Paired, paired),
            To(PairCondition.PairedFilling, [.. paired, Happens(PairEvent.ThresholdPassed)]),
            To(PairCondition.SplitDone, split),
            To(PairCondition.SplitFilling, [.. split, Happens(PairEvent.ThresholdPassed)]),
            To(PairCondition.Restoring, [.. split, Begun(PairOperation.Restore)]),
            To(PairCondition.Suspended, [.. split, Happens(PairEvent.Full), Happens(PairEvent.ThresholdLeft)]),
            To(PairCondition.Cloning, [.. paired, Begun(PairOperation.CloneCopy)]),
            To(PairCondition.Deleting, [.. paired, Begun(PairOperation.Delete)]),
        ];
    }

    private static IEnumerable<Route> Remote(Technology technology)
    {
        Step[] paired = [Done(NoCopy)];
        Step[] fenced = [Done(NoCopy with { Fence = FenceLevel.Data })];
        Step[] split = [.. paired, Done(PairOperation.Split)];
        Step[] unseen = [.. paired, Happens(PairEvent.PathsLost), Done(Ssws)];
        yield return To(PairCondition.Simplex);
        yield return To(PairCondition.InitialCopy, Begun(PairOperation.Create));
        yield return To(PairCondition.Paired, paired);
        yield return To(PairCondition.SplitDone, split);
        yield return To(PairCondition.Resyncing, [.. split, Begun(PairOperation.Resync)]);
        yield return To(PairCondition.Suspended, [.. paired, Happens(PairEvent.PairFault)]);
        yield return new(PairCondition.SuspendedUnseen, "paths up", paired, s => s.Place(PairCondition.SuspendedUnseen, a => a.RemoteGroup!.Pairs[0].FailPvol(fenced: false)));
        yield return To(PairCondition.TakenOver, [.. paired, Done(Ssws)]);
        yield return To(PairCondition.TakenOverUnseen, unseen);
        yield return new(PairCondition.TakenOverUnseen, "paths up", unseen, s => s.PathsBackUnnoticed());
        yield return technology == Technology.GlobalActiveDevice
            ? To(PairCondition.Deleting, [.. split, Begun(PairOperation.Delete)])
            : To(PairCondition.Deleting, [.. paired, Begun(PairOperation.Delete)]);
        if (technology == Technology.GlobalActiveDevice)
        {
            yield return To(PairCondition.PairedSvolBlocked, [Happens(PairEvent.QuorumLost), Done(NoCopy)]);
            yield return new(PairCondition.Blocked, "quorum lost", [.. paired, Happens(PairEvent.QuorumLost), Happens(PairEvent.PvolArrayLost)]);
            yield return To(PairCondition.Blocked, [.. paired, Happens(PairEvent.PairFault), Happens(PairEvent.PvolArrayLost)]);
            yield break;
        }
        yield return To(PairCondition.SplitWritable, [.. paired, Done(PairOperation.Split with { SvolAccess = HostAccess.ReadWrite })]);
        yield return To(PairCondition.SuspendedBySvol, [.. paired, Happens(PairEvent.SvolFault)]);
        yield return To(PairCondition.DeletedAtSvol, [.. paired, Done(PairOperation.Delete with { SentTo = PairSide.Svol })]);
        if (technology == Technology.UniversalReplicator)
        {
            yield return To(PairCondition.PairedFilling, [.. paired, Happens(PairEvent.ThresholdPassed)]);
            yield return To(PairCondition.Draining, [.. paired, Begun(PairOperation.Split)]);
            yield return To(PairCondition.SuspendedFull, [.. paired, Happens(PairEvent.Full)]);
            yield break;
        }
        yield return To(PairCondition.SplitProtected, [.. paired, Done(PairOperation.Split with { PvolWriteProtect = true })]);
        yield return To(PairCondition.SuspendedFenced, [.. fenced, Happens(PairEvent.PairFault)]);
        yield return To(PairCondition.SuspendedUnseen, [.. paired, Happens(PairEvent.PathsLost)]);
        yield return To(PairCondition.SuspendedUnseenFenced, [.. fenced, Happens(PairEvent.PathsLost)]);
        yield return new(PairCondition.SuspendedUnseenFenced, "paths up", fenced,
            s => s.Place(PairCondition.SuspendedUnseenFenced, a => a.RemoteGroup!.Pairs[0].FailPvol(fenced: true)));
    }

    private static Route To(PairCondition condition, params Step[] steps) => new(condition, "", steps);

    private static Step Done(PairOperation operation) => new Step.Operate(operation, OperationUnit.Group, 0, Settle: true, Put: false);

    private static Step Begun(PairOperation operation) => new Step.Operate(operation, OperationUnit.Group, 0, Settle: false, Put: false);

    private static Step Happens(PairEvent happened) => new Step.Happen(happened, 0);
}
