using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Language.Documents;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Schedules.Calendars;

/// <summary>Calendars: put, look, delete.</summary>
internal static class CalendarEndpoints
{
    public static void MapCalendars(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/calendars").WithTags("Schedules");
        group.MapGet("", ListAsync).Needs(Permission.View).Says<Page<StoredText>>("List calendars", "By name.");
        group.MapGet("/{name}", GetAsync).Needs(Permission.View).Says<StoredText>("Get a calendar", "With its text.");
        group.MapPut("/{name}", PutAsync).Needs(Permission.Author).Conditional()
            .Takes("application/yaml")
            .Says<StoredText>("Put a calendar", "The body is YAML or JSON: zone, windows in which schedules may start runs, blackouts in which they may not. It holds from the next time on for every schedule that names it, so it is for authors of everything.")
            .Example("""{ "zone": "Europe/Berlin", "windows": [{ "days": "MON-FRI", "from": "20:00", "to": "06:00" }], "blackouts": [{ "dates": "2026-12-20..2027-01-06" }] }""");
        group.MapDelete("/{name}", DeleteAsync).Needs(Permission.Author).Conditional().Says<object>("Delete a calendar", "Refused while a schedule names it.", StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(HttpContext context, CalendarBook calendars, int? limit, string? cursor) =>
        Results.Ok(Lists.Of(await calendars.ListAsync(cursor, Lists.Limit(limit), context.RequestAborted), Lists.Limit(limit), c => c.Name, c => c));

    private static async Task<IResult> GetAsync(string name, HttpContext context, CalendarBook calendars)
    {
        if (!TriggerBook.IsName(name) || await calendars.FindAsync(name, context.RequestAborted) is not { } found)
            return Problems.NotFound($"There is no calendar '{Names.Shown(name)}'.", "GET /api/v1/calendars lists them");
        return Preconditions.OfRead(context, found.Version) ?? Results.Ok(found);
    }

    private static async Task<IResult> PutAsync(string name, HttpContext context, CalendarBook calendars, IServerRecord record, IAccess access)
    {
        if (NotTheirs(context, access) is { } forbidden)
            return forbidden;
        var (text, asked, problem) = await TextRequests.ReadAsync(context, name);
        if (problem is not null)
            return problem;
        var (calendar, found) = CalendarReader.Read(new SourceFile(name, text!), name);
        if (calendar is null)
            return Problems.Invalid($"{found.Count(d => d.IsError)} errors in the calendar.", found);
        var actor = access.Actor(context.User);
        var before = (await calendars.FindAsync(name, context.RequestAborted))?.Version ?? 0;
        var stored = asked!.Allow(before) ? await calendars.PutAsync(name, text!, asked.Expected(before), actor, context.RequestAborted, access.Identity(context.User)) : null;
        if (stored is not null)
            await record.WriteAsync(actor, "calendar.put", $"{name} version {stored.Version}", null, context.RequestAborted);
        return TextRequests.Stored(context, stored, $"calendar {name}", $"/api/v1/calendars/{name}", stored);
    }

    private static async Task<IResult> DeleteAsync(string name, HttpContext context, CalendarBook calendars, TriggerBook book, IServerRecord record, IAccess access)
    {
        if (NotTheirs(context, access) is { } forbidden)
            return forbidden;
        if (!TriggerBook.IsName(name))
            return Problems.NotFound($"There is no calendar '{Names.Shown(name)}'.");
        var users = (await book.NowAsync(context.RequestAborted)).Where(e => e.Trigger.Calendars.Contains(name)).Select(e => e.Name).Take(5).ToList();
        if (users.Count > 0)
            return Problems.Conflict($"The calendar {name} is named by {string.Join(", ", users)}.", "without it they would start nothing; change them first");
        return await TextRequests.DeleteAsync(context, $"calendar {name}", (await calendars.FindAsync(name, context.RequestAborted))?.Version, async expected =>
        {
            if (!await calendars.DeleteAsync(name, expected, context.RequestAborted))
                return false;
            await record.WriteAsync(access.Actor(context.User), "calendar.deleted", name, null, context.RequestAborted);
            return true;
        });
    }

    /// <summary>A calendar holds for schedules of any runbook and environment.</summary>
    private static IResult? NotTheirs(HttpContext context, IAccess access) => access.MayAll(context.User, Permission.Author) ? null
        : Problems.Forbidden($"{access.Actor(context.User)} authors certain runbooks, environments or modes; a calendar holds for the schedules of all.");
}
