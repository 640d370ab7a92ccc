using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Faults;

/// <summary>One step of one run of a case, on its way forward or while it is taken back by itself.</summary>
/// <param name="Run">The calling steps from the root run down, each followed by <c>&gt;</c>; empty for the root run.</param>
/// <param name="Undo">It is taken back by <c>rollback: auto</c>. Undo steps an author wrote are steps of their own (<c>split/undo-1</c>).</param>
internal readonly record struct StepSpot(string Run, StepKey Key, bool Undo)
{
    /// <summary>Part of a rollback, whoever wrote it.</summary>
    public bool IsTakingBack => Undo || Key.Id.Value.Contains("/undo-", StringComparison.Ordinal);

    public override string ToString() => $"{Run}{Key}{(Undo ? "/undo" : "")}";
}
