namespace RunbookEngine.Language.Triggers;

/// <summary>The <c>ticket:</c> of a trigger.</summary>
/// <param name="Connection">The ticket system.</param>
/// <param name="States">Any of these starts a run; compared without case.</param>
/// <param name="When">Condition; null: always.</param>
public sealed record TicketDefinition(string Connection, IReadOnlyList<string> States, string? When)
{
    public bool StartsIn(string state) => States.Contains(state, StringComparer.OrdinalIgnoreCase);
}
