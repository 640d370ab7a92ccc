using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Timetables;
using RunbookEngine.Language.Triggers;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1312: a trigger has exactly one thing that sets it off, a cron expression that can be read and its zone, an interval that is not too short.</summary>
internal static class TriggerRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var trigger in TriggerNodes.Of(context.Runbook))
        {
            if (TriggerNodes.Kinds.Count(k => trigger[k] is not null) != 1)
                yield return Diagnostic.Error(Codes.Trigger, trigger.At, "a trigger needs exactly one of `cron`, `every`, `webhook` and `ticket`");
            if (trigger["cron"] is { } cron && trigger["zone"] is null)
                yield return Diagnostic.Error(Codes.Trigger, cron.At, "a cron expression names its zone", "add zone: Asia/Tokyo, for example");
            if (trigger["cron"]?.Text is { } text && Cron.TryParse(text, out var problem) is null)
                yield return Diagnostic.Error(Codes.Trigger, trigger["cron"]!.At, problem!, "seconds come first, and a `?` stands for the day field that does not count: 0 0 2 ? * SAT");
            if (trigger["every"] is { } every && Nodes.Duration(every) is { } interval && interval > TimeSpan.Zero && interval < IntervalTimetable.Shortest)
                yield return Diagnostic.Error(Codes.Trigger, every.At, $"`{every.Text}` is too short an interval", "write at least 1m");
            if (trigger["from"] is { } from && TriggerReader.From(from) is null)
                yield return Diagnostic.Error(Codes.Trigger, from.At, $"`{from.Text}` is no moment in UTC", "write 2026-01-01T06:00:00Z");
            foreach (var secret in Nodes.OneOrMany((trigger["webhook"] as MapNode)?["secrets"]).Where(s => s.Text is { } reference && !IsReference(reference)))
                yield return Diagnostic.Error(Codes.SecretReference, secret.At, "a webhook's secret is a reference to a variable or a file", "write env:NAME or file:PATH");
            foreach (var found in TimeOfDayRule.Zone(trigger["zone"]))
                yield return found;
        }
    }

    private static bool IsReference(string text) => (text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal)) && text.IndexOf(':') < text.Length - 1;
}
