using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>Runs: start, list, one.</summary>
internal static class RunEndpoints
{
    /// <summary>Pages of the store read for one page of an answer, when a caller may not see much of them.</summary>
    private const int MaxPages = 10;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs").WithTags("Runs");
        group.MapPost("", StartAsync).Needs(Permission.Operate)
            .Says<RunStartedAnswer>("Start a run", "Compiles the runbook, looks at the arrays, stores the run and answers; it is driven from there. The header Idempotency-Key makes it one run however often it is sent: 201 the first time, 200 from then on. A fingerprint refuses any plan but the one that was looked at. A run whose forecast from the pairs as they are has an error is refused (422) with what was found.", StatusCodes.Status201Created)
            .Example("""{ "runbook": "ur-split-backup-resync", "environment": "two-site-lab", "inputs": { "app": "erp" }, "mode": "planned", "ticket": "CHG0030001" }""");
        group.MapGet("", ListAsync).Needs(Permission.View)
            .Says<Page<JsonNode>>("List runs", "The newest first. Filters: runbook, environment, actor, ticket, outcome (may be repeated), since (a time), limit, cursor.");
        group.MapGet("/{id}", GetAsync).Needs(Permission.View)
            .Says<JsonNode>("Get a run", "Where it stands, its steps, its pairs, and what can be done next. The ETag is the number of its last event.");
    }

    private static async Task<IResult> StartAsync(
        StartBody body, HttpContext context, IRunStarter starter, IAccess access, IEngineStore store, [FromHeader(Name = "Idempotency-Key")] string? key)
    {
        var actor = access.Actor(context.User);
        if (string.IsNullOrWhiteSpace(body.Runbook) || string.IsNullOrWhiteSpace(body.Environment))
            return Problems.Bad("A run needs a runbook and an environment.");
        if (key is { Length: 0 or > RunStarter.MaxKey })
            return Problems.Bad($"Idempotency-Key has 1 to {RunStarter.MaxKey} characters.");
        if (!access.May(context.User, Permission.Operate, body.Runbook, body.Environment, body.Mode ?? Grant.NoMode))
            return Problems.Forbidden($"{actor} may not start {Names.Shown(body.Runbook)} in {Names.Shown(body.Environment)}{(body.Mode is null ? "" : $" in this mode")}.");
        if (body.TextInputs() is not { } inputs)
            return Problems.Bad("Inputs are texts, numbers and booleans by name.");
        if (ActEndpoints.IsTooLong(body.ForcePlan) || body.ForcePlan is not null && string.IsNullOrWhiteSpace(body.ForcePlan))
            return Problems.Bad("forcePlan is a reason of 1 to 4000 characters.");
        if (!Names.AreStorable([body.Runbook, body.Environment, body.Mode, body.Ticket, key, .. body.Without ?? []]) || ActEndpoints.IsTooLong(body.Reason))
            return Problems.Bad("A name, the ticket or the key holds a control character, or is longer than 400.");
        // One caller's keys are none of another's, whatever separators a name holds.
        var order = new RunOrder(body.Runbook, body.Environment, actor, inputs, key is null ? null : $"api:{Escaped(actor)}:{key}", body.Mode, body.Ticket, body.Version, body.Fingerprint)
        {
            MaySee = name => access.May(context.User, Permission.View, name, body.Environment, body.Mode ?? Grant.NoMode),
            MayAuthor = access.May(context.User, Permission.Author, body.Runbook, body.Environment, body.Mode ?? Grant.NoMode),
            IsCompared = true,
            KnownBy = access.KnownBy(context.User),
            ForcePlan = body.ForcePlan,
            Reason = body.Reason,
            Without = body.Without ?? [],
        };
        var result = await starter.StartAsync(order, context.RequestAborted);
        if (result is not OrderResult.Started { Run: var run, Before: var before })
            return Problems.Of(result);
        if (before && await store.LoadAsync(run, context.RequestAborted) is { } earlier && !Same(order, earlier))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Key used before", $"This Idempotency-Key started run {run}, from another order.", "use a new key for a new order");
        var answer = new RunStartedAnswer(run.ToString(), $"/api/v1/runs/{run}", before);
        return before ? Results.Ok(answer) : Results.Created(answer.Href, answer);
    }

    private static bool Same(RunOrder order, RunState run) =>
        run.Plan.Runbook == order.Runbook && run.Plan.Environment.Name == order.Environment && run.Plan.Mode == order.Mode && run.Ticket == order.Ticket
        && order.Inputs.All(i => run.Plan.Inputs.TryGetProperty(i.Key, out var bound) && string.Equals(TextOf(bound), i.Value, StringComparison.OrdinalIgnoreCase));

    private static string Escaped(string actor) => actor.Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal);

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static async Task<IResult> ListAsync(
        HttpContext context, IEngineStore store, RunAccess access, string? runbook, string? environment, string? actor, string? ticket, string[]? outcome, DateTimeOffset? since, int? limit, string? cursor)
    {
        if (RunOutcomes.Named(outcome ?? []) is not { } wanted)
            return Problems.Bad("There is no such outcome.", $"one of {string.Join(", ", Enum.GetValues<RunOutcome>().Select(Words.Of))}");
        if (!Names.AreStorable(runbook, environment, actor, ticket))
            return Problems.Bad("A filter holds a control character, or is longer than 400.");
        if (cursor is not null && RunId.TryParse(cursor) is null)
            return Problems.Bad("The cursor is not one of this list.");
        var filter = new RunFilter(runbook, wanted, cursor is null ? null : RunId.TryParse(cursor), Lists.Limit(limit)) { Environment = environment, Actor = actor, Ticket = ticket, Since = since };
        var found = new List<JsonNode>();
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var page = await store.ListAsync(filter, context.RequestAborted);
            foreach (var run in page)
            {
                filter = filter with { Before = run.Id };
                if (access.May(context.User, Permission.View, run))
                    found.Add(RunJson.Summary(run));
                if (found.Count == Lists.Limit(limit))
                    return Results.Ok(new Page<JsonNode>(found, run.Id.ToString()));
            }

            if (page.Count < filter.Limit)
                return Results.Ok(new Page<JsonNode>(found, null));
        }

        return Results.Ok(new Page<JsonNode>(found, filter.Before?.ToString()));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, IEngineStore store, RunAccess access, TimeProvider clock)
    {
        var (run, problem) = await access.FindAsync(context, id, Permission.View);
        if (run is null)
            return problem!;
        if (Preconditions.OfRead(context, run.Sequence) is { } known)
            return known;
        var lease = await store.FindLeaseAsync(run.Id, clock.GetUtcNow(), context.RequestAborted);
        return Results.Ok(RunAnswers.Document((await store.LoadAsync(run.Id, context.RequestAborted))!, lease));
    }
}

