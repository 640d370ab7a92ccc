using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Approvals;
using RunbookEngine.Documents;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Plans;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;

namespace RunbookEngine.Server.Approvals;

/// <summary>What is open to the caller.</summary>
internal static class TaskEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder api) => api.MapGet("/tasks", ListAsync).Needs(Permission.View).WithTags("People")
        .Says<Page<TaskItem>>("What waits for you", "Approvals and questions that the caller may decide or answer now, in their own place or by delegation for somebody else.");

    private static async Task<IResult> ListAsync(HttpContext context, OpenAsks open, Delegations known, IAccess access, TimeProvider clock)
    {
        var (actor, now) = (access.Actor(context.User), clock.GetUtcNow());
        var delegations = await known.ListAsync(context.RequestAborted);
        bool May(Permission permission, Plan plan) => access.May(context.User, permission, plan.Runbook, plan.Environment.Name, plan.Mode ?? Grant.NoMode);
        var tasks = await TaskItem.ListAsync(open, actor, delegations, now, (verb, plan) => May(verb == "approve" ? Permission.Approve : Permission.Operate, plan), context.RequestAborted);
        return Results.Ok(new Page<TaskItem>(tasks, null));
    }
}
