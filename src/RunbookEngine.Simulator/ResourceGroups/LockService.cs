using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.ResourceGroups;

/// <summary>resource-group-service: lock and unlock. The lock belongs to a session, covers all resource groups of its user, and ends with it.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, locking resources.</remarks>
internal static class LockService
{
    public const string Service = "resource-group-service";

    /// <summary>Longest wait for a lock somebody else holds, in seconds of the client.</summary>
    public const int MaxWaitSeconds = 7200;

    public static void Map(RouteTable routes)
    {
        routes.Service(Service, "lock", Role.ViewOnly, Lock);
        routes.Service(Service, "unlock", Role.ViewOnly, Unlock);
    }

    /// <summary>The locks that hold now; those whose session has idled out are gone.</summary>
    public static IReadOnlyList<ResourceLock> Living(SimulatedArray array)
    {
        if (array.Locks.Count > 0)
            array.Locks.RemoveAll(l => l.Session is { } session && !array.Servers.Any(s => s.Sessions.IsAlive(session)));
        return array.Locks;
    }

    private static SimResponse Lock(Call call)
    {
        var body = Optional(call);
        var wait = body?.Int("waitTime", 0, MaxWaitSeconds) ?? 0;
        body?.Done();
        var (world, session) = (call.World, call.Session!);
        var speed = world.Clock is ScaledClock scaled ? scaled.Speed : 1;
        return call.Accept(new JobPlan
        {
            Action = "lock",
            ObjectType = Service,
            PassesLocks = true,
            AlwaysWaits = true,
            Execute = () =>
            {
                var deadline = world.ClientNow + TimeSpan.FromSeconds(wait);
                if (Take(call) is { } taken)
                    return taken;
                if (wait == 0)
                    return JobResult.Fail(Refused(call));
                // Somebody must look again when the wait is over, whether or not a request comes.
                world.Agenda.After(TimeSpan.FromSeconds(wait * speed), () => { });
                return new JobResult
                {
                    Affected = Links(call),
                    Until = () => !call.Server.Sessions.IsAlive(session) ? new Ended(Refusal.Unauthorized("The specified token is invalid.").Error)
                        : Take(call) is not null ? Ended.Well
                        : world.ClientNow >= deadline ? new Ended(Refused(call))
                        : null,
                };
            },
        });
    }

    private static SimResponse Unlock(Call call)
    {
        Optional(call)?.Done();
        return call.Accept(new JobPlan
        {
            Action = "unlock",
            ObjectType = Service,
            PassesLocks = true,
            Execute = () =>
            {
                var mine = Living(call.Array).FirstOrDefault(l => l.Session == call.Session);
                if (mine is null && Holder(call) is not null)
                    return JobResult.Fail(Refused(call));
                return new JobResult { Affected = Links(call), Changed = mine is not null && call.Array.Locks.Remove(mine) };
            },
        });
    }

    /// <summary>Takes the lock for the call's session, or finds that it has it; null while somebody else holds one of the same groups.</summary>
    /// <remarks>A call with credentials of its own is a session that ends with it, and the lock ends with the session.</remarks>
    private static JobResult? Take(Call call)
    {
        if (Living(call.Array).Any(l => l.Session == call.Session))
            return new JobResult { Affected = Links(call), Changed = false };
        if (Holder(call) is not null)
            return null;
        if (!call.Session!.Transient)
            call.Array.Locks.Add(new ResourceLock(call.Session, call.User.Name, call.Request.RemoteAddress, call.Array.GroupsOf(call.User)));
        return new JobResult { Affected = Links(call), Changed = !call.Session.Transient };
    }

    /// <summary>Another session that holds a resource group of the caller's.</summary>
    private static ResourceLock? Holder(Call call)
    {
        var mine = call.Array.GroupsOf(call.User);
        return Living(call.Array).FirstOrDefault(l => l.Session != call.Session && l.Groups.Overlaps(mine));
    }

    private static ArrayError Refused(Call call) =>
        ArrayError.ResourceLocked($"The resource is locked by another user. (userId = {Holder(call)?.Owner})");

    private static List<string> Links(Call call) => [.. call.Array.GroupsOf(call.User).Order().Select(ResourceGroupEndpoints.Url)];

    /// <summary>The parameters, when there is a body at all.</summary>
    private static BodyFields? Optional(Call call) => call.Request.Body.Length == 0 ? null : call.Parameters();
}
