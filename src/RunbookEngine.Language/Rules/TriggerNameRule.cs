using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1330: two triggers of a runbook have one name.</summary>
internal static class TriggerNameRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from name in TriggerNodes.Of(context.Runbook).Select(t => t["name"]).Where(n => n?.Text is not null).GroupBy(n => n!.Text, StringComparer.Ordinal)
        from again in name.Skip(1)
        select Diagnostic.Error(Codes.TriggerName, again!.At, $"another trigger is called `{name.Key}`, in line {name.First()!.At.Line}", "names tell triggers apart, in lists and in the keys of their runs");
}
