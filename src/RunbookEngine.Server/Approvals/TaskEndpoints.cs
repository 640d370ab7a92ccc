using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Approvals;
using RunbookEngine.Documents;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;

namespace RunbookEngine.Server.Approvals;

/// <summary>What is open to the caller.</summary>
internal static class TaskEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder api) => api.MapGet("/tasks", ListAsync).Needs(Permission.View).WithTags("People")
        .Says<Page<TaskItem>>("What waits for you", "Approvals and questions that the caller may decide or answer now, in their own place or by delegation for somebody else.");

    private static async Task<IResult> ListAsync(HttpContext context, OpenApprovals open, IEngineStore store, IAccess access, TimeProvider clock)
    {
        var (actor, now) = (access.Actor(context.User), clock.GetUtcNow());
        var delegations = await new Delegations(store, clock).ListAsync(context.RequestAborted);
        bool May(Permission permission, Plan plan) => access.May(context.User, permission, plan.Runbook, plan.Environment.Name, plan.Mode ?? Grant.NoMode);
        var tasks = new List<TaskItem>();
        foreach (var (run, step, verb) in await open.ListAsync(context.RequestAborted))
        {
            if (verb == "approve" && May(Permission.Approve, run.Plan) && ApprovalRules.Places(run, step, actor, delegations, now) is [var place, ..])
                tasks.Add(TaskItem.Of(run, step, verb, PeopleBook.Of(run.Plan).Same(place, actor) ? null : place));
            else if (verb == "manual" && May(Permission.Operate, run.Plan))
                tasks.Add(TaskItem.Of(run, step, verb, null));
        }

        return Results.Ok(new Page<TaskItem>([.. tasks.OrderBy(t => t.Until ?? DateTimeOffset.MaxValue)], null));
    }
}

/// <param name="Kind"><c>approval</c> or <c>answer</c>.</param>
/// <param name="For">In whose place the caller would decide; null: their own.</param>
/// <param name="Asks">What is asked.</param>
/// <param name="Until">When it is too late.</param>
/// <param name="Fingerprint">Of the plan; sent back with the decision it makes sure that this plan is meant.</param>
public sealed record TaskItem(
    string Run, string Step, string Kind, string Runbook, string Environment, string? Mode, string? Ticket, string RequestedBy, string? For, string Asks, int? Min, int? Given,
    DateTimeOffset? Until, string Fingerprint)
{
    internal static TaskItem Of(RunState run, StepState step, string verb, string? place) => new(
        run.Id.ToString(), step.Key.ToString(), verb == "approve" ? "approval" : "answer", run.Plan.Runbook, run.Plan.Environment.Name, run.Plan.Mode, run.Ticket, run.Actor, place,
        step.Waiting!.Asked?.Message ?? step.Waiting.For, step.Waiting.Asked?.Min, step.Waiting.Asked?.Given, step.Waiting.Asked?.Deadline ?? step.Waiting.Until,
        PlanJson.Fingerprint(run.Plan));
}
