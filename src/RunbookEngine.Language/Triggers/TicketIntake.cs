using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Triggers;

/// <summary>A webhook that takes in the events of a ticket system, for the triggers that wait for its tickets.</summary>
/// <param name="Connection">What those triggers call the ticket system.</param>
/// <param name="Id">Template; the ticket's id.</param>
/// <param name="State">Template; the state it has come into.</param>
public sealed record TicketIntake(string Name, WebhookDefinition Webhook, string Connection, string Id, string State);

/// <param name="Intake">Null when there is an error among the diagnostics.</param>
public sealed record TicketIntakeFile(TicketIntake? Intake, IReadOnlyList<Diagnostic> Diagnostics);
