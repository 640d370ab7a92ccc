using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;

namespace RunbookEngine.Server.Hosting;

/// <summary>The server as a web host: made, started, stopped.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServerHost(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens, once it is started; with the ports that were chosen for port 0.</summary>
    public IReadOnlyList<string> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Puts everything together. Opens no port yet.</summary>
    /// <param name="store">Stays the caller's to dispose of.</param>
    /// <param name="more">Changes what is registered, for tests.</param>
    /// <exception cref="InvalidOperationException">The settings contradict themselves; <see cref="ServerCheck"/> says so beforehand in better words.</exception>
    public static ServerHost Create(ServerSettings settings, IEngineStore store, TimeProvider clock, Action<IServiceCollection>? more = null)
    {
        var (server, limits) = (settings.Get<ServerOptions>("server"), settings.Get<LimitOptions>("limits"));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "runbook", ContentRootPath = settings.Folder });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => ServerListeners.Configure(kestrel, server, limits, settings, kestrel.ApplicationServices.GetRequiredService<Connections>()));
        builder.WebHost.UseSetting(WebHostDefaults.PreferHostingUrlsKey, "false");
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        ServerLogs.Configure(builder.Logging);
        Register(builder.Services, settings, store, clock, server);
        ServerComposition.Add(builder.Services, settings);
        more?.Invoke(builder.Services);
        var app = builder.Build();
        ServerPipeline.Use(app, server);
        return new ServerHost(app);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    /// <summary>Takes no more requests and lets go of the runs; they go on elsewhere, or at the next start.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <summary>Returns when the token said stop, or the process is asked to end, and all has stopped.</summary>
    /// <exception cref="StoreUnavailableException">The store is another one than the one that was opened; all has stopped.</exception>
    public async Task WaitAsync(CancellationToken stop)
    {
        await _app.WaitForShutdownAsync(stop);
        if (_app.Services.GetRequiredService<StoreWatch>().Replaced is { } replaced)
            throw new StoreUnavailableException(replaced.Message, replaced) { IsReplaced = true };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Register(IServiceCollection services, ServerSettings settings, IEngineStore store, TimeProvider clock, ServerOptions server)
    {
        services.AddSingleton(settings);
        services.AddSingleton(server);
        services.AddSingleton(settings.Get<LimitOptions>("limits"));
        services.AddSingleton(clock);
        services.AddSingleton<Readiness>();
        services.AddSingleton<Connections>();
        services.AddSingleton<StoreLook>();
        services.AddSingleton<StoreWatch>();
        services.AddHostedService(s => s.GetRequiredService<StoreWatch>());
        services.AddSingleton(store);
        services.AddSingleton<IRunStore>(store);
        services.AddSingleton<IRunJournal>(store);
        services.AddSingleton<IRunLocks>(store);
        services.AddSingleton<IRunLeases>(store);
        services.AddSingleton<IDocumentStore>(store);
        services.AddSingleton(s => new RunOperator(store, clock)
        {
            NeverOwn = true,
            Still = s.GetRequiredService<NamedRights>().StillAsync,
            Reviewer = new RollbackReviewer(store, s.GetRequiredService<EngineRoom>().Connections, clock),
        });
        services.AddProblemDetails();
        services.AddOpenApiDescription();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = server.StopTimeout);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o =>
        {
            // A word that is misspelt in an order must not be an order without it.
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            // And an approval that does not say whether it is one is none.
            o.SerializerOptions.RespectRequiredConstructorParameters = true;
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.MaxDepth = 64;
            o.SerializerOptions.AllowDuplicateProperties = false;
            // A number is no word: roles and the like may be renumbered.
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(null, allowIntegerValues: false));
        });
    }
}

/// <summary>Signals are the caller's business: the command line has them for all its verbs.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
