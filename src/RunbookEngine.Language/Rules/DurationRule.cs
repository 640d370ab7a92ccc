using System.Text.RegularExpressions;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1301: a duration of the right form that cannot be meant: none at all, or longer than ten years.</summary>
internal static partial class DurationRule
{
    private static readonly string[] Keys = ["timeout", "grace", "delay", "maxDelay", "stall", "poll", "deadline", "for", "rto", "rpo", "every", "after", "late", "window", "maxSkew", "drillEvery"];

    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(10);

    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from map in Nodes.Walk(context.Runbook.Root).OfType<MapNode>()
        from entry in map.Entries
        where Keys.Contains(entry.Key.Raw) && entry.Value.Text is { Length: > 0 } text && RightForm().IsMatch(text)
        let duration = DurationText.TryParse(entry.Value.Text)
        where duration is null || duration == TimeSpan.Zero && entry.Key.Raw is not ("delay" or "grace" or "rpo") || entry.Key.Raw == "grace" && duration > LongestGrace
        select Diagnostic.Error(Codes.Duration, entry.Value.At,
            duration is null ? $"`{entry.Value.Text}` is longer than ten years"
            : entry.Key.Raw == "grace" && duration > TimeSpan.Zero ? $"`grace: {entry.Value.Text}` keeps a run that is to end waiting; at most {DurationText.Write(LongestGrace)} are possible"
            : $"`{entry.Key.Raw}: {entry.Value.Text}` is no time at all",
            "write a duration such as 30s, 20m or 1h30m");

    // Other forms are refused by the schema.
    [GeneratedRegex("^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$")]
    private static partial Regex RightForm();
}
