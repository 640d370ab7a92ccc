using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>POST snapshots.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, creating Thin Image pairs. Its example body has isConsistencyGroup and autoSplit both true.</remarks>
internal sealed record SnapshotCreation
{
    public const int MaxGroupName = 32;

    private string GroupName { get; init; } = "";
    private int PoolId { get; init; }
    private int PvolLdevId { get; init; }
    private int? SvolLdevId { get; init; }
    private int? MirrorUnit { get; init; }
    private bool Consistent { get; init; }
    private bool AutoSplit { get; init; }
    private bool IsClone { get; init; }
    private bool CanCascade { get; init; }
    private bool ClonesAutomation { get; init; }
    private double Speed { get; init; }
    private bool ForceCopy { get; init; }
    private int? RetentionHours { get; init; }

    public static SimResponse Create(Call call)
    {
        var body = call.Body();
        var name = body.RequiredText("snapshotGroupName", MaxGroupName);
        if (name.Contains(',') || name.Any(char.IsControl))
            throw BodyFields.Invalid("snapshotGroupName");
        var clone = body.Flag("isClone") ?? false;
        var speedGiven = body.Has("copySpeed");
        var plan = new SnapshotCreation
        {
            GroupName = name,
            PoolId = body.RequiredInt("snapshotPoolId", 0, 127),
            PvolLdevId = body.RequiredInt("pvolLdevId", 0, LdevText.MaxLdev),
            SvolLdevId = body.Int("svolLdevId", 0, LdevText.MaxLdev),
            MirrorUnit = body.Int("muNumber", 0, SnapshotBook.MaxMirrorUnits - 1),
            Consistent = body.Flag("isConsistencyGroup") ?? false,
            AutoSplit = body.Flag("autoSplit") ?? false,
            IsClone = clone,
            CanCascade = body.Flag("canCascade") ?? clone,
            ClonesAutomation = body.Flag("clonesAutomation") ?? false,
            Speed = SnapshotActions.Speed(body),
            ForceCopy = body.Flag("isDataReductionForceCopy") ?? false,
            RetentionHours = SnapshotActions.Retention(call, body),
        };
        body.Done();
        if (clone && plan.SvolLdevId is null)
            throw BodyFields.Missing("svolLdevId");
        if (clone && !plan.CanCascade)
            throw BodyFields.Invalid("canCascade");
        if (clone && plan.AutoSplit)
            throw BodyFields.Invalid("autoSplit");
        if (plan.ClonesAutomation && !clone)
            throw BodyFields.Invalid("clonesAutomation");
        if (speedGiven && !plan.ClonesAutomation)
            throw BodyFields.Invalid("copySpeed");
        if (plan.RetentionHours is not null && !plan.AutoSplit)
            throw BodyFields.Invalid("retentionPeriod");
        call.User.RequireSeen(call.Array, "pvolLdevId", plan.PvolLdevId);
        call.User.RequireSeen(call.Array, "svolLdevId", plan.SvolLdevId);
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = SnapshotEndpoints.Type,
            CopyGroup = name,
            Execute = () => plan.Run(call.Array),
        });
    }

    private JobResult Run(SimulatedArray array)
    {
        if (!array.Volumes.TryGetValue(PvolLdevId, out var pvol))
            return JobResult.Fail(ArrayError.Rejected($"The LDEV is not defined. (ldevId = {PvolLdevId})", "2E10", "0001"));
        if (MirrorUnit is { } wanted && array.Snapshots.Find(PvolLdevId, wanted) is { } present)
            return Again(present, array.World.Switches.SnapshotCreateAgainRejected);
        if (array.Pools.All(p => p.PoolId != PoolId))
            return JobResult.Fail(ArrayError.Rejected($"The pool can't hold snapshots. (snapshotPoolId = {PoolId})", "2E30", "600E"));
        if (Refuse(array, pvol) is { } reason)
            return JobResult.Fail(ArrayError.Rejected(reason));
        if ((MirrorUnit ?? array.Snapshots.FreeMirrorUnit(pvol)) is not { } mu || !array.Snapshots.IsFree(pvol, mu))
            return JobResult.Fail(ArrayError.Rejected("The mirror unit is in use, or none is free."));
        var group = array.Snapshots.GroupOf(GroupName, Consistent);
        var pair = new SnapshotPair(array, group, pvol, mu, PoolId) { IsClone = IsClone, CanCascade = CanCascade };
        pair.Create(SvolLdevId is { } svol ? array.Volumes[svol] : null, AutoSplit, ClonesAutomation, Speed);
        pair.RetentionHours = RetentionHours;
        return new JobResult
        {
            Affected = [SnapshotTarget.Link(pair)],
            PairsChanged = [pair.Id],
            Until = () => ClonesAutomation ? SnapshotTarget.Reached(pair, SnapshotState.Gone, SnapshotState.Creating, SnapshotState.Pair, SnapshotState.Cloning)
                : AutoSplit ? SnapshotTarget.Reached(pair, SnapshotState.Stored, SnapshotState.Creating, SnapshotState.Pair)
                : SnapshotTarget.Reached(pair, SnapshotState.Pair, SnapshotState.Creating),
        };
    }

    /// <summary>The body names a pair that is there: what the command table says for its status.</summary>
    private JobResult Again(SnapshotPair pair, bool refused)
    {
        if (refused || pair.Group.Name != GroupName || (SvolLdevId is not null && SvolLdevId != pair.Svol?.LdevId))
            return JobResult.Fail(ArrayError.Rejected($"The mirror unit is in use. (muNumber = {pair.MirrorUnit})"));
        var verdict = SnapshotRules.CreateAgain(pair, AutoSplit);
        if (verdict.Error is { } error)
            return JobResult.Fail(error);
        if (verdict.Acts)
            pair.Store();
        return new JobResult { Affected = [SnapshotTarget.Link(pair)], PairsChanged = verdict.Acts ? [pair.Id] : [], Changed = verdict.Acts };
    }

    private string? Refuse(SimulatedArray array, Volume pvol) =>
        array.World.Switches.SnapshotCreateSplitNeedsPair && AutoSplit ? "There is no pair to be split."
        : pvol.IsVirtual || pvol.Status != "NML" || pvol.JournalId is not null ? "The volume can't be a P-VOL."
        : pvol.Uses.OfType<SnapshotPair>().Any(p => p.Svol == pvol && !p.CanCascade) ? "The P-VOL is the S-VOL of a pair that can't cascade."
        : pvol.Uses.OfType<SnapshotPair>().Any(p => p.Pvol == pvol && p.State == SnapshotState.Restoring) ? "Another snapshot of the P-VOL is being restored."
        : pvol.DataReduction && !ForceCopy ? "The P-VOL uses capacity saving; isDataReductionForceCopy must be true."
        : array.Pools.First(p => p.PoolId == PoolId).State == PoolState.Full ? "The pool is full."
        : SvolLdevId is { } svol ? SnapshotRules.RefuseSvol(array, pvol, svol, CanCascade)
        : null;
}
