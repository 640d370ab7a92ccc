using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Runs;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Server.Telemetry;

internal static class TelemetryServices
{
    public static void AddTelemetry(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(settings.Get<TelemetryOptions>("telemetry"));
        // Listens from before the first measurement.
        services.AddSingleton(new PrometheusPage());
        services.AddSingleton<OpenRuns>();
        services.AddHostedService(s => s.GetRequiredService<OpenRuns>());
        services.AddSingleton<ServerMeters>();
        services.AddSingleton<IRunObserver, MeteringObserver>();
        services.AddHostedService<OtlpExport>();
    }
}
