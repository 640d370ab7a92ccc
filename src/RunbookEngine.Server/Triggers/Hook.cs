using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Schedules;

namespace RunbookEngine.Server.Triggers;

/// <summary>A webhook that the server knows: it starts a runbook, or it takes in the events of a ticket system.</summary>
/// <param name="Entry">What it starts; null for ticket events.</param>
/// <param name="Intake">Null for one that starts a runbook.</param>
/// <param name="By">Who put the intake; null for one that starts a runbook.</param>
public sealed record Hook(string Name, WebhookDefinition Definition, ScheduleEntry? Entry, TicketIntake? Intake, TriggerAuthor? By = null);
