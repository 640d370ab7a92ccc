using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1328: an interval of hours is written as a cron expression where clocks are moved.</summary>
internal static class IntervalCronRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from trigger in TriggerNodes.Crons(context.Runbook)
        let step = trigger.Cron.EveryHour ? null : trigger.Cron.HourStep
        where step is < 12 && trigger.Trigger["overlap"] is null && TriggerNodes.StandingChanges(trigger.Zone).Any()
        select Diagnostic.Warning(Codes.IntervalCron, trigger.Trigger["cron"]!.At,
            $"an interval of {step} hours on the clocks of {trigger.Zone.Zone.Id} is {step + 1} or {step - 1} hours long when they are moved",
            $"write every: {step}h, which is counted in UTC, or overlap: first if the times of day are meant");
}
