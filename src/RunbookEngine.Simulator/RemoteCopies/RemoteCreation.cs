using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>POST remote-mirror-copypairs.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, creating TrueCopy, Universal Replicator and global-active device pairs.</remarks>
internal sealed record RemoteCreation
{
    public required string Technology { get; init; }
    public required string GroupName { get; init; }
    public required string PairName { get; init; }
    public required SimulatedArray Local { get; init; }
    public required SimulatedArray Remote { get; init; }
    public required int PvolLdevId { get; init; }
    public required int SvolLdevId { get; init; }
    public required bool IsNew { get; init; }
    public required string LocalDeviceGroup { get; init; }
    public required string RemoteDeviceGroup { get; init; }
    private int? PathGroupId { get; init; }
    private bool InitialCopy { get; init; }
    private bool ForceCopy { get; init; }
    private string? FenceLevel { get; init; }
    private bool Consistent { get; init; }
    private int? ConsistencyGroup { get; init; }
    private int CopyPace { get; init; }
    private int? MirrorUnit { get; init; }
    private int? PvolJournal { get; init; }
    private int? SvolJournal { get; init; }
    private int? QuorumDisk { get; init; }
    private bool Standby { get; init; }

    private SimulatedArrays World => Local.World;

    public static SimResponse Create(Call call)
    {
        var plan = Read(call);
        plan.CheckNames();
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = RemoteMirrorEndpoints.PairsType,
            CopyGroup = plan.GroupName,
            Pair = plan.PairName,
            Key = call.Array.RemoteCopies.Find(plan.GroupName),
            ShowsStorageAccepted = true,
            Execute = plan.Run,
        });
    }

    /// <summary>Lowest consistency group id free on both arrays of a group.</summary>
    public static int? FreeConsistencyGroup(RemoteGroup group) => FreeConsistencyGroup(group.First, group.Second);

    private static int? FreeConsistencyGroup(SimulatedArray a, SimulatedArray b)
    {
        var used = a.RemoteCopies.Groups.Concat(b.RemoteCopies.Groups).SelectMany(g => g.Pairs).Select(p => p.ConsistencyGroup).ToHashSet();
        return Enumerable.Range(0, 256).Cast<int?>().FirstOrDefault(id => !used.Contains(id));
    }

    private static RemoteCreation Read(Call call)
    {
        var body = call.Body();
        var technology = body.Choice("replicationType", "TC", "UR", "GAD") ?? throw BodyFields.Missing("replicationType");
        var remoteId = body.RequiredText("remoteStorageDeviceId");
        var remote = call.World.FindById(remoteId);
        if (remote is null || remote == call.Array)
            throw Refusal.NoSuchObject("remoteStorageDeviceId = " + remoteId);
        var partnerUser = Partner.Require(call, remote);
        // That registration comes first is in the manual's order of work, the answer without it is not; so it is that of an unknown object.
        if (call.World.Switches.RemotePairsNeedRegistration && !call.Server.RemoteStorages.Contains(remoteId))
            throw Refusal.NoSuchObject($"remoteStorageDeviceId = {remoteId}, not registered in remote-storages");
        var isNew = body.RequiredFlag("isNewGroupCreation");
        var name = Names.Checked(body.RequiredText("copyGroupName"), "copyGroupName", isNew ? Names.MaxNewGroup : Names.Max);
        var existing = call.Array.RemoteCopies.Find(name);
        var plan = new RemoteCreation
        {
            Technology = technology,
            Local = call.Array,
            Remote = remote,
            IsNew = isNew,
            GroupName = name,
            PairName = Names.Checked(body.RequiredText("copyPairName"), "copyPairName"),
            PvolLdevId = body.RequiredInt("pvolLdevId", 0, LdevText.MaxLdev),
            SvolLdevId = body.RequiredInt("svolLdevId", 0, LdevText.MaxLdev),
            LocalDeviceGroup = Names.Checked(body.Text("localDeviceGroupName") ?? existing?.DeviceGroupAt(call.Array) ?? name + "P_", "localDeviceGroupName"),
            RemoteDeviceGroup = Names.Checked(body.Text("remoteDeviceGroupName") ?? existing?.DeviceGroupAt(remote) ?? name + "S_", "remoteDeviceGroupName"),
            PathGroupId = body.Int("pathGroupId", 0, 255),
            InitialCopy = body.Flag("doInitialCopy") ?? true,
            ForceCopy = body.Flag("isDataReductionForceCopy") ?? false,
            FenceLevel = body.Choice("fenceLevel", "DATA", "STATUS", "NEVER", "ASYNC"),
            Consistent = body.Flag("isConsistencyGroup") ?? false,
            ConsistencyGroup = body.Int("consistencyGroupId", 0, 255),
            CopyPace = body.Int("copyPace", 1, 15) ?? 3,
            MirrorUnit = body.Int("muNumber", 0, 3),
            PvolJournal = body.Int("pvolJournalId", 0, 255),
            SvolJournal = body.Int("svolJournalId", 0, 255),
            QuorumDisk = body.Int("quorumDiskId", 0, 31),
            Standby = body.Flag("doDeltaResyncSuspend") ?? false,
        };
        if (technology == "UR" && body.Has("copyPace"))
            throw BodyFields.Invalid("copyPace");
        body.Done();
        plan.CheckCombination();
        call.User.RequireSeen(call.Array, "pvolLdevId", plan.PvolLdevId);
        partnerUser?.RequireSeen(remote, "svolLdevId", plan.SvolLdevId);
        return plan;
    }

    private void CheckCombination()
    {
        if (LocalDeviceGroup == RemoteDeviceGroup)
            throw BodyFields.Invalid("remoteDeviceGroupName");
        if (FenceLevel is { } fence && (fence == "ASYNC" != (Technology == "UR") || (Technology == "GAD" && fence != "NEVER")))
            throw BodyFields.Invalid("fenceLevel");
        if (Technology != "UR" && ConsistencyGroup is not null && !Consistent)
            throw BodyFields.Invalid("consistencyGroupId");
        if (Technology != "UR" && (PvolJournal ?? SvolJournal) is not null)
            throw BodyFields.Invalid("pvolJournalId");
        if (Technology == "UR" && IsNew && (PvolJournal is null || SvolJournal is null))
            throw BodyFields.Missing(PvolJournal is null ? "pvolJournalId" : "svolJournalId");
        if (Standby && (Technology != "UR" || !InitialCopy))
            throw BodyFields.Invalid("doDeltaResyncSuspend");
        if (Technology == "GAD" && IsNew && QuorumDisk is null)
            throw BodyFields.Missing("quorumDiskId");
        if (Technology != "GAD" && QuorumDisk is not null)
            throw BodyFields.Invalid("quorumDiskId");
    }

    private void CheckNames()
    {
        var here = Local.RemoteCopies.Find(GroupName);
        var there = Remote.RemoteCopies.Find(GroupName);
        if (IsNew && (here is not null || there is not null || Local.LocalCopies.Find(GroupName) is not null))
            throw Refusal.Conflict("KART40055-E", $"The copy group already exists. (copyGroupName = {GroupName})");
        if (IsNew)
            return;
        if (here is null || here != there)
            throw Refusal.NoSuchObject("copyGroupName = " + GroupName);
        if (here.Technology != Technology)
            throw BodyFields.Invalid("replicationType");
        if (here.DeviceGroupAt(Local) != LocalDeviceGroup || here.DeviceGroupAt(Remote) != RemoteDeviceGroup)
            throw BodyFields.Invalid("localDeviceGroupName");
        if (here.Pairs.Any(p => p.Name == PairName))
            throw Refusal.Conflict("KART40056-E", $"The pair already exists. (copyPairName = {PairName})");
        if ((PvolJournal is not null && PvolJournal != here.JournalAt(Local)) || (SvolJournal is not null && SvolJournal != here.JournalAt(Remote)))
            throw BodyFields.Invalid("pvolJournalId");
        if ((MirrorUnit is not null && MirrorUnit != here.MirrorUnit) || (QuorumDisk is not null && QuorumDisk != here.QuorumDisk))
            throw BodyFields.Invalid("muNumber");
    }

    private JobResult Run()
    {
        try
        {
            CheckNames();
        }
        catch (Refusal refusal)
        {
            return JobResult.Fail(refusal.Error);
        }
        if (!Local.Volumes.TryGetValue(PvolLdevId, out var pvol) || !Remote.Volumes.TryGetValue(SvolLdevId, out var svol))
            return JobResult.Fail(ArrayError.Rejected("The LDEV is not defined.", "2E10", "0001"));
        var group = Local.RemoteCopies.Find(GroupName);
        var mu = group?.MirrorUnit ?? MirrorUnit ?? (Technology == "UR" ? 1 : 0);
        if ((RefuseVolumes(pvol, svol) ?? RefuseGroup(group, mu)) is { } reason)
            return JobResult.Fail(ArrayError.Rejected(reason));
        var consistency = group?.Pairs.Select(p => p.ConsistencyGroup).FirstOrDefault(c => c is not null);
        if (Technology == "UR" || Consistent)
            consistency = consistency ?? ConsistencyGroup ?? FreeConsistencyGroup(Local, Remote);
        else
            consistency = null;
        group ??= NewGroup(mu);
        var localIsFirst = group.First == Local;
        var pair = new RemotePair(group, PairName, localIsFirst ? pvol : svol, localIsFirst ? svol : pvol, firstIsPrimary: localIsFirst)
        {
            FenceLevel = FenceLevel is null or "ASYNC" ? "NEVER" : FenceLevel,
            CopyPace = CopyPace,
            ConsistencyGroup = consistency,
        };
        group.Pairs.Add(pair);
        if (Standby)
            pair.CreateStandby();
        else
            pair.Create(InitialCopy);
        var link = $"{Call.Base}{RemoteMirrorEndpoints.PairsType}/{group.IdAt(Local)},{PairName}";
        return new JobResult
        {
            Affected = [link],
            PairsChanged = [PairName],
            Until = () => Standby ? Ended.Well : pair.Primary.Status switch
            {
                "PAIR" => Ended.Well,
                "COPY" => null,
                _ => new Ended(ArrayError.Rejected($"The initial copy did not end. (copyPairName = {PairName}, pvolStatus = {pair.Primary.Shown})")),
            },
        };
    }

    private RemoteGroup NewGroup(int mu)
    {
        var group = new RemoteGroup(GroupName, Technology, Local, LocalDeviceGroup, Remote, RemoteDeviceGroup)
        {
            MirrorUnit = mu,
            FirstJournal = PvolJournal,
            SecondJournal = SvolJournal,
            QuorumDisk = QuorumDisk,
        };
        Local.RemoteCopies.Add(group);
        Remote.RemoteCopies.Add(group);
        return group;
    }

    private string? RefuseGroup(RemoteGroup? group, int mu)
    {
        if (!World.LinkBetween(Local, Remote).Connected
            || (PathGroupId is > 0 && Local.PathGroups.All(g => g.To != Remote || g.PathGroupId != PathGroupId)))
            return "There is no usable remote path.";
        if (Technology == "GAD" && (QuorumDisk ?? group?.QuorumDisk) is { } quorum
            && (Local.QuorumDisks.All(q => q.QuorumDiskId != quorum) || Remote.QuorumDisks.All(q => q.QuorumDiskId != quorum)))
            return $"Quorum disk {quorum} is not defined on both arrays.";
        if (group is not null)
            return null;
        if (Technology == "UR")
        {
            if (Local.FindJournal(PvolJournal) is null || Remote.FindJournal(SvolJournal) is null)
                return "The journal is not defined.";
            if (Local.RemoteCopies.Groups.Any(g => g.JournalAt(Local) == PvolJournal && g.MirrorUnit == mu)
                || Remote.RemoteCopies.Groups.Any(g => g.JournalAt(Remote) == SvolJournal && g.MirrorUnit == mu))
                return $"Mirror {mu} of the journal is in use.";
        }
        var used = Local.RemoteCopies.Groups.Concat(Remote.RemoteCopies.Groups).Where(g => g.Technology == "UR" || Technology == "UR")
            .SelectMany(g => g.Pairs).Any(p => p.ConsistencyGroup == ConsistencyGroup);
        return ConsistencyGroup is not null && used ? $"Consistency group {ConsistencyGroup} is in use." : null;
    }

    private string? RefuseVolumes(Volume pvol, Volume svol) =>
        pvol.SizeBytes != svol.SizeBytes ? "P-VOL and S-VOL differ in size."
        : pvol.Status != "NML" || svol.Status != "NML" ? "A volume is not in normal status."
        : pvol.JournalId is not null || svol.JournalId is not null ? "A volume belongs to a journal."
        : pvol.GadReserved ? "The P-VOL has the GAD reserve attribute."
        : svol.GadReserved != (Technology == "GAD") ? (Technology == "GAD" ? "The S-VOL lacks the GAD reserve attribute." : "The S-VOL has the GAD reserve attribute.")
        : (pvol.DataReduction || svol.DataReduction) && !ForceCopy ? "A volume uses capacity saving; isDataReductionForceCopy must be true."
        : Technology != "GAD" && World.Switches.RemotePairsNeedPaths && (pvol.Paths.Count == 0 || svol.Paths.Count == 0) ? "A volume has no LU path."
        : svol.Uses.OfType<RemoteSide>().Any(s => !SharesSvol(s)) ? "The S-VOL is already in a remote pair."
        : Standby && !pvol.Uses.OfType<RemoteSide>().Any(s => s is { IsPrimary: false, Status: "PAIR" } && s.Pair.Group.Technology is "TC" or "GAD")
            ? "The P-VOL of a delta resync pair is the S-VOL of a TrueCopy or global-active device pair in PAIR."
        : pvol.Uses.OfType<RemoteSide>().Any(s => !CanShare(s)) ? "The P-VOL is already in a remote pair."
        : pvol.Uses.Concat(svol.Uses).OfType<LocalPair>().Any(p => (p.Svol == pvol || p.Svol == svol) && p.State is not (LocalState.Split or LocalState.Error))
            ? "A volume is the S-VOL of a local pair that is not split."
        : svol.Uses.OfType<LocalPair>().Any(p => p.Svol == svol) ? "The S-VOL is the S-VOL of a local pair."
        : pvol.Uses.OfType<LocalPair>().Any(p => p.State is LocalState.Restore or LocalState.QuickRestore) ? "A local pair of the P-VOL is being restored."
        : null;

    /// <summary>Two mirrors write one S-VOL when one of them stands by; they come from two arrays, through one restore journal.</summary>
    private bool SharesSvol(RemoteSide other) =>
        Technology == "UR" && other is { IsPrimary: false } && other.Pair.Group.Technology == "UR" && (Standby != other.Pair.Delta is not null)
        && other.Pair.Group.PartnerOf(Remote) != Local;

    /// <summary>A second remote copy of one volume goes to another array, one of the two by UR with a mirror of its own.</summary>
    private bool CanShare(RemoteSide other) =>
        other.Pair.Group.PartnerOf(Local) != Remote && (Technology == "UR" || other.Pair.Group.Technology == "UR")
        && (Technology != other.Pair.Group.Technology || (MirrorUnit ?? 1) != other.Pair.Group.MirrorUnit);
}
