using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1314: a stall or a poll that its own timeout overtakes.</summary>
internal static class WaitTimesRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        context.Places.Select(p => p.Step.Verb!.Name == "pair.wait" ? p.Step.With as MapNode : p.Step.Modifier("wait") as MapNode).OfType<MapNode>().SelectMany(Check);

    private static IEnumerable<Diagnostic> Check(MapNode wait)
    {
        var (timeout, stall, poll) = (Nodes.Duration(wait["timeout"]), Nodes.Duration(wait["stall"]), Nodes.Duration(wait["poll"]));
        if (stall >= (timeout ?? TimeSpan.FromDays(1)))
        {
            yield return Diagnostic.Warning(Codes.WaitTimes, wait["stall"]!.At,
                $"the wait is over after {wait["timeout"]?.Text ?? "24h"}, so a stall of {wait["stall"]!.Text} is never noticed", "make `stall` shorter than `timeout`");
        }

        if (poll >= (stall ?? timeout ?? TimeSpan.FromDays(1)))
        {
            yield return Diagnostic.Warning(Codes.WaitTimes, wait["poll"]!.At,
                $"the pairs are read every {wait["poll"]!.Text}, and the wait is over before they are read twice", "read more often: poll: 5s");
        }
    }
}
