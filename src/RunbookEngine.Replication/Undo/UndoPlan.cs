using RunbookEngine.Replication.States;

namespace RunbookEngine.Replication.Undo;

/// <summary>How a pair gets back to the status it had.</summary>
public abstract record UndoPlan
{
    private UndoPlan()
    {
    }

    /// <summary>The pair is as it was.</summary>
    public sealed record NotNeeded(string Why) : UndoPlan;

    /// <summary>These operations, in order, bring the status back.</summary>
    /// <param name="Final">The pair afterwards, as predicted.</param>
    /// <param name="Warnings">What the status does not show: data that is not what it was, time the copy takes.</param>
    public sealed record Possible(IReadOnlyList<UndoStep> Steps, PairState Final, IReadOnlyList<string> Warnings) : UndoPlan;

    /// <summary>No operation brings it back; a person decides.</summary>
    /// <param name="Instead">What can be done about it.</param>
    public sealed record Impossible(string Why, string Instead) : UndoPlan;
}
