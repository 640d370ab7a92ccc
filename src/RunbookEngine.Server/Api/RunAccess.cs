using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Api;

/// <summary>Runs as callers may see and touch them. A run that a caller may not see is not there for them.</summary>
internal sealed class RunAccess(IEngineStore store, IAccess access)
{
    public bool May(ClaimsPrincipal user, Permission permission, RunSummary run) =>
        access.May(user, permission, run.Runbook, run.Environment, run.Mode ?? Grant.NoMode);

    /// <summary>How a caller is shown the run's events: with the environment, or without what an environment hides.</summary>
    public Func<JournalEntry, EventAnswer> EventsFor(ClaimsPrincipal user, RunSummary run) => May(user, Permission.Administer, run) ? EventAnswer.Of : EventRedaction.Of;

    /// <returns>The run, or the problem that the caller is told.</returns>
    public async Task<(RunSummary? Run, IResult? Problem)> FindAsync(HttpContext context, string id, Permission permission)
    {
        if (RunId.TryParse(id) is not { } run)
            return (null, Problems.Bad("This is no run id.", "GET /api/v1/runs lists runs with their ids"));
        if (await store.FindAsync(run, context.RequestAborted) is not { } found || !May(context.User, Permission.View, found))
            return (null, Problems.NotFound($"There is no run {run}.", "GET /api/v1/runs lists runs"));
        return May(context.User, permission, found) ? (found, null)
            : (null, Problems.Forbidden($"{access.Actor(context.User)} may see run {run}, and lacks the permission {permission.ToString().ToLowerInvariant()} for it."));
    }
}
