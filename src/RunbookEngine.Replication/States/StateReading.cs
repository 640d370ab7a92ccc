using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.States;

/// <summary>From statuses that were read to the rows they fit.</summary>
internal static class StateReading
{
    /// <summary>The conditions whose rows show both statuses; else those that show the P-VOL's; else those that show the S-VOL's.
    /// The order follows who changes first: each array keeps its own status, and one may lag behind.</summary>
    public static IReadOnlyList<PairCondition> Candidates(PairState state)
    {
        if (Of(state) is { Count: > 0 } found)
            return found;
        // How a volume serves I/O tells rows apart; it makes no status unreadable.
        return state is { PvolIoMode: null, SvolIoMode: null } ? [] : Of(state with { PvolIoMode = null, SvolIoMode = null });
    }

    private static List<PairCondition> Of(PairState state)
    {
        var rows = StatusTables.Of(state.Technology).Conditions.Where(r => !r.OnlyRemembered && Fits(r, state)).ToList();
        List<PairCondition> both = Named(rows.Where(r => Same(r.P, state.P) && Same(r.S, state.S)));
        List<PairCondition> p = both.Count > 0 ? both : Named(rows.Where(r => r.P == state.P));
        return p.Count > 0 ? p : Named(rows.Where(r => r.S == state.S));
    }

    private static List<PairCondition> Named(IEnumerable<ConditionRow> rows) => rows.Select(r => r.Condition).Distinct().ToList();

    private static bool Same(PairStatus row, PairStatus read) => row == read || read == PairStatus.Unknown;

    private static bool Fits(ConditionRow row, PairState state) =>
        row.Delta == state.Delta && (!row.OnlyWithMode || state.SvolIoMode is not null) && (row.Fences.Count == 0 || state.Fence is null || row.Fences.Contains(state.Fence.Value))
        && (row.Modes is null || state.PvolIoMode is null || row.Modes.Value.P == state.PvolIoMode)
        && (row.Modes is null || state.SvolIoMode is null || row.Modes.Value.S == state.SvolIoMode);
}
