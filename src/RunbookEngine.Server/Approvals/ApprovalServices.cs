using RunbookEngine.Documents;
using RunbookEngine.Server.Access;
using RunbookEngine.Approvals;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RunbookEngine.Activities.Web;
using RunbookEngine.Operations.People;

namespace RunbookEngine.Server.Approvals;

/// <summary>Approvals from where people are: links, tasks, delegations.</summary>
public static class ApprovalServices
{
    public static IServiceCollection AddApprovals(this IServiceCollection services, ApprovalOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(_ => new WebClients());
        services.AddSingleton<LinkSigner>();
        services.AddSingleton<OpenAsks>();
        services.AddSingleton(s => new Delegations(s.GetRequiredService<IEngineStore>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<NamedRights>().StillAsync));
        services.AddSingleton<ApprovalLinks>();
        services.AddSingleton<ApprovalNotices>();
        services.AddSingleton<BreakGlassAlert>();
        services.AddSingleton<BreakGlassActs>();
        services.AddHostedService<ApprovalService>();
        return services;
    }

    /// <summary>Tasks and delegations; the page of links is mapped at the root with <see cref="ApprovalPageEndpoints.MapApprovalPage"/>.</summary>
    public static void MapApprovals(this IEndpointRouteBuilder api)
    {
        api.MapTasks();
        api.MapDelegations();
    }
}
