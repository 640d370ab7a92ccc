using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules;

namespace RunbookEngine.Server.Api;

/// <summary>Runbooks: upload, look, versions.</summary>
internal static class RunbookEndpoints
{
    public static void MapRunbooks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runbooks").WithTags("Runbooks");
        group.MapGet("", ListAsync).Needs(Permission.View)
            .Says<Page<RunbookHead>>("List runbooks", "The newest version of each, by name.");
        group.MapPut("/{name}", PutAsync).Needs(Permission.Author).Conditional()
            .Takes("application/yaml")
            .Says<RunbookUploaded>("Upload a runbook", "The body is the YAML text; it becomes the newest version. If-Match names the version it replaces, If-None-Match: * says that there is none yet. The same text again makes no version. The name must be the runbook's own. Whoever uploads triggers in it must be allowed to start such runs, then and whenever they fire.");
        group.MapGet("/{name}", GetAsync).Needs(Permission.View)
            .Says<RunbookVersion>("Get a runbook", "The newest version, or ?version=N. With Accept: application/yaml the text alone.");
        group.MapGet("/{name}/versions", VersionsAsync).Needs(Permission.View)
            .Says<Page<RunbookHead>>("List a runbook's versions", "The oldest first.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, RunbookLibrary library, IAccess access, int? limit, string? cursor)
    {
        var read = await library.ListAsync(cursor, Lists.Limit(limit), context.RequestAborted);
        return Results.Ok(Lists.Of(read, Lists.Limit(limit), r => r.Name, r => access.May(context.User, Permission.View, r.Name) ? RunbookHead.Of(r) : null));
    }

    private static async Task<IResult> PutAsync(string name, HttpContext context, RunbookLibrary library, Looks looks, CallerRights rights, IAccess access, IServerRecord record)
    {
        if (!RunbookLibrary.IsName(name))
            return Problems.Bad("The name is not one of a runbook.", $"1 to {RunbookLibrary.MaxName} letters, digits, '-', '_' and '.', beginning with a letter or digit");
        if (!access.May(context.User, Permission.Author, name))
            return Problems.Forbidden($"{access.Actor(context.User)} may not write the runbook {name}.");
        if (Preconditions.Of(context.Request) is not { } asked)
            return Problems.Bad(Preconditions.Rule);
        if (await Bodies.TextAsync(context.Request, context.RequestAborted) is not { } text)
            return Problems.Bad("The body is no UTF-8 text of at most 1,000,000 bytes.");
        var compiled = await library.CompileAsync(name, text, null, new CompileOptions { RequireInputs = false }, context.RequestAborted, looks.Sees(context));
        if (compiled.HasErrors)
            return Problems.Invalid($"{compiled.Diagnostics.Count(d => d.IsError)} errors in the runbook.", compiled.Diagnostics);
        if (compiled.Runbook?.Name?.Value is { } own && own != name)
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Invalid", $"The runbook's own name is '{own}', not '{name}'.", $"PUT /api/v1/runbooks/{own}");
        var actor = access.Actor(context.User);
        var before = await library.FindAsync(name, null, context.RequestAborted);
        var triggers = TriggerReader.Of(new SourceFile($"{name}.yaml", text));
        if (triggers.Select(t => looks.Forbidden(context, name, t)).OfType<IResult>().FirstOrDefault() is { } forbidden)
            return forbidden;
        // Triggers of somebody whose right has ended start nothing: whoever uploads the text again stands behind them from now on.
        var anew = triggers.Count > 0 && before is { Identity: { } identity } && identity != access.Identity(context.User) && await rights.GrantsAsync(identity, context.RequestAborted) is null;
        var there = before?.Version ?? 0;
        if (!asked.Allow(there) || await library.PutAsync(name, text, asked.Expected(there), actor, context.RequestAborted, access.Identity(context.User), anew) is not { } stored)
            return Problems.Changed($"The runbook {name} has another version than the one you name.");
        if (stored.Version != before?.Version)
            await record.WriteAsync(actor, "runbook.uploaded", $"{name} version {stored.Version}", stored.Hash, context.RequestAborted);
        context.Response.Headers.ETag = Bodies.ETag(stored.Version);
        var body = new RunbookUploaded(stored.Name, stored.Version, stored.Hash, DiagnosticJson.ToNode(compiled.Diagnostics)["diagnostics"]!.DeepClone().AsArray());
        return before is null ? Results.Created($"/api/v1/runbooks/{name}", body) : Results.Ok(body);
    }

    private static async Task<IResult> GetAsync(string name, HttpContext context, RunbookLibrary library, IAccess access, int? version)
    {
        if (!access.May(context.User, Permission.View, name) || await library.FindAsync(name, version, context.RequestAborted) is not { } found)
            return Problems.NotFound($"There is no runbook '{Names.Shown(name)}'{(version is null ? "" : $" of version {version}")}.", "GET /api/v1/runbooks lists them");
        if (Preconditions.OfRead(context, found.Version) is { } known)
            return known;
        found = found with { Identity = null };
        return context.Request.Headers.Accept.ToString().Contains("yaml", StringComparison.OrdinalIgnoreCase) ? Results.Text(found.Text, "application/yaml") : Results.Ok(found);
    }

    private static async Task<IResult> VersionsAsync(string name, HttpContext context, RunbookLibrary library, IAccess access, int? limit, int? cursor)
    {
        if (!access.May(context.User, Permission.View, name) || await library.FindAsync(name, null, context.RequestAborted) is null)
            return Problems.NotFound($"There is no runbook '{Names.Shown(name)}'.", "GET /api/v1/runbooks lists them");
        var read = await library.VersionsAsync(name, cursor ?? 0, Lists.Limit(limit), context.RequestAborted);
        return Results.Ok(Lists.Of(read, Lists.Limit(limit), r => $"{r.Version}", RunbookHead.Of));
    }
}

/// <summary>A runbook in a list.</summary>
public sealed record RunbookHead(string Name, int Version, string Hash, string Author, DateTimeOffset At)
{
    public static RunbookHead Of(RunbookVersion version) => new(version.Name, version.Version, version.Hash, version.Author, version.At);
}

/// <param name="Diagnostics">Warnings.</param>
public sealed record RunbookUploaded(string Name, int Version, string Hash, System.Text.Json.Nodes.JsonArray Diagnostics);
