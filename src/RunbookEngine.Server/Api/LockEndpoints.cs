using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Api;

/// <summary>Who holds which copy group, and who drives which run.</summary>
internal static class LockEndpoints
{
    public static void MapLocks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Locks");
        group.MapGet("/locks", ListAsync).Needs(Permission.View).Says<Page<LockAnswer>>("List locks", "Copy groups that runs hold.");
        group.MapPost("/locks/break", BreakAsync).Needs(Permission.Administer)
            .Says<LockAnswer>("Break a lock", "Takes a lock away from a run that will not come back. Who and why goes on record in that run. A run that is driven is refused unless forced.")
            .Example("""{ "lock": "900000040014/erp-ur-01", "reason": "host replaced, the run will not be resumed" }""");
        group.MapGet("/leases", LeasesAsync).Needs(Permission.View).Says<Page<JsonNode>>("List who drives what", "Open runs with the process that drives each.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, IEngineStore store, RunAccess access)
    {
        var found = new List<LockAnswer>();
        var runs = new Dictionary<RunId, bool>();
        foreach (var held in (await store.ListLocksAsync(context.RequestAborted)).OrderBy(l => l.Name))
        {
            if (!runs.TryGetValue(held.Run, out var visible))
                runs[held.Run] = visible = await store.FindAsync(held.Run, context.RequestAborted) is { } run && access.May(context.User, Permission.View, run);
            if (visible)
                found.Add(LockAnswer.Of(held));
        }

        return Results.Ok(new Page<LockAnswer>(found, null));
    }

    private static async Task<IResult> BreakAsync(BreakBody body, HttpContext context, IEngineStore store, RunOperator people, RunAccess runs, IAccess access, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || ActEndpoints.IsTooLong(body.Reason))
            return Problems.Bad("Breaking a lock needs a reason of at most 4000 characters; it goes on record in the run that loses it.");
        var held = (await store.ListLocksAsync(context.RequestAborted)).FirstOrDefault(l => l.Name.ToString() == body.Lock);
        if (held is null || await store.FindAsync(held.Run, context.RequestAborted) is not { } run || !runs.May(context.User, Permission.Administer, run))
            return Problems.NotFound("No run holds this lock.", "GET /api/v1/locks lists them");
        if (!body.Force && await store.FindLeaseAsync(held.Run, clock.GetUtcNow(), context.RequestAborted) is { } lease)
            return Problems.Conflict($"Run {held.Run} is being driven by {lease.Engine}.", "cancel it; or break the lock under it with force");
        return Results.Ok(LockAnswer.Of(await people.For(access.KnownBy(context.User)).BreakLockAsync(held.Name, access.Actor(context.User), body.Reason, context.RequestAborted)));
    }

    private static async Task<IResult> LeasesAsync(HttpContext context, IEngineStore store, RunAccess access, TimeProvider clock)
    {
        var open = RunOutcomes.Open;
        var found = new List<JsonNode>();
        foreach (var run in (await store.ListAsync(new RunFilter(Outcomes: open, Limit: Lists.MaxLimit), context.RequestAborted)).Where(r => access.May(context.User, Permission.View, r)))
        {
            var lease = await store.FindLeaseAsync(run.Id, clock.GetUtcNow(), context.RequestAborted);
            found.Add(new JsonObject { ["run"] = run.Id.ToString(), ["runbook"] = run.Runbook, ["outcome"] = Words.Of(run.Outcome), ["drivenBy"] = lease is null ? null : RunAnswers.Driver(lease) });
        }

        return Results.Ok(new Page<JsonNode>(found, null));
    }
}

/// <param name="Lock">Storage device id and copy group, as <c>GET /locks</c> lists them.</param>
/// <param name="Force">Even though a process drives the run.</param>
public sealed record BreakBody(string Lock, string Reason, bool Force = false);

public sealed record LockAnswer(string Lock, string StorageDeviceId, string CopyGroup, string Run, string Runbook, string Actor, DateTimeOffset Since)
{
    public static LockAnswer Of(HeldLock held) =>
        new(held.Name.ToString(), held.Name.StorageDeviceId, held.Name.CopyGroup, held.Run.ToString(), held.Runbook, held.Actor, held.Since);
}
