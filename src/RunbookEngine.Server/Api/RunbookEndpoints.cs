using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>Runbooks: upload, look, versions.</summary>
internal static class RunbookEndpoints
{
    public static void MapRunbooks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runbooks").WithTags("Runbooks");
        group.MapGet("", ListAsync).Needs(Permission.View)
            .Says<Page<RunbookHead>>("List runbooks", "The newest version of each, by name.");
        group.MapPut("/{name}", PutAsync).Needs(Permission.Author)
            .Takes("application/yaml")
            .Says<RunbookUploaded>("Upload a runbook", "The body is the YAML text; it becomes the newest version. If-Match names the version it replaces, If-None-Match: * says that there is none yet. The same text again makes no version. The name must be the runbook's own.");
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

    private static async Task<IResult> PutAsync(string name, HttpContext context, RunbookLibrary library, IAccess access, IServerRecord record)
    {
        if (!RunbookLibrary.IsName(name))
            return Problems.Bad("The name is not one of a runbook.", $"1 to {RunbookLibrary.MaxName} letters, digits, '-', '_' and '.', beginning with a letter or digit");
        if (!access.May(context.User, Permission.Author, name))
            return Problems.Forbidden($"{access.Actor(context.User)} may not write the runbook {name}.");
        if (!Bodies.TryExpected(context.Request, out var expected))
            return Problems.Bad("If-Match must be one ETag, as in \"3\".");
        if (await Bodies.TextAsync(context.Request, context.RequestAborted) is not { } text)
            return Problems.Bad("The body is no UTF-8 text of at most 1,000,000 bytes.");
        var compiled = await library.CompileAsync(name, text, null, new CompileOptions { RequireInputs = false }, context.RequestAborted);
        if (compiled.HasErrors)
            return Problems.Invalid($"{compiled.Diagnostics.Count(d => d.IsError)} errors in the runbook.", compiled.Diagnostics);
        if (compiled.Runbook?.Name?.Value is { } own && own != name)
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Invalid", $"The runbook's own name is '{own}', not '{name}'.", $"PUT /api/v1/runbooks/{own}");
        var actor = access.Actor(context.User);
        var before = await library.FindAsync(name, null, context.RequestAborted);
        if (await library.PutAsync(name, text, expected, actor, context.RequestAborted) is not { } stored)
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
        context.Response.Headers.ETag = Bodies.ETag(found.Version);
        if (context.Request.Headers.IfNoneMatch.ToString() == Bodies.ETag(found.Version))
            return Results.StatusCode(StatusCodes.Status304NotModified);
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
