using Microsoft.Extensions.DependencyInjection;

namespace RunbookEngine.Server.Triggers;

internal static class TriggerServices
{
    public static void AddTriggers(this IServiceCollection services)
    {
        services.AddSingleton<HookBook>();
        services.AddSingleton<HookStarts>();
        services.AddSingleton<SenderLimits>();
        services.AddSingleton<HookReceiver>();
    }
}