/// <param name="Inputs">Texts, numbers and booleans by name.</param>
/// <param name="Mode"><c>test</c>, <c>planned</c>, <c>disaster</c> or <c>failback</c>.</param>
/// <param name="Version">Of the runbook; the newest unless named.</param>
/// <param name="Reason">Why a disaster is declared, with mode <c>disaster</c>.</param>
/// <param name="Without">Aliases of arrays that are gone: they are not asked, and nothing waits for them.</param>
/// <param name="Fingerprint">Of the plan that was looked at, as <c>POST /plans</c> gave it.</param>
/// <param name="ForcePlan">Why it is to be started although its forecast has errors, where the environment says <c>forcePlan: allowed</c>.</param>
public sealed record StartBody(
    string Runbook, string Environment, IReadOnlyDictionary<string, JsonElement>? Inputs = null, string? Mode = null, string? Ticket = null, int? Version = null, string? Fingerprint = null,
    string? ForcePlan = null, string? Reason = null, IReadOnlyList<string>? Without = null)
{
    /// <returns>Null when a value is a list, a map or nothing.</returns>
    public IReadOnlyDictionary<string, string>? TextInputs() => Values.Texts(Inputs);
}

/// <param name="Before">An earlier request with the same key had started it.</param>
public sealed record RunStartedAnswer(string Id, string Href, bool Before);
