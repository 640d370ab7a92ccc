using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1326: a cron expression that names a date which never comes.</summary>
internal static class TriggerNeverRule
{
    private static readonly DateTime Before = new(1969, 12, 31);

    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from trigger in TriggerNodes.Crons(context.Runbook)
        where trigger.Cron.NextAfter(Before) is null
        select Diagnostic.Error(Codes.TriggerNever, trigger.Trigger["cron"]!.At, $"`{trigger.Cron}` never fires: there is no such date", "the last day of a month is L: 0 0 2 L * ?");
}
