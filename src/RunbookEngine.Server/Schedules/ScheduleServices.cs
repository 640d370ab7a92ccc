using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Server.Hosting;
using RunbookEngine.Server.Schedules.Alerts;
using RunbookEngine.Server.Schedules.Calendars;
using RunbookEngine.Server.Schedules.Firing;

namespace RunbookEngine.Server.Schedules;

internal static class ScheduleServices
{
    public static void AddSchedules(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(settings.Get<ScheduleOptions>("schedules"));
        services.AddSingleton(settings.Get<AlertOptions>("alerts"));
        services.AddSingleton<ScheduleMetrics>();
        services.AddSingleton<TriggerBook>();
        services.AddSingleton<CalendarBook>();
        services.AddSingleton<ScheduleStates>();
        services.AddSingleton<TriggerChecks>();
        services.AddSingleton<Looks>();
        services.AddSingleton(_ => new NoticeSender(new WebClients()));
        services.AddSingleton<IAlerts, AlertDelivery>();
        services.AddSingleton<FireBook>();
        services.AddSingleton<FireWork>();
        services.AddSingleton<ScheduleRunner>();
        services.AddHostedService<ScheduleService>();
    }

    /// <param name="api">The group <c>/api/v1</c>.</param>
    public static void MapTimetables(this IEndpointRouteBuilder api)
    {
        api.MapSchedules();
        api.MapCalendars();
    }
}
