using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RunbookEngine.Server.Tests.Standins;

/// <summary>A product's API on a port of its own: real HTTP, and troubles on demand.</summary>
internal abstract class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    /// <summary>Taken one by one by the next requests, before anything else looks at them; true: answered.</summary>
    private readonly ConcurrentQueue<Func<HttpContext, Task<bool>>> _troubles = new();

    private readonly ConcurrentQueue<string> _requests = new();

    protected StandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use(AnswerAsync);
    }

    public string Url => _app.Urls.First();

    /// <summary>Method and path with query of every request, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>How many requests that change something arrived.</summary>
    public int Writes => _requests.Count(r => !r.StartsWith("GET ", StringComparison.Ordinal));

    /// <summary>The product does not answer at all: the connection is cut.</summary>
    public bool IsDown { get; set; }

    public void Trouble(Func<HttpContext, Task<bool>> trouble) => _troubles.Enqueue(trouble);

    public void Trouble(int status, string? body = null, string type = "application/json", params (string Name, string Value)[] headers) => Trouble(async http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(body ?? "{}");
        return true;
    });

    protected WebApplication App => _app;

    public async Task StartAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <returns>False: it is not let in, and was answered.</returns>
    protected abstract Task<bool> LetInAsync(HttpContext http);

    private async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        _requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        if (IsDown)
        {
            http.Abort();
            return;
        }

        if (_troubles.TryDequeue(out var trouble) && await trouble(http))
            return;
        if (await LetInAsync(http))
            await next(http);
    }
}
