using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Documents;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>Looks ahead: is a text valid, and what would a run do.</summary>
internal static class PlanEndpoints
{
    public static void MapPlans(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Plans");
        group.MapPost("/validate", ValidateAsync).Needs(Permission.View)
            .Says<ValidateAnswer>("Check a runbook", "A text, or an uploaded runbook; with an environment also what depends on it. Asks no array, changes nothing.")
            .Example("""{ "runbook": "ur-split-backup-resync", "environment": "two-site-lab", "inputs": { "app": "erp" } }""");
        group.MapPost("/plans", PlanAsync).Needs(Permission.Operate)
            .Says<JsonNode>("Predict a run", "Reads the pairs from the arrays and says for every step what would be sent, what becomes of each pair, what is taken back, how long it takes. Changes nothing. The fingerprint in the answer, given to POST /runs, refuses any other plan.")
            .Example("""{ "runbook": "ur-split-backup-resync", "environment": "two-site-lab", "mode": "planned" }""");
    }

    private static async Task<IResult> ValidateAsync(ValidateBody body, HttpContext context, RunbookLibrary library, EnvironmentLibrary environments, IAccess access)
    {
        if (body.Runbook is null == body.Text is null)
            return Problems.Bad("Give one of runbook and text.");
        if (Values.Texts(body.Inputs) is not { } inputs)
            return Problems.Bad("Inputs are texts, numbers and booleans by name.");
        var (name, text) = (body.Runbook ?? "runbook", body.Text);
        // What is looked at together has to be seen together: a runbook here and an environment there are no grant for the two.
        bool Sees(string runbook) => access.May(context.User, Permission.View, runbook, body.Environment, body.Environment is null ? body.Mode : body.Mode ?? Grant.NoMode);
        if (text is null)
        {
            if (!Sees(name) || await library.FindAsync(name, body.Version, context.RequestAborted) is not { } found)
                return Problems.NotFound($"There is no runbook '{Names.Shown(name)}'.", "GET /api/v1/runbooks lists them");
            text = found.Text;
        }

        EnvironmentModel? environment = null;
        if (body.Environment is { } place)
        {
            if (!access.May(context.User, Permission.View, environment: place) || await environments.FindAsync(place, context.RequestAborted) is not { } known)
                return Problems.NotFound($"There is no environment '{Names.Shown(place)}'.", "GET /api/v1/environments lists them");
            environment = known.Model;
        }

        var compiled = await library.CompileAsync(name, text, environment, new CompileOptions { Inputs = inputs, Mode = body.Mode, RequireInputs = inputs.Count > 0 }, context.RequestAborted, Sees);
        return Results.Ok(new ValidateAnswer(!compiled.HasErrors, DiagnosticJson.ToNode(compiled.Diagnostics)["diagnostics"]!.DeepClone().AsArray()));
    }

    private static async Task<IResult> PlanAsync(PlanBody body, HttpContext context, PlanMaker plans, PlanForecasts forecasts, IAccess access)
    {
        var actor = access.Actor(context.User);
        if (string.IsNullOrWhiteSpace(body.Runbook) || string.IsNullOrWhiteSpace(body.Environment) || Values.Texts(body.Inputs) is not { } inputs)
            return Problems.Bad("A plan needs a runbook and an environment; inputs are texts, numbers and booleans by name.");
        if (!access.May(context.User, Permission.Operate, body.Runbook, body.Environment, body.Mode ?? Grant.NoMode))
            return Problems.Forbidden($"{actor} may not plan {Names.Shown(body.Runbook)} in {Names.Shown(body.Environment)}.");
        var order = new RunOrder(body.Runbook, body.Environment, actor, inputs, Mode: body.Mode, Version: body.Version)
        {
            MaySee = name => access.May(context.User, Permission.View, name, body.Environment, body.Mode ?? Grant.NoMode),
            MayAuthor = access.May(context.User, Permission.Author, body.Runbook, body.Environment, body.Mode ?? Grant.NoMode),
        };
        return await plans.MakeAsync(order, context.RequestAborted) switch
        {
            PlanResult.Made made => Results.Ok((JsonNode)Shown(await forecasts.DocumentAsync(made, body.Saved, context.RequestAborted), made,
                access.May(context.User, Permission.Administer, body.Runbook, body.Environment, body.Mode ?? Grant.NoMode))),
            PlanResult.Failed failed => Problems.Of(failed.Why),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>A saved plan holds its environment: who may not administer there gets of it what <c>GET /environments</c> shows. The fingerprint stays, so the plan can be ordered.</summary>
    private static JsonObject Shown(JsonObject document, PlanResult.Made made, bool whole)
    {
        if (!whole && document["saved"] is JsonObject saved)
            EventRedaction.Redact(saved, PlanJson.Fingerprint(made.Plan));
        return document;
    }
}

/// <param name="Runbook">Name of an uploaded one; or give <paramref name="Text"/>.</param>
public sealed record ValidateBody(
    string? Runbook = null, string? Text = null, int? Version = null, string? Environment = null, IReadOnlyDictionary<string, JsonElement>? Inputs = null, string? Mode = null);

public sealed record ValidateAnswer(bool Valid, JsonArray Diagnostics);

/// <param name="Saved">Adds the plan itself with its start state, as <c>runbook plan --save</c> writes it, and how long its steps took before.</param>
public sealed record PlanBody(
    string Runbook, string Environment, IReadOnlyDictionary<string, JsonElement>? Inputs = null, string? Mode = null, int? Version = null, bool Saved = false);
