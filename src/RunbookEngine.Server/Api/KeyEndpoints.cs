using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Api;

/// <summary>API keys, and what callers are told of themselves and of what was done to the server.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Access");
        group.MapGet("/me", Me).Needs(Permission.View).Says<MeAnswer>("Who am I", "The name that goes on record, and what the key or token is good for.");
        group.MapPost("/keys", MakeAsync).Needs(Permission.Administer)
            .Says<KeyMade>("Make a key", "The answer holds the key: the only time it is shown. Grants give a role for runbooks, environments and modes; what is left out means all. It lasts 365 days unless expires says otherwise (1h to 3650d).", StatusCodes.Status201Created)
            .Example("""{ "name": "nightly-batch", "grants": [ { "role": "operator", "runbooks": ["erp-*"], "environments": ["tokyo-osaka"], "modes": ["planned", "none"] } ], "expires": "90d" }""");
        group.MapGet("/keys", ListAsync).Needs(Permission.Administer).Says<Page<KeyAnswer>>("List keys", "Without the keys themselves; those whose grants the caller administers.");
        group.MapDelete("/keys/{id}", RevokeAsync).Needs(Permission.Administer).Says<KeyAnswer>("Revoke a key", "It opens nothing from the next request on. It stays in the list.");
        group.MapGet("/records", RecordsAsync).Needs(Permission.Administer).Says<Page<RecordEntry>>("Read the server's record", "Uploads, keys, refused attempts, in the order of time. For administrators of everything.");
    }

    private static IResult Me(HttpContext context) =>
        ServerAccess.Caller(context.User) is { } caller ? Results.Ok(new MeAnswer(caller.Person, caller.Credential, caller.Grants)) : Problems.NotFound("Nobody.");

    private static async Task<IResult> MakeAsync(KeyBody body, HttpContext context, ApiKeys keys, NamedRights named, IAccess access, IServerRecord record)
    {
        if (!KeyNames.AreGood(body.Name))
            return Problems.Bad("The name is not one of a person or program.", KeyNames.Rule);
        if (body.Grants is not { Count: > 0 and <= Grant.MaxNames } || body.Grants.Any(TooLong))
            return Problems.Bad($"A key has 1 to {Grant.MaxNames} grants, each with at most {Grant.MaxNames} runbooks, environments and modes of 1 to 100 characters.");
        foreach (var name in body.Grants.SelectMany(g => (g.Runbooks ?? []).Concat(g.Environments ?? [])))
        {
            if (Glob.Malformed(name) is { } wrong)
                return Problems.Bad($"'{Names.Shown(name)}' is no pattern: {wrong}.", "patterns have *, ? and [a-z]");
        }

        if (body.Grants.Select(g => g.ModeProblem()).OfType<string>().FirstOrDefault() is { } wrongMode)
            return Problems.Bad($"{wrongMode}.");
        var life = body.Expires is null ? ApiKeys.DefaultLife : DurationText.TryParse(body.Expires) ?? TimeSpan.Zero;
        if (life < TimeSpan.FromHours(1) || life > ApiKeys.LongestLife)
            return Problems.Bad("expires is a duration from 1h to 3650d, such as 90d.");
        // Somebody who administers part of the server cannot give away more than that part.
        if (!Administers(context, body.Grants))
            return Problems.Forbidden("A key cannot be given for more than its maker administers.");
        var actor = access.Actor(context.User);
        // A key is a person on record: nobody is given the name of somebody else.
        if (!PersonNames.AreSame(body.Name, actor) && (await named.LookAsync(context.RequestAborted)).IsTaken(body.Name))
            return Problems.Conflict($"{body.Name} has a key or a token here, and acts under that name.", "revoke the old key first (DELETE /keys/{id}), so that its holder notices; or give the new one another name");
        var maker = ServerAccess.Caller(context.User)?.KnownBy?.Key is { } own ? await keys.FindAsync(own, context.RequestAborted) : null;
        var (key, text) = await keys.CreateAsync(body.Name, body.Grants, life, actor, context.RequestAborted, [.. (maker?.Makers ?? []).Append(actor).Distinct()]);
        await record.WriteAsync(actor, "key.made", key.Id, $"for {key.Name}: {string.Join(", ", key.Grants.Select(g => g.Role.Word()))}", context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Created($"/api/v1/keys/{key.Id}", new KeyMade(text, KeyAnswer.Of(key)));
    }

    private static async Task<IResult> ListAsync(HttpContext context, ApiKeys keys, int? limit, string? cursor)
    {
        if (!Names.AreStorable(cursor))
            return Problems.Bad("The cursor is not one of this list.");
        var read = await keys.ListAsync(cursor, Lists.Limit(limit), context.RequestAborted);
        return Results.Ok(Lists.Of(read, Lists.Limit(limit), k => k.Id, k => Administers(context, k.Grants) ? KeyAnswer.Of(k) : null));
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, ApiKeys keys, IAccess access, IServerRecord record)
    {
        if (id.Length > 20 || !id.All(char.IsAsciiLetterOrDigit) || await keys.FindAsync(id, context.RequestAborted) is not { } key)
            return Problems.NotFound("There is no such key.", "GET /api/v1/keys lists them");
        if (!Administers(context, key.Grants))
            return Problems.Forbidden("A key is revoked by somebody who administers all that it is given for.");
        key = await keys.RevokeAsync(id, context.RequestAborted) ?? key;
        await record.WriteAsync(access.Actor(context.User), "key.revoked", key.Id, $"of {key.Name}", context.RequestAborted);
        return Results.Ok(KeyAnswer.Of(key));
    }

    private static async Task<IResult> RecordsAsync(HttpContext context, ServerRecord record, IAccess access, int? limit, string? cursor)
    {
        if (!access.MayAll(context.User, Permission.Administer))
            return Problems.Forbidden($"{access.Actor(context.User)} administers a part of this server; its record is of the whole.");
        if (!Names.AreStorable(cursor))
            return Problems.Bad("The cursor is not one of this list.");
        var read = await record.ListAsync(cursor, Lists.Limit(limit), context.RequestAborted);
        return Results.Ok(Lists.Of(read, Lists.Limit(limit), r => r.Id, r => r));
    }

    private static bool TooLong(Grant grant) => new[] { grant.Runbooks, grant.Environments, grant.Modes }.Any(names => names is { Count: > Grant.MaxNames } || names?.Any(n => n is not { Length: > 0 and <= 100 }) == true);

    private static bool Administers(HttpContext context, IReadOnlyList<Grant> grants) =>
        grants.All(g => ServerAccess.Caller(context.User)!.Grants.Any(own => own.Administers(g)));
}

/// <param name="Name">Who acts with it: the actor on record.</param>
/// <param name="Expires">How long it lasts, as <c>90d</c>.</param>
public sealed record KeyBody(string Name, IReadOnlyList<Grant> Grants, string? Expires = null);

/// <param name="Key">To be kept now: it is not shown again.</param>
public sealed record KeyMade(string Key, KeyAnswer About);

public sealed record KeyAnswer(string Id, string Name, IReadOnlyList<Grant> Grants, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    public static KeyAnswer Of(ApiKey key) => new(key.Id, key.Name, key.Grants, key.CreatedAt, key.CreatedBy, key.ExpiresAt, key.RevokedAt);
}

public sealed record MeAnswer(string Name, string Credential, IReadOnlyList<Grant> Grants);
