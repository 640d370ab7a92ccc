using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Access;

/// <summary>Nobody gets past without the permission that the endpoint names. An endpoint that names none is closed to all.</summary>
internal sealed class AccessGate(RequestDelegate next, IAccess access, Refusals refusals, RequestRates rates)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var caller = await context.AuthenticateAsync(CallerHandler.Name);
        var identity = caller.Principal is { } known ? ServerAccess.Caller(known) : null;
        if (context.GetEndpoint()?.Metadata.GetMetadata<Unlimited>() is null && rates.Refuses(identity?.Credential, context.Connection.RemoteIpAddress) is { } wait)
        {
            context.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
            await Problems.Of(StatusCodes.Status429TooManyRequests, "Too many requests", "More requests than this server takes from one caller.", "come again later, and less often").ExecuteAsync(context);
            return;
        }

        // Nothing there, or not by this method: there is nothing to guard, and the answer says so.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            await next(context);
        else if (caller.Principal is not { } user)
            await RefuseUnknownAsync(context, caller.Failure is not null);
        else if (endpoint.Metadata.GetMetadata<PermissionNeeded>()?.Permission is { } needed && access.May(user, needed))
        {
            context.User = user;
            if (!HttpMethods.IsGet(context.Request.Method) && Preconditions.InRequest(context.Request) && endpoint.Metadata.GetMetadata<KeepsConditions>() is null)
                await Problems.Of(StatusCodes.Status412PreconditionFailed, "No version here", "What this changes has no version that If-Match or If-None-Match could name.", "leave the header out").ExecuteAsync(context);
            else
                await next(context);
        }
        else
            await RefuseAsync(context, access.Actor(user), endpoint.Metadata.GetMetadata<PermissionNeeded>()?.Permission);
    }

    private async Task RefuseUnknownAsync(HttpContext context, bool shown)
    {
        context.Response.Headers.WWWAuthenticate = shown ? "Bearer realm=\"runbook\", error=\"invalid_token\"" : "Bearer realm=\"runbook\"";
        if (shown)
            refusals.Note(context, null, "access.refused", "401");
        await Problems.Of(StatusCodes.Status401Unauthorized, "Who are you?",
            shown ? "The key or token is not good here: unknown, expired or revoked." : "This needs an API key or a bearer token.",
            "send Authorization: Bearer KEY; an administrator makes keys with POST /api/v1/keys").ExecuteAsync(context);
    }

    private async Task RefuseAsync(HttpContext context, string actor, Permission? needed)
    {
        refusals.Note(context, actor, "access.refused", "403");
        await Problems.Of(StatusCodes.Status403Forbidden, "Not allowed",
            needed is null ? "This is for nobody." : $"{actor} lacks the permission {needed.Value.ToString().ToLowerInvariant()}.").ExecuteAsync(context);
    }
}
