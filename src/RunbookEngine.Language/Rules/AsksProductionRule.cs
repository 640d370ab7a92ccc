using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1545: a step of mode disaster that cannot do its work without production's array.</summary>
internal static class AsksProductionRule
{
    /// <summary>Statuses that only an S-VOL shows, so that nothing is asked of the P-VOL.</summary>
    private static readonly string[] OfSvols = ["SSWS", "SSUS"];

    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var production = DisasterSteps.Production(context, out var told);
        foreach (var place in DisasterSteps.Of(context))
        {
            if (context.On(place) is not { Technology: { } technology, Target: { } target } on || Why(place, technology, target, production, told) is not { } why)
                continue;
            yield return Diagnostic.Warning(Codes.AsksProduction, on.Node.At,
                $"{place.Step.Title} runs in mode disaster, and {why}",
                "give the step modes without disaster, such as modes: [planned, failback], or do it where the S-VOLs are");
        }
    }

    private static string? Why(StepPlace place, Technology technology, TargetDefinition target, string? production, bool told)
    {
        var verb = place.Step.Verb!.Name;
        if (!technology.IsRemote())
        {
            return production is not null && target.Array?.Value == production
                ? $"its copies are inside {production}, which is production's array{(told ? "" : " as the takeover's target names it first (a pair.assert with pvolAt tells otherwise)")}"
                : null;
        }

        if (BothArrays.Need(verb, technology, name => place.Step.Argument(name)?.Text, declared: true) is { Certain: true } need)
            return $"needs both arrays of {target.Name.Value}: {need.Why}";
        var statuses = Nodes.OneOrMany(place.Step.Argument("status")).Select(s => s.Text).OfType<string>().ToList();
        return verb is "pair.assert" or "pair.wait" && statuses.Count > 0 && !statuses.Any(s => s.Contains("${{", StringComparison.Ordinal))
            && !statuses.Any(s => OfSvols.Contains(s, StringComparer.OrdinalIgnoreCase))
            ? $"asks for the status of the P-VOLs of {target.Name.Value} ({string.Join(", ", statuses)}), which only production's array knows"
            : null;
    }
}
