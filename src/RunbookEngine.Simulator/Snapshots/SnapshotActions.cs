using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>Actions on a Thin Image pair or on all pairs of a snapshot group.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on Thin Image.</remarks>
internal static class SnapshotActions
{
    /// <summary>Hours: 512 days.</summary>
    public const int MaxRetention = 12_288;

    public static void Map(RouteTable routes, string type, Func<Call, SnapshotTarget> target)
    {
        routes.Action(type, "split", Role.LocalCopy, call => Split(call, target(call)), call => Template(target(call), SnapshotRules.Split));
        routes.Action(type, "resync", Role.LocalCopy, call => Resync(call, target(call)), call => Template(target(call), SnapshotRules.Resync, ("autoSplit", false)));
        routes.Action(type, "restore", Role.LocalCopy, call => Restore(call, target(call)), call => Template(target(call), SnapshotRules.Restore, ("autoSplit", false)));
        routes.Action(type, "clone", Role.LocalCopy, call => Clone(call, target(call)), call => Template(target(call), SnapshotRules.Clone, ("copySpeed", "medium")));
        routes.Action(type, "set-retention", Role.LocalCopy, call => SetRetention(call, target(call)));
        routes.Action(type, "virtual-clone", Role.LocalCopy, call => VirtualClone(call, target(call)));
        routes.Delete(type, Role.LocalCopy, call => Delete(call, target(call)));
    }

    public static SimResponse Assign(Call call)
    {
        var pair = SnapshotEndpoints.Find(call);
        var body = call.Parameters();
        var svol = body.RequiredInt("svolLdevId", 0, LdevText.MaxLdev);
        body.Done();
        call.User.RequireSeen(call.Array, "svolLdevId", svol);
        return call.Accept(One(pair).Plan(call, "assign-volume", p => SnapshotRules.Assign(p, call.Array, svol), p => p.Assign(call.Array.Volumes[svol]), _ => Ended.Well));
    }

    public static SimResponse Unassign(Call call)
    {
        var pair = SnapshotEndpoints.Find(call);
        call.NoParameters();
        return call.Accept(One(pair).Plan(call, "unassign-volume", SnapshotRules.Unassign, p => p.Unassign(), _ => Ended.Well));
    }

    /// <summary>Bytes a second of a clone, as a factor of the ordinary rate.</summary>
    public static double Speed(BodyFields body) => body.Choice("copySpeed", "slower", "medium", "faster") switch { "slower" => 0.5, "faster" => 2, _ => 1 };

    /// <summary>A retention period, where the model has them.</summary>
    public static int? Retention(Call call, BodyFields body)
    {
        var hours = body.Int("retentionPeriod", 1, MaxRetention);
        return hours is null || call.World.Switches.ThinImageAdvanced ? hours : throw BodyFields.Invalid("retentionPeriod");
    }

    private static SnapshotTarget One(SnapshotPair pair) => new(SnapshotEndpoints.Type, pair.Id, pair.Group, pair);

    private static SimResponse Split(Call call, SnapshotTarget target)
    {
        var body = call.Parameters();
        var hours = Retention(call, body);
        body.Done();
        return call.Accept(target.Plan(call, "split", SnapshotRules.Split, p =>
        {
            p.Store();
            p.RetentionHours = hours;
        }, p => SnapshotTarget.Reached(p, SnapshotState.Stored)));
    }

    private static SimResponse Resync(Call call, SnapshotTarget target)
    {
        var body = call.Parameters();
        var again = body.Flag("autoSplit") ?? false;
        var hours = Retention(call, body);
        body.Done();
        if (hours is not null && !again)
            throw BodyFields.Invalid("retentionPeriod");
        return call.Accept(target.Plan(call, "resync", SnapshotRules.Resync, p =>
        {
            p.Resync(again);
            p.RetentionHours = hours;
        }, p => SnapshotTarget.Reached(p, again ? SnapshotState.Stored : SnapshotState.Pair)));
    }

    private static SimResponse Restore(Call call, SnapshotTarget target)
    {
        var body = call.Parameters();
        var again = body.Flag("autoSplit") ?? false;
        body.Done();
        return call.Accept(target.Plan(call, "restore", SnapshotRules.Restore, p => p.Restore(again),
            p => SnapshotTarget.Reached(p, again ? SnapshotState.Stored : SnapshotState.Pair, SnapshotState.Restoring)));
    }

    private static SimResponse Clone(Call call, SnapshotTarget target)
    {
        var body = call.Parameters();
        var speed = Speed(body);
        body.Done();
        return call.Accept(target.Plan(call, "clone", SnapshotRules.Clone, p => p.Clone(speed), p => SnapshotTarget.Reached(p, SnapshotState.Gone, SnapshotState.Cloning)));
    }

    private static SimResponse SetRetention(Call call, SnapshotTarget target)
    {
        NeedsAdvanced(call);
        var body = call.Parameters();
        var hours = body.RequiredInt("retentionPeriod", 1, MaxRetention);
        body.Done();
        return call.Accept(target.Plan(call, "set-retention", p => SnapshotRules.SetRetention(p, hours), p => p.RetentionHours = hours, _ => Ended.Well));
    }

    private static SimResponse VirtualClone(Call call, SnapshotTarget target)
    {
        NeedsAdvanced(call);
        var body = call.Parameters();
        var operation = body.Choice("operationType", "create", "convert", "restore") ?? throw BodyFields.Missing("operationType");
        body.Done();
        return call.Accept(operation switch
        {
            "create" => target.Plan(call, "virtual-clone", p => p.State == SnapshotState.Stored && p.Svol is not null ? p.IsVirtualClone ? Verdict.NoOp : Verdict.Do
                : Verdict.Reject("A virtual clone needs a stored snapshot with an S-VOL."), p => p.IsVirtualClone = true, _ => Ended.Well),
            "convert" => target.Plan(call, "virtual-clone", p => p.IsVirtualClone ? Verdict.Do : Verdict.Reject("The pair is no virtual clone."),
                p => p.Clone(1), p => SnapshotTarget.Reached(p, SnapshotState.Gone, SnapshotState.Cloning)),
            _ => target.Plan(call, "virtual-clone", p => p.IsVirtualClone ? SnapshotRules.Restore(p) : Verdict.Reject("The pair is no virtual clone."),
                p => p.Restore(true), p => SnapshotTarget.Reached(p, SnapshotState.Stored, SnapshotState.Restoring)),
        });
    }

    private static SimResponse Delete(Call call, SnapshotTarget target)
    {
        call.Body().Done();
        return call.Accept(target.Plan(call, "delete", p => SnapshotRules.Delete(p, call.World.Switches), p => p.Delete(),
            p => SnapshotTarget.Reached(p, SnapshotState.Gone, SnapshotState.Deleting)));
    }

    private static void NeedsAdvanced(Call call)
    {
        if (!call.World.Switches.ThinImageAdvanced)
            throw Refusal.NotHere("This API is for Thin Image Advanced.");
    }

    private static SimResponse Template(SnapshotTarget target, Func<SnapshotPair, Verdict> judge, params (string, System.Text.Json.Nodes.JsonNode?)[] parameters)
    {
        Templates.Require(target.Members.Select(judge));
        return Templates.Of(parameters);
    }
}
