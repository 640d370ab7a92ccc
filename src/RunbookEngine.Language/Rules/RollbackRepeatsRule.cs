using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1534: a rollback that does once more what it should take back.</summary>
internal static class RollbackRepeatsRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from undo in context.Places
        where undo.UndoOf is { } step && step.Step.Verb is { Action: not null } verb && verb == undo.Step.Verb
            && undo.UndoOf.Step.Undo.Length == 1
        select Diagnostic.Warning(Codes.RollbackRepeats, undo.Step.At, $"the rollback of {undo.UndoOf!.Step.Title} does the same as the step: `{undo.Step.Verb!.Name}`",
            undo.Step.Verb.UndoesItself ? "leave `rollback` out: the opposite operation is the default" : "write the operation that takes it back, or { none: \"reason\" }");
}
