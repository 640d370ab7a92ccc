using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Cluster;

internal static class LocalPlacementServices
{
    public static void AddLocalPlacement(this IServiceCollection services)
    {
        services.AddSingleton<LocalPlacement>();
        services.AddSingleton<IRunPlacement>(s => s.GetRequiredService<LocalPlacement>());
        services.AddHostedService(s => s.GetRequiredService<LocalPlacement>());
    }
}
