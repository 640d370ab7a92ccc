using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Documents;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Cluster;

/// <summary>Registers what drives runs in this server, and its endpoint.</summary>
public static class ClusterServices
{
    /// <summary>The node, its engine room, and <see cref="IRunPlacement"/>. A registered <see cref="TicketSystems"/>, <see cref="IRunObserver"/> or
    /// <see cref="RunFitness"/> is used.</summary>
    public static IServiceCollection AddCluster(this IServiceCollection services, ClusterOptions options)
    {
        services.AddSingleton(options);
        // It tells of every job; what matters of that, the node says itself.
        services.Configure<LoggerFilterOptions>(o => o.AddFilter("Quartz", LogLevel.Warning));
        services.TryAddSingleton<IRunObserver>(SilentObserver.Instance);
        services.TryAddSingleton(s => RunFitness.Of(s.GetRequiredService<EnvironmentLibrary>()));
        services.AddSingleton(s => Logged(s, EngineRoom.Open(
            s.GetRequiredService<IEngineStore>(), s.GetRequiredService<TimeProvider>(),
            new EngineOptions { LeaseTime = options.LeaseTime, NewsInterval = options.NewsInterval, CalledRunsWait = true, NeverOwn = true, EnvironmentToday = RunEnvironments.Today(s.GetRequiredService<EnvironmentLibrary>()) },
            EngineIdentity.OfThisProcess(options.Node ?? NodeName(Environment.MachineName)), s.GetService<ITicketOutbox>())));
        services.AddSingleton<ClusterNode>();
        services.AddSingleton<IRunPlacement>(s => s.GetRequiredService<ClusterNode>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<ClusterNode>());
        return services;
    }

    private static EngineRoom Logged(IServiceProvider services, EngineRoom room)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ArrayNewsLog).FullName!);
        room.Connections.News += news => ArrayNewsLog.Tell(log, news);
        return room;
    }

    public static void MapCluster(this IEndpointRouteBuilder api) => api
        .MapGet("/nodes", async (ClusterNode node, ClusterOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
            TypedResults.Ok(new NodeList(
                [.. (await node.ListAsync(cancellationToken)).Select(n => NodeItem.Of(n, clock.GetUtcNow(), options.Heartbeat))], null)))
        .Needs(Permission.View)
        .WithName("listNodes")
        .WithSummary("The nodes, with their shards and when each was last heard of");

    private static string NodeName(string host) => new([.. host.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_').Take(60)]);
}

public sealed record NodeList(IReadOnlyList<NodeItem> Items, string? Next);

/// <param name="State"><c>up</c>, <c>leaving</c>, or <c>silent</c>: not heard of for three heartbeats, its shards are taken by others.</param>
/// <param name="Shards">Numbers of the shards it has, of 16.</param>
/// <param name="ClockSkew">Its clock less the database's, in milliseconds; null without PostgreSQL.</param>
public sealed record NodeItem(
    string Id, string Name, string State, string Host, int ProcessId, string Version, DateTimeOffset StartedAt, DateTimeOffset HeartbeatAt,
    IReadOnlyList<int> Shards, int RunsDriven, int RunsWaiting, double? ClockSkew)
{
    internal static NodeItem Of(NodeReport node, DateTimeOffset now, TimeSpan heartbeat) => new(
        node.Id, node.Name, node.IsSilent(now, heartbeat) ? "silent" : node.Leaving ? "leaving" : "up", node.Host, node.ProcessId, node.Version, node.StartedAt,
        node.WrittenAt, [.. node.Shards.Keys.Order()], node.Driven, node.Waiting, node.ClockSkew);
}
