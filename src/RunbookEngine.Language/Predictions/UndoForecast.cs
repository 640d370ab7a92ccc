using RunbookEngine.Replication.Predictions;

namespace RunbookEngine.Language.Predictions;

/// <summary>What taking one step back does.</summary>
/// <param name="Step">Key of the step that is taken back.</param>
/// <param name="Does">In words: <c>resync erp-ur-01 (delta copy)</c>.</param>
/// <param name="LeadsBack">Whether the pairs are afterwards as they were before the step.</param>
public sealed record UndoForecast(string Step, string Does, Chance LeadsBack)
{
    /// <summary>Why it does not lead back, or what differs although the statuses are the same.</summary>
    public string? Why { get; init; }

    /// <summary>Whether carrying it out fails: a rollback may do all it was asked and still not lead back.</summary>
    public Chance Fails { get; init; }

    public CopyKind Copy { get; init; }

    public TimeSpread Time { get; init; } = TimeSpread.Nothing;

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The steps that an author wrote to take the step back, as they are predicted; empty for an automatic undo.</summary>
    public IReadOnlyList<StepForecast> Parts { get; init; } = [];

    /// <summary>True when there is nothing to take back.</summary>
    public bool IsNothing { get; init; }
}
