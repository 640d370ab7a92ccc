using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Access;

/// <summary>Nobody gets past without the permission that the endpoint names. An endpoint that names none is closed to all.</summary>
internal sealed class AccessGate(RequestDelegate next, IAccess access, Refusals refusals)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Nothing there, or not by this method: there is nothing to guard, and the answer says so.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var caller = await context.AuthenticateAsync(CallerHandler.Name);
        if (caller.Principal is not { } user)
        {
            context.Response.Headers.WWWAuthenticate = caller.Failure is null ? "Bearer realm=\"runbook\"" : "Bearer realm=\"runbook\", error=\"invalid_token\"";
            if (caller.Failure is not null)
                refusals.Note(context, null, "access.refused", "401");
            await Problems.Of(StatusCodes.Status401Unauthorized, "Who are you?",
                caller.Failure is null ? "This needs an API key or a bearer token." : "The key or token is not good here: unknown, expired or revoked.",
                "send Authorization: Bearer KEY; an administrator makes keys with POST /api/v1/keys").ExecuteAsync(context);
            return;
        }

        context.User = user;
        var needed = endpoint.Metadata.GetMetadata<PermissionNeeded>()?.Permission;
        if (needed is null || !access.May(user, needed.Value))
        {
            refusals.Note(context, access.Actor(user), "access.refused", "403");
            await Problems.Of(StatusCodes.Status403Forbidden, "Not allowed",
                needed is null ? "This is for nobody." : $"{access.Actor(user)} lacks the permission {needed.Value.ToString().ToLowerInvariant()}.").ExecuteAsync(context);
            return;
        }

        await next(context);
    }
}
