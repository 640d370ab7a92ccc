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
    private readonly Dictionary<PairCondition, ConditionRow> _rows =
        Conditions.GroupBy(c => c.Condition).ToDictionary(g => g.Key, g => g.First());

    private readonly Dictionary<(PairCondition, OperationForm), string> _cells = Acceptance
        .SelectMany(r => Forms.Zip(r.Split(), (form, cell) => (Key: (r.Condition, form), cell))).ToDictionary(c => c.Key, c => c.cell);

    private readonly Dictionary<(PairCondition, OperationForm), TransitionRow> _transitions =
        (from row in Transitions from condition in row.From from form in row.Forms select ((condition, form), row)).ToDictionary();

    /// <summary>The table's conditions in reading order, each once.</summary>
    public IEnumerable<PairCondition> ConditionNames => Conditions.Select(c => c.Condition).Distinct();

    /// <summary>The first row of a condition: the statuses it is usually seen with.</summary>
    public ConditionRow Row(PairCondition condition) => _rows[condition];

    public string Cell(PairCondition condition, OperationForm form) => _cells[(condition, form)];

    public Note NoteOf(string cell) => Notes.First(n => n.Number == int.Parse(cell.AsSpan(1)));

    public TransitionRow Transition(PairCondition from, OperationForm form) => _transitions[(from, form)];
}
