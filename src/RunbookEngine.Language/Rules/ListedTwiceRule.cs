using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1320: the same entry twice in a list.</summary>
internal static class ListedTwiceRule
{
    private static readonly string[] Lists = ["status", "for", "failOn", "to", "by", "choices", "successCodes", "expect", "state", "on"];

    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        from map in new[] { place.Step.With, place.Step.Modifier("wait"), place.Step.Modifier("retry") }.OfType<MapNode>()
        from entry in map.Entries
        where Lists.Contains(entry.Key.Raw) && entry.Value is ListNode
        from same in ((ListNode)entry.Value).Items.OfType<ScalarNode>().GroupBy(n => n.Raw, StringComparer.Ordinal)
        from again in same.Skip(1)
        select Diagnostic.Warning(Codes.ListedTwice, again.At, $"`{again.Raw}` is in `{entry.Key.Raw}` already", "was another one meant?");
}
