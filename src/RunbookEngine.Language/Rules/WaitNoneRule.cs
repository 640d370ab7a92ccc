using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1509: without a wait the next step starts while the pairs are still moving.</summary>
internal static class WaitNoneRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Action is not null && place.Step.Modifier("wait") is { Text: "none" }
        select Diagnostic.Warning(Codes.WaitNone, place.Step.Modifier("wait")!.At,
            $"the steps after {place.Step.Title} start while its pairs are still changing", "let a later pair.wait step wait for them");
}
