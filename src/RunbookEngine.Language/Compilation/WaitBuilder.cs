using System.Collections.Immutable;
using System.Globalization;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Compilation;

/// <summary>The <c>wait</c> of a pair operation, or the arguments of <c>pair.wait</c>, which say the same.</summary>
internal static class WaitBuilder
{
    private const int MostPairs = 1_000_000;

    /// <returns>Null for the natural end of an operation, and for verbs that wait for no pair.</returns>
    public static WaitPlan? Build(Step step, Constants constants) => step.Verb!.Name == "pair.wait"
        ? Read((MapNode)step.With!, "status", constants)
        : step.Modifier("wait") switch
        {
            MapNode map => Read(map, "for", constants),
            { Text: "none" } => new WaitPlan { None = true },
            _ => null,
        };

    private static WaitPlan Read(MapNode node, string wanted, Constants constants)
    {
        var defaults = new WaitPlan();
        return new WaitPlan
        {
            For = Statuses(node[wanted], constants),
            FailOn = node["failOn"] is { } failing ? Statuses(failing, constants) : defaults.FailOn,
            Scope = Scope(node["scope"], constants) ?? defaults.Scope,
            Timeout = constants.Duration(node["timeout"]) ?? defaults.Timeout,
            Stall = constants.Duration(node["stall"]),
            Poll = constants.Duration(node["poll"]),
        };
    }

    private static ImmutableArray<string> Statuses(DocumentNode? node, Constants constants)
    {
        var statuses = constants.Texts(node).ToImmutableArray();
        foreach (var odd in statuses.Where(s => !Enum.TryParse<PairStatus>(s, out var status) || status == PairStatus.Unknown))
            constants.Error(Codes.ConstantExpression, node!, $"`{odd}` is no pair status");
        return statuses;
    }

    private static string? Scope(DocumentNode? node, Constants constants) => constants.Text(node) switch
    {
        null => null,
        "all" or "any" => constants.Text(node),
        _ => constants.Integer(node, 1, MostPairs)?.ToString(CultureInfo.InvariantCulture),
    };
}
