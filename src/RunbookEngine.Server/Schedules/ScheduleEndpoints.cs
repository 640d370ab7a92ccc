using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Schedules.Calendars;
using RunbookEngine.Server.Schedules.Firing;

namespace RunbookEngine.Server.Schedules;

/// <summary>Schedules: put, look, pause, preview, what became of past times.</summary>
internal static class ScheduleEndpoints
{
    /// <summary>Times of a preview.</summary>
    private const int MostTimes = 500;

    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schedules").WithTags("Schedules");
        group.MapGet("", ListAsync).Needs(Permission.View)
            .Says<Page<ScheduleAnswer>>("List schedules", "By name: those put by this API, and those in the newest version of each runbook, as RUNBOOK.TRIGGER.");
        group.MapPut("/{name}", PutAsync).Needs(Permission.Author).Conditional()
            .Takes("application/yaml")
            .Says<ScheduleAnswer>("Put a schedule", "The body is a trigger as in a runbook's triggers (cron, every or ticket), YAML or JSON, with runbook: NAME. Whoever puts it must be allowed to start such runs. If-Match names the version it replaces, If-None-Match: * says that there is none yet.")
            .Example("""{ "runbook": "ur-split-backup-resync", "environment": "two-site-lab", "cron": "0 0 22 * * ?", "zone": "Europe/Berlin", "calendars": ["business"], "inputs": { "app": "erp" } }""");
        group.MapGet("/{name}", GetAsync).Needs(Permission.View).Says<ScheduleAnswer>("Get a schedule", "With its text when it stands alone.");
        group.MapDelete("/{name}", DeleteAsync).Needs(Permission.Author).Conditional().Says<object>("Delete a schedule", "One that stands in a runbook is taken out there.", StatusCodes.Status204NoContent);
        group.MapPost("/{name}/pause", PauseAsync).Needs(Permission.Operate).Says<ScheduleAnswer>("Pause a schedule", "Nothing is due until it is resumed. Holds for schedules in runbooks too, and across their versions.");
        group.MapPost("/{name}/resume", ResumeAsync).Needs(Permission.Operate).Says<ScheduleAnswer>("Resume a schedule", "What was due during the break is not made up for.");
        group.MapGet("/{name}/next", NextAsync).Needs(Permission.View)
            .Says<NextTimes>("Preview the next times", "At most 500, calendars taken into account: ?count=10&after=2026-10-25T00:00:00Z.");
        group.MapGet("/{name}/fires", FiresAsync).Needs(Permission.View).Says<Page<FireRecord>>("List past times", "What became of each, the oldest first, from ?after= on.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, TriggerBook book, Looks looks, int? limit, string? cursor)
    {
        var all = (await book.NowAsync(context.RequestAborted)).Where(e => e.Trigger.Webhook is null && looks.May(context, Permission.View, e) && string.CompareOrdinal(e.Name, cursor) > 0)
            .Take(Lists.Limit(limit)).ToList();
        var answers = new List<ScheduleAnswer>();
        foreach (var entry in all)
            answers.Add(await looks.AtAsync(entry, context.RequestAborted));
        return Results.Ok(Lists.Of(answers, Lists.Limit(limit), a => a.Name, a => a));
    }

    private static async Task<IResult> PutAsync(string name, HttpContext context, TriggerBook book, TriggerChecks checks, Looks looks, ScheduleOptions options, IServerRecord record, IAccess access)
    {
        var (text, asked, problem) = await TextRequests.ReadAsync(context, name);
        if (problem is not null)
            return problem;
        var file = TriggerReader.Read(new SourceFile(name, text!), name);
        if (file is not { Trigger: { } trigger, Runbook: { } runbook })
            return Problems.Invalid($"{file.Diagnostics.Count(d => d.IsError)} errors in the schedule.", file.Diagnostics);
        if (trigger.Webhook is not null)
            return Problems.Bad("This is a webhook.", $"PUT /api/v1/webhooks/{name}");
        if (looks.Forbidden(context, runbook, trigger) is { } forbidden)
            return forbidden;
        if (await checks.ProblemAsync(runbook, trigger, context.RequestAborted, looks.Sees(context, trigger)) is { } wrong)
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Invalid", $"This schedule cannot be: {wrong.What}.", wrong.Help);
        var before = await book.FindAsync(TriggerBook.Schedules, name, context.RequestAborted);
        if (before is not null && looks.Forbidden(context, before.Runbook, before.Trigger) is { } notTheirs)
            return notTheirs;
        if (before is null && await book.CountAsync(TriggerBook.Schedules, context.RequestAborted) >= options.Most)
            return Problems.Conflict($"There are {options.Most} schedules already.", "delete some, or raise schedules: most in the configuration");
        var actor = access.Actor(context.User);
        var there = before?.Version ?? 0;
        var stored = asked!.Allow(there) ? await book.PutAsync(TriggerBook.Schedules, name, text!, asked.Expected(there), actor, context.RequestAborted, access.Identity(context.User)) : null;
        if (stored is not null)
            await record.WriteAsync(actor, "schedule.put", $"{name} version {stored.Version}", $"starts {runbook}", context.RequestAborted);
        var answer = stored is not null && await book.FindAsync(TriggerBook.Schedules, name, context.RequestAborted) is { } now ? await looks.AtAsync(now, context.RequestAborted) : null;
        return TextRequests.Stored(context, stored, $"schedule {name}", $"/api/v1/schedules/{name}", answer is null ? null : answer with { Text = text });
    }

    private static async Task<IResult> GetAsync(string name, HttpContext context, TriggerBook book, Looks looks)
    {
        if (await looks.FindAsync(context, name) is not { } entry)
            return looks.None(name);
        var stored = await book.TextAsync(TriggerBook.Schedules, name, context.RequestAborted);
        if (stored is not null && Preconditions.OfRead(context, stored.Version) is { } known)
            return known;
        return Results.Ok(await looks.AtAsync(entry, context.RequestAborted) with { Text = stored?.Text });
    }

    private static async Task<IResult> DeleteAsync(string name, HttpContext context, TriggerBook book, ScheduleStates states, Looks looks, IServerRecord record, IAccess access)
    {
        if (await looks.FindAsync(context, name) is not { } entry)
            return looks.None(name);
        if (entry.RunbookVersion is not null)
            return Problems.Conflict($"The schedule {name} stands in the runbook {entry.Runbook}.", "take it out there, or pause it");
        if (looks.Forbidden(context, entry.Runbook, entry.Trigger) is { } forbidden)
            return forbidden;
        return await TextRequests.DeleteAsync(context, $"schedule {name}", entry.Version, async expected =>
        {
            if (!await book.DeleteAsync(TriggerBook.Schedules, name, expected, context.RequestAborted))
                return false;
            await states.DeleteAsync(entry.Key, context.RequestAborted);
            await record.WriteAsync(access.Actor(context.User), "schedule.deleted", name, null, context.RequestAborted);
            return true;
        });
    }

    private static Task<IResult> PauseAsync(string name, HttpContext context, ScheduleStates states, Looks looks, IServerRecord record, IAccess access) =>
        ChangeAsync(name, context, looks, record, access, "schedule.paused", e => states.PauseAsync(e, access.Actor(context.User), context.RequestAborted));

    private static Task<IResult> ResumeAsync(string name, HttpContext context, ScheduleStates states, Looks looks, IServerRecord record, IAccess access) =>
        ChangeAsync(name, context, looks, record, access, "schedule.resumed", e => states.ResumeAsync(e, context.RequestAborted));

    private static async Task<IResult> ChangeAsync(string name, HttpContext context, Looks looks, IServerRecord record, IAccess access, string what, Func<ScheduleEntry, Task> change)
    {
        if (await looks.FindAsync(context, name) is not { } entry)
            return looks.None(name);
        if (!looks.May(context, Permission.Operate, entry))
            return Problems.Forbidden($"{access.Actor(context.User)} may not operate {entry.Runbook} there.");
        await change(entry);
        await record.WriteAsync(access.Actor(context.User), what, name, null, context.RequestAborted);
        return Results.Ok(await looks.AtAsync(entry, context.RequestAborted));
    }

    private static async Task<IResult> NextAsync(string name, HttpContext context, Looks looks, CalendarBook calendars, TimeProvider clock, int? count, DateTimeOffset? after)
    {
        if (await looks.FindAsync(context, name) is not { } entry)
            return looks.None(name);
        if (!entry.IsTimed)
            return Problems.Conflict($"{name} is not due by the clock.");
        var known = await calendars.AllAsync(context.RequestAborted);
        var times = FireTimes.Of(entry.Trigger, [.. entry.Trigger.Calendars.Select(known.GetValueOrDefault).OfType<Calendar>()])
            .Between(after ?? clock.GetUtcNow(), DateTimeOffset.MaxValue, Math.Clamp(count ?? 10, 1, MostTimes));
        return Results.Ok(NextTimes.Of(entry, times));
    }

    private static async Task<IResult> FiresAsync(string name, HttpContext context, FireBook fires, Looks looks, DateTimeOffset? after, int? limit, string? cursor)
    {
        if (await looks.FindAsync(context, name) is not { } entry)
            return looks.None(name);
        if (cursor is not null && !DateTimeOffset.TryParse(cursor, System.Globalization.CultureInfo.InvariantCulture, out _))
            return Problems.Bad("The cursor is not one of this list.");
        var from = cursor is null ? after ?? DateTimeOffset.UnixEpoch : DateTimeOffset.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
        return Results.Ok(Lists.Of(await fires.ListAsync(entry.Key, from, Lists.Limit(limit), context.RequestAborted), Lists.Limit(limit), f => FireBook.Moment(f.Due), f => f));
    }
}
