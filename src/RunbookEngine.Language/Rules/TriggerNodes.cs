using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Timetables;

namespace RunbookEngine.Language.Rules;

/// <summary>The triggers of a runbook, as written.</summary>
internal static class TriggerNodes
{
    /// <summary>What sets a trigger off: one of these.</summary>
    public static readonly string[] Kinds = ["cron", "every", "webhook", "ticket"];

    // A year for which no single decision is on record any more: what holds then are the rules in force.
    private static readonly DateTimeOffset StandingRules = new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<MapNode> Of(Runbook runbook) => ((runbook.Root["triggers"] as ListNode)?.Items ?? []).OfType<MapNode>();

    /// <summary>Triggers with a cron expression and a zone that can be read.</summary>
    public static IEnumerable<(MapNode Trigger, Cron Cron, ZoneClock Zone)> Crons(Runbook runbook)
    {
        foreach (var trigger in Of(runbook))
        {
            if (trigger["cron"]?.Text is { } text && Cron.TryParse(text, out _) is { } cron && trigger["zone"]?.Text is { } zone && ZoneClock.Find(zone) is { } clock)
                yield return (trigger, cron, clock);
        }
    }

    /// <summary>How the clocks of a zone are moved by the rules in force, for as long as it takes until each has met every day of the week: 28 years.</summary>
    public static IEnumerable<ZoneChange> StandingChanges(ZoneClock zone) => zone.Changes(StandingRules, StandingRules.AddYears(28));
}
