using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>POST local-clone-copypairs.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, creating ShadowImage pairs and pairs for volume migration.</remarks>
internal sealed record LocalCreation
{
    /// <summary>S-VOLs of a P-VOL that is no S-VOL itself; one that is may have two.</summary>
    public const int MaxCopies = 3;

    public required string GroupName { get; init; }
    public required string PairName { get; init; }
    public required int PvolLdevId { get; init; }
    public required int SvolLdevId { get; init; }
    public required bool IsNew { get; init; }
    public required string PvolDeviceGroup { get; init; }
    public required string SvolDeviceGroup { get; init; }
    private int? MirrorUnit { get; init; }
    private bool Consistent { get; init; }
    private int? ConsistencyGroup { get; init; }
    private bool AutoSplit { get; init; }
    private bool QuickMode { get; init; }
    private int CopyPace { get; init; }
    private bool ForceCopy { get; init; }
    private bool Migration { get; init; }

    private string Id => $"{GroupName},{PvolDeviceGroup},{SvolDeviceGroup},{PairName}";

    public static SimResponse Create(Call call)
    {
        var plan = Read(call.Body(), call.Array);
        if (plan.Migration && !call.User.Roles.HasFlag(Role.Provisioning))
            throw Refusal.Forbidden(Role.Provisioning.ToString());
        call.User.RequireSeen(call.Array, "pvolLdevId", plan.PvolLdevId);
        call.User.RequireSeen(call.Array, "svolLdevId", plan.SvolLdevId);
        plan.CheckNames(call.Array);
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = LocalCloneEndpoints.PairsType,
            CopyGroup = plan.GroupName,
            Pair = plan.PairName,
            Key = call.Array.LocalCopies.Find(plan.GroupName),
            Execute = () => plan.Run(call.Array),
        });
    }

    private static LocalCreation Read(BodyFields body, SimulatedArray array)
    {
        _ = body.Choice("replicationType", "SI") ?? throw BodyFields.Missing("replicationType");
        var isNew = body.RequiredFlag("isNewGroupCreation");
        var name = Names.Checked(body.RequiredText("copyGroupName"), "copyGroupName", isNew ? Names.MaxNewGroup : Names.Max);
        var existing = array.LocalCopies.Find(name);
        var plan = new LocalCreation
        {
            GroupName = name,
            PairName = Names.Checked(body.RequiredText("copyPairName"), "copyPairName"),
            PvolLdevId = body.RequiredInt("pvolLdevId", 0, LdevText.MaxLdev),
            SvolLdevId = body.RequiredInt("svolLdevId", 0, LdevText.MaxLdev),
            IsNew = isNew,
            PvolDeviceGroup = Names.Checked(body.Text("pvolDeviceGroupName") ?? existing?.PvolDeviceGroup ?? name + "P_", "pvolDeviceGroupName"),
            SvolDeviceGroup = Names.Checked(body.Text("svolDeviceGroupName") ?? existing?.SvolDeviceGroup ?? name + "S_", "svolDeviceGroupName"),
            MirrorUnit = body.Int("pvolMuNumber", 0, 2),
            Consistent = body.Flag("isConsistencyGroup") ?? false,
            ConsistencyGroup = body.Int("consistencyGroupId", 0, 255),
            AutoSplit = body.Flag("autoSplit") ?? false,
            QuickMode = body.Flag("quickMode") ?? false,
            CopyPace = body.Int("copyPace", 1, 15) ?? 3,
            ForceCopy = body.Flag("isDataReductionForceCopy") ?? false,
            Migration = body.Choice("copyMode", "NotSynchronized", "NotSnapshot") == "NotSynchronized",
        };
        body.Done();
        if (plan.PvolDeviceGroup == plan.SvolDeviceGroup)
            throw BodyFields.Invalid("svolDeviceGroupName");
        if (plan.ConsistencyGroup is not null && !plan.Consistent)
            throw BodyFields.Invalid("consistencyGroupId");
        if (plan.QuickMode && !plan.AutoSplit)
            throw BodyFields.Invalid("quickMode");
        if (plan.Consistent && (plan.AutoSplit || plan.Migration))
            throw BodyFields.Invalid("isConsistencyGroup");
        return plan;
    }

    private void CheckNames(SimulatedArray array)
    {
        var group = array.LocalCopies.Find(GroupName);
        if (IsNew && (group is not null || array.RemoteCopies.Find(GroupName) is not null))
            throw Refusal.Conflict("KART40055-E", $"The copy group already exists. (copyGroupName = {GroupName})");
        if (!IsNew && group is null)
            throw Refusal.NoSuchObject("copyGroupName = " + GroupName);
        if (group is null)
            return;
        if (group.PvolDeviceGroup != PvolDeviceGroup || group.SvolDeviceGroup != SvolDeviceGroup)
            throw BodyFields.Invalid("pvolDeviceGroupName");
        if (group.Find(PairName) is not null)
            throw Refusal.Conflict("KART40056-E", $"The pair already exists. (copyPairName = {PairName})");
        if (group.Migration != Migration)
            throw BodyFields.Invalid("copyMode");
    }

    private JobResult Run(SimulatedArray array)
    {
        try
        {
            CheckNames(array);
        }
        catch (Refusal refusal)
        {
            return JobResult.Fail(refusal.Error);
        }
        if (!array.Volumes.TryGetValue(PvolLdevId, out var pvol) || !array.Volumes.TryGetValue(SvolLdevId, out var svol))
            return JobResult.Fail(ArrayError.Rejected("The LDEV is not defined.", "2E10", "0001"));
        var group = array.LocalCopies.Find(GroupName);
        var mu = group?.MirrorUnit ?? MirrorUnit ?? FreeMirrorUnit(pvol);
        if (Refuse(pvol, svol, mu) is { } reason)
            return JobResult.Fail(ArrayError.Rejected(reason));
        if (group is null)
        {
            int? consistency = Consistent ? ConsistencyGroup ?? array.LocalCopies.FreeConsistencyGroup() : null;
            if (Consistent && (consistency is null || array.LocalCopies.Groups.Any(g => g.ConsistencyGroup == consistency)))
                return JobResult.Fail(ArrayError.Rejected("No consistency group is free, or the id is in use.", "2E10", "2302"));
            group = new LocalGroup(GroupName, PvolDeviceGroup, SvolDeviceGroup, mu, consistency, Migration);
            array.LocalCopies.Add(group);
        }
        var pair = new LocalPair(array, group, PairName, pvol, svol, CopyPace);
        if (Migration)
            pair.CreateMigration();
        else
            pair.Create(AutoSplit, QuickMode);
        return new JobResult
        {
            Affected = [LocalTarget.Link(pair)],
            PairsChanged = [PairName],
            Until = () => Migration ? Ended.Well
                : AutoSplit ? LocalTarget.Reached(pair, LocalState.Split, LocalState.InitialCopy, LocalState.QuickSplit)
                : LocalTarget.Reached(pair, LocalState.Pair, LocalState.InitialCopy, LocalState.InitialCopy),
        };
    }

    private static int FreeMirrorUnit(Volume pvol) =>
        Enumerable.Range(0, MaxCopies).FirstOrDefault(mu => CopiesOf(pvol).All(p => p.Group.MirrorUnit != mu));

    private static IEnumerable<LocalPair> CopiesOf(Volume pvol) => pvol.Uses.OfType<LocalPair>().Where(p => p.Pvol == pvol);

    private string? Refuse(Volume pvol, Volume svol, int mu)
    {
        var isSecondLayer = pvol.Uses.OfType<LocalPair>().Any(p => p.Svol == pvol);
        return pvol == svol ? "P-VOL and S-VOL are the same volume."
            : pvol.SizeBytes != svol.SizeBytes ? "P-VOL and S-VOL differ in size."
            : pvol.Status != "NML" || svol.Status != "NML" ? "A volume is not in normal status."
            : pvol.JournalId is not null || svol.JournalId is not null ? "A volume belongs to a journal."
            : svol.GadReserved ? "The S-VOL has the GAD reserve attribute."
            : (pvol.DataReduction || svol.DataReduction) && !ForceCopy ? "A volume uses capacity saving; isDataReductionForceCopy must be true."
            : svol.Uses.OfType<LocalPair>().Any() ? "The S-VOL is already in a pair."
            : svol.Uses.OfType<RemoteSide>().Any(s => !s.IsPrimary || s.IsCopying) ? "The S-VOL is a volume of a remote pair."
            : pvol.Uses.OfType<LocalPair>().Any(p => p.State is LocalState.Restore or LocalState.QuickRestore or LocalState.Deleting)
                ? "Another pair of the P-VOL is being restored or deleted."
            : AutoSplit && LocalRules.FirstLayerOf(pvol) is { } layer ? layer
            : CopiesOf(pvol).Any(p => p.Group.MirrorUnit == mu) ? $"Mirror unit {mu} of the P-VOL is in use."
            : CopiesOf(pvol).Count() >= (isSecondLayer ? MaxCopies - 1 : MaxCopies) ? "The P-VOL has no free mirror unit."
            : null;
    }
}
