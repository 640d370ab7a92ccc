using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Replication.Undo;

/// <summary>One operation of an undo with the waits around it.</summary>
/// <param name="SettleFirst">The pair is still on its way somewhere and takes the operation only when that is over.</param>
/// <param name="Copy">What the operation makes the arrays copy.</param>
public sealed record UndoStep(PairOperation Operation, WaitGoal? SettleFirst, WaitGoal End, CopyKind Copy);
