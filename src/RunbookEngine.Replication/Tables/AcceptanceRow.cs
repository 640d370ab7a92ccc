using RunbookEngine.Replication.States;

namespace RunbookEngine.Replication.Tables;

/// <summary>One row of an acceptance table, a cell per form: <c>Y</c> done, <c>-n</c> success but nothing happens,
/// <c>Nn</c> refused; n is the number of the note that says why.</summary>
internal sealed record AcceptanceRow(PairCondition Condition, string Cells)
{
    public IReadOnlyList<string> Split() => Cells.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Why a cell is not a plain yes.</summary>
internal sealed record Note(int Number, string Why, Source Source);
