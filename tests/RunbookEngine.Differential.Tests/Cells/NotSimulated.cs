using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Differential.Tests.Cells;

/// <summary>Cells of the model that no request can be sent in.</summary>
internal static class NotSimulated
{
    private static readonly IReadOnlyList<(string Why, Func<Technology, PairCondition, OperationForm, bool> Cell)> Rows =
    [
        ("a delta resync standby pair takes three arrays, and is compared there (ThreeSiteSequenceTests)", (_, c, f) => c is PairCondition.Standby or PairCondition.StandbyHolding or PairCondition.StandbyBroken || f == OperationForm.CreateStandby),
        ("a GAD pair in the copy queue shows COPY", (_, c, _) => c == PairCondition.Queued),
        ("the P-VOL's array is gone and cannot be asked", (_, c, f) => c == PairCondition.Blocked && !f.Operation().NeedsSvolSide),
        ("the S-VOL's array has no such pair to name", (_, c, f) => c == PairCondition.DeletedAtSvol && (f == OperationForm.DeleteAtSvol || f.Operation().NeedsSvolSide)),
    ];

    /// <summary>Why a cell is left out; null when it must be compared.</summary>
    public static string? Why(Technology technology, PairCondition condition, OperationForm form) =>
        Rows.Where(r => r.Cell(technology, condition, form)).Select(r => r.Why).FirstOrDefault();
}
