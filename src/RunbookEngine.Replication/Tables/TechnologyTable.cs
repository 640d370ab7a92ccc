using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Tables;

/// <summary>Everything the manual says about the pair statuses of one technology, as its tables say it.</summary>
internal sealed record TechnologyTable(
    Technology Technology,
    IReadOnlyList<ConditionRow> Conditions,
    IReadOnlyList<OperationForm> Forms,
    IReadOnlyList<AcceptanceRow> Acceptance,
    IReadOnlyList<Note> Notes,
    IReadOnlyList<TransitionRow> Transitions,
    IReadOnlyList<MoveRow> Moves,
    IReadOnlyList<EventRow> Events)
{
    /// <summary>The table's conditions in reading order, each once.</summary>
    public IEnumerable<PairCondition> ConditionNames => Conditions.Select(c => c.Condition).Distinct();

    /// <summary>The first row of a condition: the statuses it is usually seen with.</summary>
    public ConditionRow Row(PairCondition condition) => Conditions.First(c => c.Condition == condition);

    public string Cell(PairCondition condition, OperationForm form) =>
        Acceptance.First(r => r.Condition == condition).Split()[Forms.ToList().IndexOf(form)];

    public Note NoteOf(string cell) => Notes.First(n => n.Number == int.Parse(cell.AsSpan(1)));

    public TransitionRow Transition(PairCondition from, OperationForm form) =>
        Transitions.First(t => t.Forms.Contains(form) && t.From.Contains(from));
}
