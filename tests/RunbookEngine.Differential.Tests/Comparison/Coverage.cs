using System.Collections.Concurrent;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Differential.Tests.Comparison;

/// <summary>Cells of the acceptance grids that were compared, and how often.</summary>
internal sealed class Coverage
{
    private readonly ConcurrentDictionary<(Technology, PairCondition, OperationForm), int> _cells = new();

    public void Add(PairState state, PairOperation operation)
    {
        if (state.Condition != PairCondition.Unclear && OptionTable.Refuse(state.Technology, operation) is null)
            _cells.AddOrUpdate((state.Technology, state.Condition, OperationForms.Of(state.Technology, operation)), 1, (_, n) => n + 1);
    }

    public bool Has(Technology technology, PairCondition condition, OperationForm form) => _cells.ContainsKey((technology, condition, form));

    public int Count => _cells.Count;

    public int Comparisons => _cells.Values.Sum();
}
