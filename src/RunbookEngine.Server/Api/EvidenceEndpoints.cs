using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations;
using RunbookEngine.Operations.Bundles;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Api;

/// <summary>What a run has left: its journal, its report, and whether the journal can be trusted.</summary>
internal static class EvidenceEndpoints
{
    public static void MapEvidence(this IEndpointRouteBuilder api)
    {
        api.MapGet("/verify", VerifyAllAsync).WithTags("Evidence").Needs(Permission.View)
            .Says<JsonNode>("Check the store", "As runbook verify all: the chain of every run, each run's row, the register of runs (?register=NUMBER:HASH holds a line against it that was noted down elsewhere), and what belongs to no run. For those who may see everything; one at a time.");
        api.MapGet("/history/{name}", HistoryAsync).WithTags("Evidence").Needs(Permission.View)
            .Says<JsonNode>("Compare the runs of a runbook", "The newest first, those that the caller may see: recovery time and point, what was foreseen, what changed in the plan, how often the objectives were met (?last=10), when the next run is due. ?environment, ?mode, ?limit=100.");
        var group = api.MapGroup("/runs/{id}").WithTags("Evidence");
        group.MapGet("/events", EventsAsync).Needs(Permission.View)
            .Says<Page<EventAnswer>>("Read a run's journal", "In order, behind ?after=N. The payload is the event's JSON verbatim as text, since the hash chain runs over it; only the environment in the first event is kept from those who do not administer the run, and redacted says so.");
        group.MapGet("/report", ReportAsync).Needs(Permission.View)
            .Says<JsonNode>("Get a run's report", "?format=json (default), html, markdown or csv. Times are UTC.");
        group.MapGet("/evidence", BundleAsync).Needs(Permission.Administer)
            .Says<JsonNode>("Get a run's evidence bundle", "A ZIP archive with the journal, the plan, the texts, the report and a list of hashes, signed where the environment names a certificate. It holds the environment whole, so it is for those who administer the run.");
        group.MapGet("/verify", VerifyAsync).Needs(Permission.View)
            .Says<VerifyAnswer>("Check a run's journal", $"Whether its hash chain holds, and where it breaks. One that holds is {ChainStatement.Consistent}; {ChainStatement.Limit}.");
    }

    private static async Task<IResult> EventsAsync(string id, HttpContext context, IEngineStore store, RunAccess access, int? after, int? limit)
    {
        var (run, problem) = await access.FindAsync(context, id, Permission.View);
        if (run is null)
            return problem!;
        var entries = (await store.ReadAsync(run.Id, Math.Max(0, after ?? 0), context.RequestAborted)).Take(Lists.Limit(limit ?? Lists.MaxLimit)).ToList();
        return Results.Ok(Lists.Of(entries, Lists.Limit(limit ?? Lists.MaxLimit), e => $"{e.Sequence}", access.EventsFor(context.User, run)));
    }

    private static async Task<IResult> ReportAsync(string id, HttpContext context, IEngineStore store, RunAccess access, string? format)
    {
        var (run, problem) = await access.FindAsync(context, id, Permission.View);
        if (run is null)
            return problem!;
        if (format is not (null or "json" or "html" or "markdown" or "csv"))
            return Problems.Bad("The format is json, html, markdown or csv.");
        var entries = await store.ReadAsync(run.Id, 0, context.RequestAborted);
        var report = access.May(context.User, Permission.Administer, run) ? RunReport.Of(entries)
            : RunReport.Of([.. entries.Select(EventRedaction.Entry)]) with { ChainBreak = HashChain.FindBreak(entries) };
        return format switch
        {
            "html" => Results.Text(ReportHtml.Write(report, EvidenceSettings.Zone(report.Run.Plan.Environment)), "text/html; charset=utf-8"),
            "csv" => Results.Text(ReportCsv.Write(report, TimeZoneInfo.Utc), "text/csv; charset=utf-8"),
            "markdown" => Results.Text(ReportMarkdown.Write(report, EvidenceSettings.Zone(report.Run.Plan.Environment)), "text/markdown; charset=utf-8"),
            _ => Results.Ok((JsonNode)EvidenceJson.Of(report)),
        };
    }

