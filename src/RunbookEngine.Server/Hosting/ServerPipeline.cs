using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Approvals;
using RunbookEngine.Server.Telemetry;
using RunbookEngine.Server.Triggers;

namespace RunbookEngine.Server.Hosting;

/// <summary>What every request passes, in order.</summary>
internal static class ServerPipeline
{
    public static void Use(WebApplication app, ServerOptions server)
    {
        if (server.Proxy.Trusted.Count > 0)
            app.UseForwardedHeaders(Forwarded(server.Proxy));
        app.Use((context, next) =>
        {
            // At the last moment, so that no error on the way loses them; what an endpoint says itself stays.
            context.Response.OnStarting(() =>
            {
                SecurityHeaders.Add(context, server.Tls);
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseMiddleware<ConnectionGate>();
        app.UseStatusCodePages();
        app.UseMiddleware<ProblemGate>();
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<JsonGate>();
        ServerComposition.Map(app.MapGroup("/api/v1"));
        app.MapHooks();
        app.MapApprovalPage();
        app.MapGet("/healthz", () => Results.Text("ok")).WithMetadata(new AllowAnonymousAttribute(), new Unlimited()).ExcludeFromDescription();
        app.MapGet("/readyz", ReadyAsync).WithMetadata(new AllowAnonymousAttribute(), new Unlimited()).ExcludeFromDescription();
        // Its labels name schedules of every runbook.
        app.MapGet("/metrics", (HttpContext context, PrometheusPage page, IAccess access) => access.MayAll(context.User, Permission.View)
            ? Results.Text(page.Write(), "text/plain; version=0.0.4; charset=utf-8")
            : Problems.Forbidden($"{access.Actor(context.User)} sees certain runbooks, environments or modes; the metrics are of them all.")).Needs(Permission.View).ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json").Needs(Permission.View);
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, Readiness readiness) => await readiness.LookAsync(context.RequestAborted) is { } why
        ? Results.Text($"not ready: {why}", statusCode: StatusCodes.Status503ServiceUnavailable)
        : Results.Text("ready");

    private static ForwardedHeadersOptions Forwarded(ProxyOptions proxy)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var trusted in proxy.Trusted)
        {
            if (IPAddress.TryParse(trusted, out var address))
                options.KnownProxies.Add(address);
            else
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(trusted));
        }

        return options;
    }
}
