using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.Rest;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>split, resync, takeover and delete of remote copy groups and pairs.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, operating TrueCopy, Universal Replicator and global-active device pairs.</remarks>
internal static class RemoteActions
{
    public static SimResponse Split(Call call, bool ofPair)
    {
        var body = call.Parameters();
        var technology = Technology(body);
        var access = body.Choice("svolAccessMode", "r", "rw");
        var protect = body.Flag("doPvolWriteProtect");
        var suspend = body.Flag("doDataSuspend");
        var mode = body.Choice("svolOperationMode", "SSWS", "PSUS");
        body.Done();
        if (access is not null && (technology == "GAD" || mode is not null))
            throw BodyFields.Invalid("svolAccessMode");
        if (protect is not null && (technology != "TC" || mode is not null || (protect == true && access == "rw")))
            throw BodyFields.Invalid("doPvolWriteProtect");
        if (suspend is not null && (technology != "UR" || mode is not null))
            throw BodyFields.Invalid("doDataSuspend");
        var target = Target(call, ofPair, technology, aloneAllowed: mode is not null && call.World.Switches.SplitWithoutPartner);
        var options = new SplitOptions(access == "rw", protect ?? false, suspend ?? false, mode);
        return call.Accept(target.Plan("split", () => target.Command(
            s => RemoteRules.Split(s, options, call.World.Switches),
            sides => SplitAll(target, sides, options),
            s => mode == "SSWS" ? Reached(s, own: ["SSWS"]) : Reached(s, "PSUS", "SSUS", "PFUS", "SSWS"))));
    }

    public static SimResponse Resync(Call call, bool ofPair)
    {
        var body = call.Parameters();
        var technology = Technology(body);
        var swap = body.Flag("doSwapSvol") ?? false;
        var consistent = body.Flag("isConsistencyGroup");
        var group = body.Int("consistencyGroupId", 0, 255);
        var fence = body.Choice("fenceLevel", "DATA", "STATUS", "NEVER", "ASYNC");
        var pace = body.Int("copyPace", 1, 15);
        var failback = body.Flag("doFailback") ?? false;
        var failbackMu = body.Int("failbackMuNumber", 0, 3);
        body.Done();
        if (fence is not null && (technology != "TC" || fence == "ASYNC"))
            throw BodyFields.Invalid("fenceLevel");
        if (technology == "UR" && (consistent is not null || group is not null || pace is not null))
            throw BodyFields.Invalid(pace is not null ? "copyPace" : "isConsistencyGroup");
        if ((failback && technology != "UR") || (failbackMu is not null && !failback))
            throw BodyFields.Invalid(failback ? "doFailback" : "failbackMuNumber");
        if (technology != "UR" && consistent is not null && ofPair)
            throw BodyFields.Invalid("isConsistencyGroup");
        var target = Target(call, ofPair, technology, aloneAllowed: false);
        return call.Accept(target.Plan("resync", () => target.Command(
            s => failback && call.World.Switches.FailbackNeedsCascade && !RemoteRules.IsCascade(s.Pair) ? Verdict.Reject("The P-VOL is in no cascade to fail back.")
                : swap ? RemoteRules.SwapResync(s, call.World.Switches) : RemoteRules.Resync(s),
            sides =>
            {
                foreach (var pair in sides.Select(s => s.Pair))
                {
                    pair.CopyPace = pace ?? pair.CopyPace;
                    pair.FenceLevel = technology == "TC" ? fence ?? pair.FenceLevel : pair.FenceLevel;
                    if (pair.Delta == DeltaResync.Broken)
                        pair.StandBy();
                    else if (pair.Delta is not null)
                        pair.StartDeltaResync();
                    else if (swap)
                        pair.SwapResync();
                    else
                        pair.Resync();
                }
                if (technology != "UR" && consistent is { } register)
                    Register(target, sides, register, group);
            },
            s => s.Pair.Delta is not null ? Ended.Well : Reached(s, "PAIR"))));
    }

    public static SimResponse TakeOver(Call call, bool ofPair)
    {
        if (!call.World.Switches.TakeoverAction)
            throw Refusal.NoSuchUrl();
        var body = call.Parameters();
        var mode = body.Choice("mode", "auto", "forceSplit") ?? "auto";
        _ = body.Int("timeout", 0, 86_400);
        body.Done();
        var target = RemoteTarget.Find(call, ofPair, aloneAllowed: true);
        return call.Accept(target.Plan("takeover", () => target.Command(
            s => RemoteRules.TakeOver(s, call.World.Switches),
            sides =>
            {
                var swap = mode == "auto" && sides.All(RemoteRules.CanSwap);
                foreach (var side in sides)
                {
                    if (side.IsPrimary)
                        side.Unprotect();
                    else if (swap)
                        side.Pair.SwapResync();
                    else
                        side.Pair.TakeOver(target.Group.Connected ? 0 : target.Group.Mirror?.ShareOf(side.Pair) ?? 0);
                }
            },
            s => s.IsPrimary ? Reached(s, "PAIR", "PSUE") : Reached(s, own: ["SSWS"]))));
    }

    public static SimResponse Delete(Call call, bool ofPair)
    {
        var body = call.Body();
        body.Done();
        var target = RemoteTarget.Find(call, ofPair, aloneAllowed: false);
        return call.Accept(target.Plan("delete", () => target.Command(
            s => RemoteRules.Delete(s, call.World.Switches),
            sides => sides.ToList().ForEach(s => s.Pair.Delete(s)),
            s => s.Exists ? null : Ended.Well)));
    }

