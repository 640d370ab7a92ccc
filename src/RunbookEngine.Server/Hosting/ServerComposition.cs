using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Approvals;
using RunbookEngine.Server.Cluster;
using RunbookEngine.Server.Retention;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules;
using RunbookEngine.Server.Schedules.Alerts;
using RunbookEngine.Server.Telemetry;
using RunbookEngine.Server.Tickets;
using RunbookEngine.Server.Triggers;

namespace RunbookEngine.Server.Hosting;

/// <summary>The areas of the server, in one place: the sections of the configuration, what is registered, and what is mapped. A new area adds a line to each.</summary>
internal static class ServerComposition
{
    /// <summary>Options type by section of the configuration file. A key that is not a property of these is refused.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = new Dictionary<string, Type>
    {
        ["server"] = typeof(ServerOptions),
        ["access"] = typeof(AccessOptions),
        ["cluster"] = typeof(ClusterOptions),
        ["limits"] = typeof(LimitOptions),
        ["telemetry"] = typeof(TelemetryOptions),
        ["schedules"] = typeof(ScheduleOptions),
        ["alerts"] = typeof(AlertOptions),
        ["tickets"] = typeof(TicketOptions),
        ["approvals"] = typeof(ApprovalOptions),
        ["retention"] = typeof(RetentionOptions),
    };

    /// <summary>Registered already: <c>IEngineStore</c> (also as <c>IRunStore</c> and <c>IDocumentStore</c>), <c>TimeProvider</c>, <c>RunOperator</c>, <c>ServerSettings</c>.</summary>
    public static void Add(IServiceCollection services, ServerSettings settings)
    {
        services.AddAccess(settings);
        services.AddRunning(settings);
        services.AddRetention(settings.Get<RetentionOptions>("retention"));
        services.AddTelemetry(settings);
        services.AddTickets(settings.Get<TicketOptions>("tickets"));
        services.AddApprovals(settings.Get<ApprovalOptions>("approvals"));
        services.AddCluster(settings.Get<ClusterOptions>("cluster"));
        services.AddSchedules(settings);
        services.AddTriggers();
    }

    /// <param name="api">The group <c>/api/v1</c>. Every endpoint says what it <c>Needs</c>, or is closed.</param>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapRunbooks();
        api.MapEnvironments();
        api.MapPlans();
        api.MapRuns();
        api.MapActs();
        api.MapEvidence();
        api.MapStreams();
        api.MapLocks();
        api.MapPairs();
        api.MapKeys();
        api.MapRetention();
        api.MapCluster();
        api.MapTimetables();
        api.MapWebhooks();
        api.MapTickets();
        api.MapApprovals();
    }
}
