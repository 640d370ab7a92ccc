using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Server.Running;

internal static class RunningServices
{
    public static void AddRunning(this IServiceCollection services, ServerSettings settings)
    {
        var files = settings.Get<ServerOptions>("server").Environments.Select(settings.PathOf).ToList();
        services.AddSingleton<RunbookLibrary>();
        services.AddSingleton(s => new EnvironmentLibrary(files, s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => EngineRoom.Open(s.GetRequiredService<IRunStore>(), s.GetRequiredService<TimeProvider>(), new EngineOptions { LeaseTime = TimeSpan.FromSeconds(6), CalledRunsWait = true }));
        services.AddSingleton<PlanMaker>();
        services.AddSingleton<IRunStarter, RunStarter>();
        services.AddSingleton<IRunObserver>(SilentObserver.Instance);
        services.AddSingleton<RunAccess>();
    }
}