    private static async Task<IResult> VerifyAllAsync(HttpContext context, IEngineStore store, IAccess access, StoreLook look, string? register)
    {
        if (!access.MayAll(context.User, Permission.View))
            return Problems.Forbidden($"{access.Actor(context.User)} sees certain runbooks, environments or modes; what is wrong in the store concerns them all.");
        if (!Names.AreStorable(register))
            return Problems.Bad("register is NUMBER:HASH, as verify all prints it.");
        // It reads every event there is.
        if (!look.TryBegin())
            return Problems.Of(StatusCodes.Status429TooManyRequests, "Under way", "The store is being checked for somebody at this moment.", "come again in a minute");
        try
        {
            return Results.Ok((JsonNode)StoreVerificationJson.Of(await StoreVerification.OfAsync(store, context.RequestAborted, register)));
        }
        finally
        {
            look.End();
        }
    }

    private static async Task<IResult> HistoryAsync(
        string name, string? environment, string? mode, int? limit, int? last, HttpContext context, IEngineStore store, RunAccess access, TimeProvider clock)
    {
        if (!Names.AreStorable(name, environment, mode))
            return Problems.Bad("A name holds a control character, or is longer than 400.");
        if (limit is < 1 or > RunHistory.Most || last is < 1 or > RunHistory.Most)
            return Problems.Bad($"limit and last are 1 to {RunHistory.Most}.");
        var history = await RunHistory.ReadAsync(
            store, name, environment, mode, limit ?? RunHistory.Usual, last ?? 10, run => access.May(context.User, Permission.View, run), clock.GetUtcNow(), context.RequestAborted);
        return history.Rows.Count > 0
            ? Results.Ok((JsonNode)HistoryJson.Of(history))
            : Problems.NotFound($"There is no ended run of {name} here that you may see.", "GET /api/v1/runs lists those that are seen");
    }

    private static async Task<IResult> BundleAsync(string id, HttpContext context, IEngineStore store, RunAccess access, TimeProvider clock)
    {
        var (run, problem) = await access.FindAsync(context, id, Permission.Administer);
        if (run is null)
            return problem!;
        var entries = await store.ReadAsync(run.Id, 0, context.RequestAborted);
        var environment = ((RunStarted)EventJson.Read(entries[0])).Plan.Environment;
        try
        {
            using var http = new HttpClient();
            var bundle = await EvidenceBundle.MakeAsync(entries, EvidenceSettings.Signing(EvidenceSettings.Of(environment)), pdf: null, EvidenceSettings.Zone(environment), http, clock, context.RequestAborted);
            return Results.File(bundle.ToZip(), "application/zip", $"{run.Runbook}-{run.Id}.zip");
        }
        catch (CommandFailure e)
        {
            return Problems.Conflict(e.Message, e.Help);
        }
    }

    private static async Task<IResult> VerifyAsync(string id, HttpContext context, IEngineStore store, RunAccess access)
    {
        var (run, problem) = await access.FindAsync(context, id, Permission.View);
        if (run is null)
            return problem!;
        var (entries, _, broken) = await RunVerification.OfAsync(store, run.Id, context.RequestAborted);
        return Results.Ok(new VerifyAnswer(
            broken is null, entries.Count, entries.Count > 0 ? entries[^1].Hash : "", broken, Signed: false, broken is null ? $"{ChainStatement.Consistent}; {ChainStatement.Limit}" : null));
    }
}

/// <param name="Payload">The event's JSON, verbatim.</param>
/// <param name="Hash">SHA-256 over the hash before it and this event.</param>
/// <param name="Redacted">The payload is not the stored one: its environment is kept from those who do not administer the run, so its hash cannot be checked by them.</param>
public sealed record EventAnswer(int Sequence, DateTimeOffset At, string Type, string Payload, string Hash, bool Redacted = false)
{
    public static EventAnswer Of(JournalEntry entry) => new(entry.Sequence, entry.At, entry.Type, entry.Payload, entry.Hash);
}

/// <param name="Verified">The chain holds; <paramref name="Statement"/> says what that proves.</param>
/// <param name="Break">What is wrong, and where; null when nothing is.</param>
public sealed record VerifyAnswer(bool Verified, int Events, string LastHash, string? Break, bool Signed, string? Statement);

/// <summary>One look through the whole store at a time.</summary>
internal sealed class StoreLook
{
    private int _busy;

    public bool TryBegin() => Interlocked.Exchange(ref _busy, 1) == 0;

    public void End() => Volatile.Write(ref _busy, 0);
}
