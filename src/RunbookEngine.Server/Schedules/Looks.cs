using Microsoft.AspNetCore.Http;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Schedules.Calendars;

namespace RunbookEngine.Server.Schedules;

/// <summary>Schedules as callers may see and change them. One that a caller may not see is not there for them.</summary>
internal sealed class Looks(TriggerBook book, ScheduleStates states, CalendarBook calendars, TriggerChecks checks, ScheduleOptions options, TimeProvider clock, IAccess access, CallerRights rights)
{
    public bool May(HttpContext context, Permission permission, ScheduleEntry entry) => May(context, permission, entry.Runbook, entry.Trigger);

    /// <summary>Which runbooks a text of this caller's may call.</summary>
    /// <param name="trigger">What would start it, and so where; null: nobody knows yet, and whoever starts it is asked.</param>
    public Func<string, bool> Sees(HttpContext context, TriggerDefinition? trigger = null) => name => trigger is null ? access.May(context.User, Permission.View, name)
        : access.May(context.User, Permission.View, name, trigger.Environment ?? options.Environment, trigger.Mode ?? Grant.NoMode);

    /// <summary>Whoever makes something start runs must be allowed to start them.</summary>
    public IResult? Forbidden(HttpContext context, string runbook, TriggerDefinition trigger) =>
        May(context, Permission.Author, runbook, trigger) && May(context, Permission.Operate, runbook, trigger) ? null
            : Problems.Forbidden($"{access.Actor(context.User)} may not both author and operate {Names.Shown(runbook)} there, which a trigger for it needs.");

    public async Task<ScheduleEntry?> FindAsync(HttpContext context, string name) =>
        await book.FindAsync(TriggerBook.Schedules, name, context.RequestAborted) is { Trigger.Webhook: null } found && May(context, Permission.View, found) ? found : null;

    public IResult None(string name) => Problems.NotFound($"There is no schedule '{Names.Shown(name)}'.", "GET /api/v1/schedules lists them");

    public async Task<ScheduleAnswer> AtAsync(ScheduleEntry entry, CancellationToken cancellationToken)
    {
        var (state, problem) = (await states.GetAsync(entry, cancellationToken), await checks.ProblemAsync(entry.Runbook, entry.Trigger, cancellationToken));
        var known = await calendars.AllAsync(cancellationToken);
        var next = entry.IsTimed ? FireTimes.Of(entry.Trigger, [.. entry.Trigger.Calendars.Select(known.GetValueOrDefault).OfType<Calendar>()]).NextAfter(clock.GetUtcNow()) : null;
        var environment = entry.Trigger.Environment ?? options.Environment;
        var (refusal, _) = await rights.OfTriggerAsync(entry.By, entry.Runbook, environment, entry.Trigger.Mode, cancellationToken);
        return ScheduleAnswer.Of(entry, state, next, environment, problem?.What ?? refusal);
    }

    private bool May(HttpContext context, Permission permission, string runbook, TriggerDefinition trigger) =>
        access.May(context.User, permission, runbook, trigger.Environment ?? options.Environment, trigger.Mode ?? Grant.NoMode);
}
