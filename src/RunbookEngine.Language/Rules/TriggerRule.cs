using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1312: a trigger has exactly one kind of schedule, and a cron expression names its zone.</summary>
internal static class TriggerRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var trigger in TriggerNodes.Of(context.Runbook))
        {
            if (trigger["cron"] is null == trigger["every"] is null)
                yield return Diagnostic.Error(Codes.Trigger, trigger.At, "a trigger needs exactly one of `cron` and `every`");
            if (trigger["cron"] is { } cron && trigger["zone"] is null)
                yield return Diagnostic.Error(Codes.Trigger, cron.At, "a cron expression names its zone", "add zone: Asia/Tokyo, for example");
            if (trigger["cron"]?.Text is { } text && text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is not (6 or 7))
                yield return Diagnostic.Error(Codes.Trigger, trigger["cron"]!.At, $"`{text}` has not six or seven fields", "seconds come first: 0 0 2 ? * SAT");
            foreach (var found in TimeOfDayRule.Zone(trigger["zone"]))
                yield return found;
        }
    }
}
