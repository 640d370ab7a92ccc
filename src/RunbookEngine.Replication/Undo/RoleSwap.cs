using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Undo;

/// <summary>Moving the P-VOL to the other array decides which side's data counts: an undo does it only for a step that did it itself, in a
/// run that is open.</summary>
public static class RoleSwap
{
    /// <param name="done">What the step that is taken back asked for.</param>
    /// <param name="ofEnded">The run had ended before it was taken back.</param>
    /// <returns>Null when the way back may be taken.</returns>
    public static string? Refuse(UndoPlan.Possible way, PairOperation done, bool ofEnded) =>
        way.Steps.All(s => s.Operation.Action is not (PairAction.SwapResync or PairAction.Takeover)) ? null
        : ofEnded ? "the P-VOL would change arrays, and a rollback of an ended run does not exchange roles: fail back with a runbook that says so"
        : done.Action is PairAction.SwapResync ? null
        : "the P-VOL has changed arrays since, and the step that is taken back did not do that: a rollback does not exchange roles for it";
}
