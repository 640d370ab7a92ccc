using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RunbookEngine.Language.Targets;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Operations.PairHealth;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>How the pairs of an environment are.</summary>
internal static class PairEndpoints
{
    public static void MapPairs(this IEndpointRouteBuilder api) =>
        api.MapGroup("").WithTags("Pairs").MapGet("/pairs", GetAsync).Needs(Permission.View).Says<PairsAnswer>(
            "Report on pairs",
            "Reads the copy groups of an environment from its arrays and says how well each is. Groups behind the environment's fence are not told. "
            + "An array that does not answer is one of the troubles, and what only it knows is ?. Changes nothing.");

    private static async Task<IResult> GetAsync(
        string? environment, string[]? copyGroup, string? technology, bool? pairs, HttpContext context, EnvironmentLibrary library, EngineRoom room, IAccess access, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(environment))
            return Problems.Bad("The report is of one environment.", "GET /api/v1/pairs?environment=NAME");
        if (technology is not null && TechnologyNames.FromRunbook(technology) is null)
            return Problems.Bad("No technology is called so.", string.Join(", ", Enum.GetValues<Technology>().Select(t => t.RunbookName())));
        if (copyGroup?.FirstOrDefault(g => Glob.Problem(g) is not null) is { } wrong)
            return Problems.Bad($"copyGroup: {Glob.Problem(wrong)}.");
        if (!access.May(context.User, Permission.View, environment: environment) || await library.FindAsync(environment, context.RequestAborted) is not { } found)
            return Problems.NotFound($"There is no environment '{Names.Shown(environment)}'.", "GET /api/v1/environments lists them");
        var reader = new PairsReader(room.Connections, found.Model, new PairsQuery(copyGroup ?? [], technology, pairs == true), new HealthJudge());
        var groups = new List<CopyGroupAnswer>();
        try
        {
            await foreach (var group in reader.ReadAsync(context.RequestAborted))
                groups.Add(group);
        }
        catch (ArgumentException e)
        {
            return Problems.Invalid(e.Message, []);
        }

        return Results.Ok(PairsAnswer.Of(found.Model.Name, clock.GetUtcNow(), groups, reader.Troubles));
    }
}
