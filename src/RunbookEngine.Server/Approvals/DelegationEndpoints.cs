using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Approvals;
using RunbookEngine.Documents;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Approvals;

/// <summary>Who may decide in whose place. People give away what is theirs; administrators do it for others.</summary>
internal static class DelegationEndpoints
{
    private const int MaxName = 200;

    private const int MaxReason = 1000;

    public static void MapDelegations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/delegations").WithTags("People");
        group.MapGet("", async (Delegations delegations, CancellationToken stop) =>
                Results.Ok(new Page<Delegation>([.. (await delegations.ListAsync(stop)).Select(d => d with { Identity = null })], null)))
            .Needs(Permission.View).Says<Page<Delegation>>("Who acts for whom", "Delegations that are not over.");
        group.MapPost("", AddAsync).Needs(Permission.Approve)
            .Says<Delegation>("Let somebody decide in your place", "For a time of at most 180 days. Administrators may name somebody else in from.", StatusCodes.Status201Created)
            .Example("""{ "to": "ben", "start": "2031-02-03T00:00:00Z", "end": "2031-02-17T00:00:00Z", "reason": "on leave" }""");
        group.MapDelete("/{id}", RemoveAsync).Needs(Permission.Approve).Says<object>("Withdraw a delegation", "Decisions that were given stand.", StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> AddAsync(DelegationBody body, HttpContext context, Delegations delegations, IAccess access, IServerRecord record, TimeProvider clock)
    {
        var actor = access.Actor(context.User);
        var (from, to) = (body.From?.Trim() ?? actor, body.To?.Trim() ?? "");
        if (from.Length > MaxName || to.Length > MaxName || body.Reason?.Length > MaxReason || (from + to + body.Reason).Any(char.IsControl))
            return Problems.Bad($"A name has {MaxName} characters at most, a reason {MaxReason}, and none are control characters.");
        if (!string.Equals(from, actor, StringComparison.OrdinalIgnoreCase) && !access.MayAll(context.User, Permission.Administer))
            return Problems.Forbidden($"{actor} gives away own approvals only, not those of {from}.");
        // A delegation holds for every run: nobody gives away more than they have.
        if (!access.MayAll(context.User, Permission.Approve))
            return Problems.Forbidden($"{actor} approves for certain runbooks, environments or modes, and a delegation holds for all: an administrator of everything writes it.");
        var delegation = new Delegation($"{Guid.CreateVersion7(clock.GetUtcNow()):N}", from, to, body.Start ?? clock.GetUtcNow(), body.End, actor, body.Reason) { Identity = access.Identity(context.User) };
        try
        {
            await delegations.AddAsync(delegation, context.RequestAborted);
        }
        catch (ArgumentException e)
        {
            return Problems.Bad(e.Message);
        }

        await record.WriteAsync(actor, "delegation.added", delegation.Id, $"{to} for {from}, {delegation.Start:u} to {delegation.End:u}{(body.Reason is { } why ? $": {why}" : "")}", context.RequestAborted);
        return Results.Created($"/api/v1/delegations/{delegation.Id}", delegation with { Identity = null });
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, Delegations delegations, IAccess access, IServerRecord record)
    {
        var actor = access.Actor(context.User);
        if (id.Length > 64 || await delegations.FindAsync(id, context.RequestAborted) is not { } found)
            return Problems.NotFound("There is no such delegation.", "GET /api/v1/delegations lists them");
        if (!string.Equals(found.From, actor, StringComparison.OrdinalIgnoreCase) && !access.MayAll(context.User, Permission.Administer))
            return Problems.Forbidden($"{actor} withdraws own delegations only.");
        await delegations.RemoveAsync(id, context.RequestAborted);
        await record.WriteAsync(actor, "delegation.withdrawn", id, $"{found.To} for {found.From}", context.RequestAborted);
        return Results.NoContent();
    }
}

/// <param name="To">Who may decide.</param>
/// <param name="End">When it is over.</param>
/// <param name="From">In whose place; absent: the caller's.</param>
/// <param name="Start">From when on; absent: now.</param>
public sealed record DelegationBody(string To, DateTimeOffset End, string? From = null, DateTimeOffset? Start = null, string? Reason = null);
