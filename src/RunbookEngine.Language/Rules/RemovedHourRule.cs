using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Timetables;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1327: a time of day that does not exist on the day when clocks are put forward, and no word about it.</summary>
internal static class RemovedHourRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var (trigger, cron, zone) in TriggerNodes.Crons(context.Runbook))
        {
            // Fires in every hour lose nothing by one that is not there.
            if (cron.EveryHour || trigger["gap"] is not null)
                continue;
            foreach (var change in TriggerNodes.StandingChanges(zone).Where(c => c.IsGap && NamesOneOf(cron, c)).Take(1))
            {
                yield return Diagnostic.Warning(Codes.RemovedHour, trigger["cron"]!.At,
                    $"in {zone.Zone.Id} clocks are put forward from {change.From:HH:mm} to {change.To:HH:mm}: on that day the time does not exist, and the run starts at {change.To:HH:mm}",
                    "write gap: shift or gap: skip to say what is meant, or take a time outside that hour");
            }
        }
    }

    private static bool NamesOneOf(Cron cron, ZoneChange change) => cron.NextAfter(change.From - TimeSpan.FromSeconds(1)) < change.To;
}
