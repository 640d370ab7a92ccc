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
        services.AddSingleton(s => Fitness(s.GetRequiredService<EnvironmentLibrary>()));
        services.AddSingleton<PlanMaker>();
        services.AddSingleton<PlanForecasts>();
        services.AddSingleton<IRunStarter, RunStarter>();
        services.AddSingleton<RunNews>();
        services.AddHostedService(s => s.GetRequiredService<RunNews>());
        services.AddSingleton<StreamPlaces>();
        services.AddSingleton<RunActs>();
        services.AddSingleton<RunAccess>();
    }

    /// <summary>A run that a command line started in the same store may be meant for arrays that this server does not know.</summary>
    private static RunFitness Fitness(EnvironmentLibrary environments) => new(async (run, cancellationToken) =>
        PassingArrays.AreThoseOf(run.Plan) ? "its simulated arrays ended with its own process"
        : await environments.FindAsync(run.Plan.Environment.Name, cancellationToken) is null ? $"its environment {run.Plan.Environment.Name} is none of this server"
        : null);
}
