using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;

namespace RunbookEngine.Server.Retention;

internal static class RetentionServices
{
    public static void AddRetention(this IServiceCollection services, RetentionOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<EvidenceArchive>();
        services.AddSingleton<RetentionWatch>();
        services.AddHostedService(s => s.GetRequiredService<RetentionWatch>());
        services.AddSingleton<DrillWatch>();
        services.AddHostedService(s => s.GetRequiredService<DrillWatch>());
    }

    public static void MapRetention(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/evidence").WithTags("Evidence");
        group.MapGet("", ListAsync).Needs(Permission.View).Says<Page<JsonNode>>("List evidence", "Of runs whose journals were removed by the retention, the oldest first.");
        group.MapGet("/{id}/bundle", BundleAsync).Needs(Permission.Administer).Says<JsonNode>("Get the evidence bundle of a removed run", "As it was made when the journal was removed; its hash is on record.");
        group.MapGet("/{id}", GetAsync).Needs(Permission.View).Says<JsonNode>("Get evidence", "The report of a run whose journal was removed, with the number of its events and the last hash.");
    }

    private static async Task<IResult> BundleAsync(string id, HttpContext context, EvidenceArchive archive, IAccess access) =>
        RunId.TryParse(id) is { } run && await archive.FindRecordAsync(run, context.RequestAborted) is { } record && MayAll(context, access, record)
        && await archive.FindBundleAsync(run, context.RequestAborted) is { } bundle
            ? Results.File(bundle, "application/zip", $"{(string?)record["runbook"]}-{run}.zip")
            : Problems.NotFound("There is no bundle of such a run.", "its journal may still be there: GET /api/v1/runs/{id}/evidence");

    private static bool MayAll(HttpContext context, IAccess access, JsonNode record) =>
        access.May(context.User, Permission.Administer, (string?)record["runbook"], (string?)record["environment"], (string?)record["mode"] ?? Grant.NoMode);

    private static async Task<IResult> ListAsync(HttpContext context, EvidenceArchive archive, IAccess access, int? limit, string? cursor)
    {
        if (!Names.AreStorable(cursor))
            return Problems.Bad("The cursor is not one of this list.");
        var read = await archive.ListAsync(cursor, Lists.Limit(limit), context.RequestAborted);
        return Results.Ok(Lists.Of(read, Lists.Limit(limit), e => (string)e["run"]!["id"]!, e => Sees(context, access, e) ? e["run"]!.DeepClone() : null));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, EvidenceArchive archive, IAccess access) =>
        RunId.TryParse(id) is { } run && await archive.FindAsync(run, context.RequestAborted) is { } found && Sees(context, access, found)
            ? Results.Ok(May(context, access, found, Permission.Administer) ? found : Shown(found))
            : Problems.NotFound("There is no evidence of such a run.", "its journal may still be there: GET /api/v1/runs/{id}/report");

    private static bool Sees(HttpContext context, IAccess access, JsonNode evidence) => May(context, access, evidence, Permission.View);

    private static bool May(HttpContext context, IAccess access, JsonNode evidence, Permission permission) =>
        access.May(context.User, permission, (string?)evidence["run"]!["runbook"], (string?)evidence["run"]!["environment"], (string?)evidence["run"]!["mode"] ?? Grant.NoMode);

    /// <summary>Without the addresses of arrays, which are for those who administer the run.</summary>
    private static JsonNode Shown(JsonNode evidence)
    {
        foreach (var act in (evidence["people"] as JsonArray ?? []).OfType<JsonObject>().Where(a => ((string?)a["what"])?.StartsWith(PeopleActs.ChangedWay, StringComparison.Ordinal) == true))
            act["what"] = PeopleActs.ChangedWay;
        return evidence;
    }
}
