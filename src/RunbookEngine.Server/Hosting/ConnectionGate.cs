using Microsoft.AspNetCore.Http;

namespace RunbookEngine.Server.Hosting;

/// <summary>Tells the connection that a request is under way on it.</summary>
internal sealed class ConnectionGate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var use = context.Features.Get<ConnectionUse>();
        use?.Begin();
        try
        {
            await next(context);
        }
        finally
        {
            use?.End();
        }
    }
}
