using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1201: two steps of one runbook have the same id.</summary>
internal static class DuplicateIdRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) => context.Tree.All
        .Where(p => p.UndoOf is null && p.Step.Id is not null)
        .GroupBy(p => p.Step.Id!.Value, StringComparer.Ordinal)
        .SelectMany(same => same.Skip(1).Select(again => Diagnostic.Error(Codes.DuplicateId, again.Step.Id!.At,
            $"the id `{same.Key}` is used twice; the first is in line {same.First().Step.Id!.At.Line}",
            "give every step its own id: reports and resumed runs find steps by it")));
}
