using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1505, RB1511: a verb or an option that the target's technology does not have.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, request parameters of the pair operations.</remarks>
internal static class TechnologyRule
{
    private const Technology Si = Technology.ShadowImage, Tc = Technology.TrueCopy, Ur = Technology.UniversalReplicator,
        Gad = Technology.GlobalActiveDevice, Ti = Technology.ThinImage;

    private static readonly Dictionary<(string Verb, string Option), Technology[]> Options = new()
    {
        [("pair.split", "svolAccess")] = [Tc, Ur],
        [("pair.split", "quick")] = [Si],
        [("pair.split", "copyPace")] = [Si],
        [("pair.split", "pvolWriteProtect")] = [Tc],
        [("pair.split", "dataSuspend")] = [Ur],
        [("pair.split", "forceSuspend")] = [Si],
        [("pair.split", "swap")] = [Tc, Ur, Gad],
        [("pair.resync", "quick")] = [Si],
        [("pair.resync", "copyPace")] = [Si, Tc, Gad],
        [("pair.resync", "consistencyGroup")] = [Tc, Gad],
        [("pair.resync", "fenceLevel")] = [Tc],
        [("pair.restore", "quick")] = [Si],
        [("pair.restore", "copyPace")] = [Si],
        [("pair.create", "autoSplit")] = [Si, Ti],
        [("pair.create", "quick")] = [Si],
        [("pair.create", "copyPace")] = [Si, Tc, Gad],
        [("pair.create", "mirrorUnit")] = [Si, Ur, Gad],
        [("pair.create", "fenceLevel")] = [Tc],
        [("pair.create", "initialCopy")] = [Tc, Ur, Gad],
        [("pair.create", "pathGroup")] = [Tc, Ur, Gad],
        [("pair.create", "journals")] = [Ur],
        [("pair.create", "quorumDisk")] = [Gad],
        [("pair.create", "pool")] = [Ti],
        [("pair.swapResync", "copyPace")] = [Tc, Gad],
        [("pair.wait", "journalUsageBelow")] = [Ur],
        [("pair.wait", "pvolAt")] = [Tc, Ur, Gad],
        [("pair.assert", "journalUsageBelow")] = [Ur],
        [("pair.assert", "pvolAt")] = [Tc, Ur, Gad],
        [("pair.wait", "readOnlyAt")] = [Tc, Ur, Gad],
        [("pair.assert", "readOnlyAt")] = [Tc, Ur, Gad],
        [("pair.wait", "journalBacklogBelow")] = [Ur],
        [("pair.wait", "journalStatus")] = [Ur],
        [("pair.wait", "ioMode")] = [Gad],
        [("pair.wait", "quorum")] = [Gad],
        [("pair.wait", "remotePaths")] = [Tc, Ur, Gad],
        [("pair.assert", "journalBacklogBelow")] = [Ur],
        [("pair.assert", "journalStatus")] = [Ur],
        [("pair.assert", "ioMode")] = [Gad],
        [("pair.assert", "quorum")] = [Gad],
        [("pair.assert", "remotePaths")] = [Tc, Ur, Gad],
    };

    /// <summary>Whether a technology has an option of a verb.</summary>
    public static bool Has(string verb, string option, Technology technology) => !Options.TryGetValue((verb, option), out var allowed) || allowed.Contains(technology);

    public static IEnumerable<Diagnostic> Check(RuleContext context) => context.Places.SelectMany(p =>
        context.On(p)?.Technology is { } technology ? Check(p.Step, technology) : []);

    private static IEnumerable<Diagnostic> Check(Step step, Technology technology)
    {
        var verb = step.Verb!;
        if (verb.Technologies.Count > 0 && !verb.Technologies.Contains(technology))
        {
            yield return Diagnostic.Error(Codes.VerbOfOtherTechnology, step.At,
                $"{technology.RunbookName()} has no `{verb.Name}`; it exists for {Names(verb.Technologies)}");
            yield break;
        }

        foreach (var option in (step.With as MapNode)?.Entries ?? [])
        {
            if (Options.TryGetValue((verb.Name, option.Key.Raw), out var allowed) && !allowed.Contains(technology))
            {
                yield return Diagnostic.Error(Codes.OptionOfOtherTechnology, option.Key.At,
                    $"`{option.Key.Raw}` is for {Names(allowed)}; this target is {technology.RunbookName()}", "remove it");
            }
        }
    }

    private static string Names(IEnumerable<Technology> technologies) => string.Join(", ", technologies.Select(t => t.RunbookName()));
}
