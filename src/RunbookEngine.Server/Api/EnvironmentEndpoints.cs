using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>Environments: where runs take place. Never their secrets, nor where these are kept.</summary>
internal static class EnvironmentEndpoints
{
    public static void MapEnvironments(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/environments").WithTags("Environments");
        group.MapGet("", ListAsync).Needs(Permission.View).Says<Page<EnvironmentAnswer>>("List environments", "Those of the configuration and those that were uploaded.");
        group.MapGet("/{name}", GetAsync).Needs(Permission.View).Says<EnvironmentAnswer>("Get an environment", "Without credentials and connections.");
        group.MapPut("/{name}", PutAsync).Needs(Permission.Administer).Conditional().Takes("application/yaml")
            .Says<EnvironmentAnswer>("Upload an environment", "The body is the YAML text. It names programs and files of the server that hold secrets, so it is for administrators. A configured file of the same name wins, and the upload is refused.");
        group.MapDelete("/{name}", DeleteAsync).Needs(Permission.Administer).Conditional().Says<object>("Remove an uploaded environment", "Runs in it go on to their end only where it is known: end them first.", StatusCodes.Status204NoContent);
        group.MapPost("/{name}/check", CheckAsync).Needs(Permission.Operate).Says<Page<ArrayAnswer>>("Look at an environment's arrays", "Logs in to each and says whether it is the one it should be. Changes nothing.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, EnvironmentLibrary library, IAccess access) =>
        Results.Ok(new Page<EnvironmentAnswer>([.. (await library.ListAsync(context.RequestAborted)).Where(e => access.May(context.User, Permission.View, environment: e.Model.Name)).Select(EnvironmentAnswer.Of)], null));

    private static async Task<IResult> GetAsync(string name, HttpContext context, EnvironmentLibrary library, IAccess access)
    {
        if (!access.May(context.User, Permission.View, environment: name) || await library.FindAsync(name, context.RequestAborted) is not { } found)
            return Unknown(name);
        return found.Version > 0 && Preconditions.OfRead(context, found.Version) is { } known ? known : Results.Ok(EnvironmentAnswer.Of(found));
    }

    private static async Task<IResult> PutAsync(
        string name, HttpContext context, EnvironmentLibrary library, RunEnvironments runs, IRunPlacement placement, IAccess access, IServerRecord record)
    {
        if (!RunbookLibrary.IsName(name))
            return Problems.Bad("The name is not one of an environment.", $"1 to {RunbookLibrary.MaxName} letters, digits, '-', '_' and '.', beginning with a letter or digit");
        if (!access.MayAll(context.User, Permission.Administer, environment: name))
            return Problems.Forbidden($"{access.Actor(context.User)} may not write the environment {name}.");
        if (library.Configured.Any(e => e.Model?.Name == name))
            return Problems.Conflict($"The environment {name} is a file of the configuration.", "change the file; the server reads it again by itself");
        if (Preconditions.Of(context.Request) is not { } asked)
            return Problems.Bad(Preconditions.Rule);
        if (await Bodies.TextAsync(context.Request, context.RequestAborted) is not { } text)
            return Problems.Bad("The body is no UTF-8 text of at most 1,000,000 bytes.");
        var result = EnvironmentLibrary.Check(name, text);
        if (result.Model is not { } model)
            return Problems.Invalid($"{result.Diagnostics.Count(d => d.IsError)} errors in the environment.", result.Diagnostics);
        if (model.Name != name)
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Invalid", $"The environment's own name is '{model.Name}', not '{name}'.");
        var actor = access.Actor(context.User);
        if (await runs.RefusalsAsync(model, context.RequestAborted) is { Count: > 0 } refusals)
            return Problems.Conflict($"Runs in flight would move to other arrays: {string.Join("; ", refusals.Take(3))}.", "end them first, or give the other arrays other names");
        var before = (await library.FindAsync(name, context.RequestAborted))?.Version ?? 0;
        if (!asked.Allow(before) || await library.PutAsync(name, text, asked.Expected(before), actor, context.RequestAborted) is not { } version)
            return Problems.Changed($"The environment {name} has another version than the one you name.");
        await record.WriteAsync(actor, "environment.uploaded", $"{name} version {version}", null, context.RequestAborted);
        foreach (var run in await runs.ReplacedAsync(model, actor, context.RequestAborted))
            placement.Wake(run);
        context.Response.Headers.ETag = Bodies.ETag(version);
        var answer = EnvironmentAnswer.Of(new ServerEnvironment(model, null, version, actor));
        return before == 0 ? Results.Created($"/api/v1/environments/{name}", answer) : Results.Ok(answer);
    }

    private static async Task<IResult> DeleteAsync(string name, HttpContext context, EnvironmentLibrary library, IAccess access, IServerRecord record)
    {
        if (Preconditions.Of(context.Request) is not { } asked)
            return Problems.Bad(Preconditions.Rule);
        if (!RunbookLibrary.IsName(name) || !access.MayAll(context.User, Permission.Administer, environment: name) || await library.FindAsync(name, context.RequestAborted) is not { Version: > 0 } there)
            return Unknown(name);
        if (!asked.Allow(there.Version) || !await library.DeleteAsync(name, asked.Expected(there.Version), context.RequestAborted))
            return Problems.Changed($"The environment {name} has another version than the one you name.");
        await record.WriteAsync(access.Actor(context.User), "environment.removed", name, null, context.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> CheckAsync(string name, HttpContext context, EnvironmentLibrary library, EngineRoom room, IAccess access)
    {
        if (!access.May(context.User, Permission.Operate, environment: name) || await library.FindAsync(name, context.RequestAborted) is not { } found)
            return Unknown(name);
        var plan = found.Model.ToPlan();
        try
        {
            var checks = await room.Connections.CheckAsync(plan, null, context.RequestAborted);
            return Results.Ok(new Page<ArrayAnswer>([.. checks.Select(c => new ArrayAnswer(c.Array, c.Failure is null, c.Verified, c.Failure?.Message, c.Failure?.Help))], null));
        }
        catch (ArgumentException e)
        {
            return Problems.Invalid(e.Message, []);
        }
    }

    private static IResult Unknown(string name) => Problems.NotFound($"There is no environment '{Names.Shown(name)}'.", "GET /api/v1/environments lists them");
}

/// <param name="Arrays">By alias.</param>
/// <param name="Approvers">People by group.</param>
/// <param name="Version">Of an upload; 0 for a configured file.</param>
public sealed record EnvironmentAnswer(
    string Name, string? Description, IReadOnlyDictionary<string, EnvironmentArray> Arrays, IReadOnlyList<IReadOnlyList<string>> Links,
    IReadOnlyList<string> FenceAllows, IReadOnlyList<string> FenceDenies, IReadOnlyDictionary<string, IReadOnlyList<string>> Approvers, int Version)
{
    public static EnvironmentAnswer Of(ServerEnvironment environment)
    {
        var model = environment.Model;
        return new EnvironmentAnswer(
            model.Name, model.Description, model.Arrays.ToDictionary(a => a.Key, a => new EnvironmentArray(a.Value.StorageDeviceId)),
            model.Links, model.Fence.Allow, model.Fence.Deny, model.Approvers, environment.Version);
    }
}

public sealed record EnvironmentArray(string StorageDeviceId);

/// <param name="Verified">Its certificate is checked; false where the environment says not to.</param>
public sealed record ArrayAnswer(string Array, bool Answers, bool Verified, string? Problem, string? Help);