    public static SimResponse SplitTemplate(Call call, bool ofPair)
    {
        var target = RemoteTarget.Find(call, ofPair, aloneAllowed: true);
        Templates.Require(target.Members.Select(s => RemoteRules.Split(s, new SplitOptions(false, false, false, null), call.World.Switches)));
        return target.Group.Technology switch
        {
            "TC" => Templates.Of(("replicationType", "TC"), ("svolAccessMode", null), ("doPvolWriteProtect", false), ("svolOperationMode", null)),
            "UR" => Templates.Of(("replicationType", "UR"), ("svolAccessMode", null), ("doDataSuspend", false), ("svolOperationMode", null)),
            _ => Templates.Of(("replicationType", "GAD"), ("svolOperationMode", null)),
        };
    }

    public static SimResponse ResyncTemplate(Call call, bool ofPair)
    {
        var target = RemoteTarget.Find(call, ofPair, aloneAllowed: true);
        var switches = call.World.Switches;
        Templates.Require(target.Members.Select(s =>
            s.Status == "SSWS" ? RemoteRules.SwapResync(s, switches) : RemoteRules.Resync(s)));
        return target.Group.Technology switch
        {
            "TC" => Templates.Of(("replicationType", "TC"), ("doSwapSvol", false), ("isConsistencyGroup", null), ("consistencyGroupId", null), ("fenceLevel", null), ("copyPace", null)),
            "UR" => Templates.Of(("replicationType", "UR"), ("doSwapSvol", false), ("doFailback", false), ("failbackMuNumber", null)),
            _ => Templates.Of(("replicationType", "GAD"), ("doSwapSvol", false), ("isConsistencyGroup", null), ("consistencyGroupId", null), ("copyPace", null)),
        };
    }

    public static SimResponse TakeOverTemplate(Call call, bool ofPair)
    {
        if (!call.World.Switches.TakeoverAction)
            throw Refusal.NoSuchUrl();
        Templates.Require(RemoteTarget.Find(call, ofPair, aloneAllowed: true).Members.Select(s => RemoteRules.TakeOver(s, call.World.Switches)));
        return Templates.Of(("mode", null), ("timeout", null));
    }

    private static void SplitAll(RemoteTarget target, IReadOnlyList<RemoteSide> sides, SplitOptions options)
    {
        var group = target.Group;
        var split = group.First.World.Timing.RemoteSplit;
        var drain = group.Mirror is { } mirror && !options.SuspendData && mirror.DrainTime > split ? mirror.DrainTime : split;
        foreach (var side in sides)
        {
            var unsent = options.SuspendData || !group.Connected ? group.Mirror?.ShareOf(side.Pair) ?? 0 : 0;
            if (options.SvolMode == "SSWS")
                side.Pair.TakeOver(group.Connected ? 0 : unsent);
            else if (options.SvolMode == "PSUS")
                side.Pair.LeaveTakeover();
            else
                side.Pair.Split(side, drain, options.SvolWritable, options.ProtectPvol, unsent);
        }
    }

    private static void Register(RemoteTarget target, IReadOnlyList<RemoteSide> sides, bool register, int? id)
    {
        var number = register
            ? id ?? target.Group.Pairs.Select(p => p.ConsistencyGroup).FirstOrDefault(c => c is not null) ?? RemoteCreation.FreeConsistencyGroup(target.Group)
            : null;
        foreach (var side in sides)
            side.Pair.ConsistencyGroup = number;
    }

    private static RemoteTarget Target(Call call, bool ofPair, string technology, bool aloneAllowed)
    {
        var target = RemoteTarget.Find(call, ofPair, aloneAllowed);
        return target.Group.Technology == technology ? target : throw BodyFields.Invalid("replicationType");
    }

    private static string Technology(BodyFields body) =>
        body.Choice("replicationType", "TC", "UR", "GAD") ?? throw BodyFields.Missing("replicationType");

    /// <summary>Both sides show one of the statuses; the partner counts only while it can be told.</summary>
    private static Ended? Reached(RemoteSide side, params string[] goal)
    {
        var partner = side.Pair.PartnerOf(side);
        var own = Reached(side, goal, true);
        return own is null or { Error: not null } ? own
            : goal.Contains(partner.Status) || !partner.Exists || !side.Pair.Group.Connected || side.Status == "SSWS" ? Ended.Well
            : null;
    }

    private static Ended? Reached(RemoteSide side, string[] own, bool _ = true) =>
        own.Contains(side.Status) ? Ended.Well
        : !side.Exists || (side.Pair.Transition is null && side.IsSuspended && side.Status != "PSUS" && side.Status != "SSUS") || Stuck(side, own)
            ? new Ended(ArrayError.Rejected($"The pair did not reach the status asked for. (copyPairName = {side.Pair.Name}, status = {side.Shown})"))
            : null;

    /// <summary>The pair rests in a status that nothing moves on its own.</summary>
    private static bool Stuck(RemoteSide side, string[] goal) =>
        side.Pair.Transition is null && !side.Pair.Copying && goal.Contains("PAIR") && side.Status is "PSUS" or "SSUS";
}
