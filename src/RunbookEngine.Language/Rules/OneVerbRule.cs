using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Shape;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1202, RB1203: a step has exactly one verb.</summary>
internal static class OneVerbRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) => context.Tree.All.SelectMany(p => Check(p.Step));

    private static IEnumerable<Diagnostic> Check(Step step)
    {
        foreach (var second in step.VerbKeys.Skip(1))
        {
            yield return Diagnostic.Error(Codes.SeveralVerbs, second.Key.At,
                $"{step.Title} has two verbs: `{step.VerbKeys[0].Key.Raw}` and `{second.Key.Raw}`", "make a step of each");
        }

        // A misspelt verb is an unknown key, and that has been said.
        var known = Schemas.Runbook.Definitions["step"].Properties.Keys;
        if (step.VerbKeys.IsEmpty && step.Node.Entries.All(e => known.Contains(e.Key.Raw)))
        {
            yield return Diagnostic.Error(Codes.NoVerb, step.Id?.At ?? step.Node.At, $"{step.Title} has no verb",
                "add what it does, for example pair.split: { on: TARGET }");
        }
    }
}
