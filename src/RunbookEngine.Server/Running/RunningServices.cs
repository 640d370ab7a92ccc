using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Documents;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Cluster;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Server.Running;

internal static class RunningServices
{
    public static void AddRunning(this IServiceCollection services, ServerSettings settings)
    {
        var files = settings.Get<ServerOptions>("server").Environments.Select(settings.PathOf).ToList();
        services.AddSingleton<RunbookLibrary>();
        services.AddSingleton(s => new EnvironmentLibrary(files, s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PlanMaker>();
        services.AddSingleton<RunEnvironments>();
        services.AddSingleton<PlanForecasts>();
        services.AddSingleton<IRunStarter, RunStarter>();
        services.AddSingleton<RunNews>();
        services.AddHostedService(s => s.GetRequiredService<RunNews>());
        services.AddSingleton<StreamPlaces>();
        services.AddSingleton<RunActs>();
        services.AddSingleton<RunAccess>();
    }
}
