using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1520: pairs are changed at the end of every run, whatever became of it.</summary>
internal static class FinallyChangesPairsRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Acting
        where place.Section == RunbookSection.Finally
        select Diagnostic.Warning(Codes.FinallyChangesPairs, place.Step.At,
            $"{place.Step.Title} changes pairs after a failure and after a rollback too, when nobody has looked at them yet",
            "do it in `steps` or `cleanup`; `finally` is for telling people");
}
