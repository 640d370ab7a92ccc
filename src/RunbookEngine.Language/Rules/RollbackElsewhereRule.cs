using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1535: a rollback that acts on another target than its step.</summary>
internal static class RollbackElsewhereRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var undo in context.Places.Where(p => p.UndoOf is { Step.Verb.Action: not null } && p.Step.Verb!.Action is not null))
        {
            if (context.On(undo)?.Target is { } there && context.On(undo.UndoOf!)?.Target is { } here && there != here)
            {
                yield return Diagnostic.Warning(Codes.RollbackElsewhere, context.On(undo)!.Node.At,
                    $"{undo.UndoOf!.Step.Title} acts on `{here.Name.Value}`, and its rollback on `{there.Name.Value}`", "name the same target in both");
            }
        }
    }
}
