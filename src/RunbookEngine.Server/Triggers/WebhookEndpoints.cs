using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Schedules;

namespace RunbookEngine.Server.Triggers;

/// <summary>Webhooks: put, look, delete; and the door that requests come in by.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/webhooks").WithTags("Webhooks");
        group.MapGet("", ListAsync).Needs(Permission.View).Says<Page<WebhookAnswer>>("List webhooks", "By name: those put by this API, and those in the newest version of each runbook, as RUNBOOK.TRIGGER.");
        group.MapGet("/{name}", GetAsync).Needs(Permission.View).Says<WebhookAnswer>("Get a webhook", "With its text when it stands alone; references to secrets, never secrets.");
        group.MapPut("/{name}", PutAsync).Needs(Permission.Author).Conditional()
            .Takes("application/yaml")
            .Says<WebhookAnswer>("Put a webhook", "The body is a trigger with webhook and runbook: NAME, or, for the events of a ticket system, webhook and tickets. Whoever puts it must be allowed to start such runs.")
            .Example("""{ "runbook": "ur-split-backup-resync", "webhook": { "secrets": "env:HOOK_SECRET", "key": "${{ body.job }}" }, "inputs": { "app": "${{ body.app }}" } }""");
        group.MapDelete("/{name}", DeleteAsync).Needs(Permission.Author).Conditional().Says<object>("Delete a webhook", "One that stands in a runbook is taken out there.", StatusCodes.Status204NoContent);
    }

    /// <param name="root">Outside of the API: senders have no keys, they sign. Each webhook has a rate of its own.</param>
    public static void MapHooks(this IEndpointRouteBuilder root) =>
        root.MapPost("/hooks/{name}", (string name, HttpContext context, HookReceiver receiver) => receiver.ReceiveAsync(name, context))
            .WithMetadata(new AllowAnonymousAttribute(), new Unlimited()).WithTags("Webhooks").WithSummary("Send to a webhook")
            .WithDescription("JSON, signed with Runbook-Timestamp and Runbook-Signature; docs/triggers.md shows how. 201 for a new run, 200 for one that an earlier request started.")
            .Produces<HookAnswer>(StatusCodes.Status201Created).Produces<HookAnswer>().ProducesProblem(StatusCodes.Status401Unauthorized);

    private static async Task<IResult> ListAsync(HttpContext context, TriggerBook book, Looks looks, IAccess access, int? limit, string? cursor)
    {
        var ofTriggers = (await book.NowAsync(context.RequestAborted)).Where(e => e.Trigger.Webhook is not null && looks.May(context, Permission.View, e)).Select(WebhookAnswer.Of);
        var ofTickets = access.MayAll(context.User, Permission.View) ? await IntakesAsync(book, context) : [];
        return Results.Ok(Lists.Of([.. ofTriggers.Concat(ofTickets).OrderBy(w => w.Name, StringComparer.Ordinal).Where(w => string.CompareOrdinal(w.Name, cursor) > 0).Take(Lists.Limit(limit))], Lists.Limit(limit), w => w.Name, w => w));
    }

    private static async Task<IEnumerable<WebhookAnswer>> IntakesAsync(TriggerBook book, HttpContext context) =>
        (await book.TextsAsync(TriggerBook.Webhooks, context.RequestAborted)).Select(t => TriggerReader.ReadIntake(new SourceFile(t.Name, t.Text), t.Name).Intake is { } intake ? WebhookAnswer.Of(intake, t) : null).OfType<WebhookAnswer>();

    private static async Task<IResult> GetAsync(string name, HttpContext context, TriggerBook book, HookBook hooks, Looks looks, IAccess access)
    {
        if (await FindAsync(name, context, book, hooks, looks, access, Permission.View) is not { } found)
            return None(name);
        var stored = await book.TextAsync(TriggerBook.Webhooks, name, context.RequestAborted);
        if (stored is not null && Preconditions.OfRead(context, stored.Version) is { } known)
            return known;
        return Results.Ok(found with { Text = stored?.Text });
    }

    private static async Task<IResult> PutAsync(
        string name, HttpContext context, TriggerBook book, TriggerChecks checks, Looks looks, ScheduleOptions options, IServerRecord record, IAccess access)
    {
        var (text, asked, problem) = await TextRequests.ReadAsync(context, name);
        if (problem is not null)
            return problem;
        var file = new SourceFile(name, text!);
        if ((TriggerReader.IsIntake(file) ? Intake(file, name, context, access) : await TriggerAsync(file, name, context, checks, looks)) is { } wrong)
            return wrong;
        var before = await book.TextAsync(TriggerBook.Webhooks, name, context.RequestAborted);
        if (before is not null && TriggerReader.IsIntake(new SourceFile(name, before.Text)) && NotTheirs(context, access, Permission.Author, Permission.Operate) is { } forbidden)
            return forbidden;
        if (before is not null && await book.FindAsync(TriggerBook.Webhooks, name, context.RequestAborted) is { } entry && looks.Forbidden(context, entry.Runbook, entry.Trigger) is { } notTheirs)
            return notTheirs;
        if (before is null && await book.CountAsync(TriggerBook.Webhooks, context.RequestAborted) >= options.Most)
            return Problems.Conflict($"There are {options.Most} webhooks already.", "delete some, or raise schedules: most in the configuration");
        var actor = access.Actor(context.User);
        var there = before?.Version ?? 0;
        var stored = asked!.Allow(there) ? await book.PutAsync(TriggerBook.Webhooks, name, text!, asked.Expected(there), actor, context.RequestAborted, access.Identity(context.User)) : null;
        if (stored is not null)
            await record.WriteAsync(actor, "webhook.put", $"{name} version {stored.Version}", null, context.RequestAborted);
        return TextRequests.Stored(context, stored, $"webhook {name}", $"/api/v1/webhooks/{name}", stored);
    }

    private static IResult? Intake(SourceFile file, string name, HttpContext context, IAccess access)
    {
        var read = TriggerReader.ReadIntake(file, name);
        if (read.Intake is null)
            return Problems.Invalid($"{read.Diagnostics.Count(d => d.IsError)} errors in the webhook.", read.Diagnostics);
        // It can set off any ticket trigger there is.
        return NotTheirs(context, access, Permission.Author, Permission.Operate);
    }

    /// <summary>A ticket event may set off triggers of any runbook, environment and mode.</summary>
    private static IResult? NotTheirs(HttpContext context, IAccess access, params Permission[] needed) => needed.All(p => access.MayAll(context.User, p)) ? null
        : Problems.Forbidden($"{access.Actor(context.User)} may not {string.Join(" and ", needed.Select(p => p.ToString().ToLowerInvariant()))} everywhere, which the events of a ticket system need.");

    private static async Task<IResult?> TriggerAsync(SourceFile file, string name, HttpContext context, TriggerChecks checks, Looks looks)
    {
        var read = TriggerReader.Read(file, name);
        if (read is not { Trigger: { } trigger, Runbook: { } runbook })
            return Problems.Invalid($"{read.Diagnostics.Count(d => d.IsError)} errors in the webhook.", read.Diagnostics);
        if (trigger.Webhook is null)
            return Problems.Bad("This is no webhook.", $"PUT /api/v1/schedules/{name}");
        if (looks.Forbidden(context, runbook, trigger) is { } forbidden)
            return forbidden;
        return await checks.ProblemAsync(runbook, trigger, context.RequestAborted, looks.Sees(context, trigger)) is { } wrong
            ? Problems.Of(StatusCodes.Status422UnprocessableEntity, "Invalid", $"This webhook cannot be: {wrong.What}.", wrong.Help)
            : null;
    }

    private static async Task<IResult> DeleteAsync(string name, HttpContext context, TriggerBook book, HookBook hooks, Looks looks, IServerRecord record, IAccess access)
    {
        if (await FindAsync(name, context, book, hooks, looks, access, Permission.View) is not { } found)
            return None(name);
        var notTheirs = await hooks.FindAsync(name, context.RequestAborted) is { Entry: { } entry } ? looks.Forbidden(context, entry.Runbook, entry.Trigger)
            : NotTheirs(context, access, Permission.Author, Permission.Operate);
        if (notTheirs is not null)
            return notTheirs;
        if (found.StandsIn is not null)
            return Problems.Conflict($"The webhook {name} stands in the runbook {found.Runbook}.", "take it out there");
        return await TextRequests.DeleteAsync(context, $"webhook {name}", (await book.TextAsync(TriggerBook.Webhooks, name, context.RequestAborted))?.Version, async expected =>
        {
            if (!await book.DeleteAsync(TriggerBook.Webhooks, name, expected, context.RequestAborted))
                return false;
            await record.WriteAsync(access.Actor(context.User), "webhook.deleted", name, null, context.RequestAborted);
            return true;
        });
    }

    private static async Task<WebhookAnswer?> FindAsync(string name, HttpContext context, TriggerBook book, HookBook hooks, Looks looks, IAccess access, Permission permission) => await hooks.FindAsync(name, context.RequestAborted) switch
    {
        { Entry: { } entry } => looks.May(context, permission, entry) ? WebhookAnswer.Of(entry) : null,
        { Intake: { } intake } when access.MayAll(context.User, permission) => WebhookAnswer.Of(intake, (await book.TextAsync(TriggerBook.Webhooks, name, context.RequestAborted))!),
        _ => null,
    };

    private static IResult None(string name) => Problems.NotFound($"There is no webhook '{Names.Shown(name)}'.", "GET /api/v1/webhooks lists them");
}
