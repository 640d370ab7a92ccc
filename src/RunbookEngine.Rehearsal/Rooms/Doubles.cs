using System.ComponentModel;
using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Commands;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Language.Running;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Secrets;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>Stands in for local programs: none is ever started. It ends well and writes nothing (an empty object where JSON is captured).</summary>
internal sealed class ProgramDouble(CaseRoom room, SimulatedProcess process)
{
    public Task<CommandResult> RunAsync(
        CommandArguments command, IReadOnlyDictionary<string, string> about, SecretMask mask, Action<string> line, CancellationToken cancellationToken)
    {
        if (!process.IsAlive || CaseRoom.Acting.Value is not { } spot)
            return ProcessStore.Never<CommandResult>();
        var trouble = room.Faults.At(spot, room.PartOf(spot, string.Join(' ', command.Run)));
        if (trouble == StepTrouble.Refused)
            throw new Win32Exception("the rehearsal lets no program start here");
        room.Programs.Add(spot);
        var failed = Enumerable.Range(1, 255).First(code => !command.ExitCodes.Contains(code));
        return Task.FromResult(trouble is null
            ? new CommandResult(command.ExitCodes.Order().First(), command.Capture == "json" ? "{}" : "", "", false)
            : new CommandResult(failed, "", "the rehearsal lets the program fail after it ran", false));
    }
}

/// <summary>Stands in for the ticket system: each ticket is as the step wants it, and takes every update.</summary>
internal sealed class TicketDouble : IActivity
{
    public Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = step.Arguments.Value;
        var state = arguments.TryGetProperty("state", out var wanted)
            ? (wanted.ValueKind == JsonValueKind.Array ? wanted.EnumerateArray().FirstOrDefault() : wanted).ToString()
            : "approved";
        return Task.FromResult<StepOutcome>(new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(
            new { id = step.State.Ticket ?? "REHEARSAL", state, start = (string?)null, end = (string?)null })));
    }

    public Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) => Task.FromResult(StepOutcome.Done);
}

/// <summary>Every secret is there; its value is made up.</summary>
internal sealed class SecretDouble(IReadOnlyList<string> names) : ISecretSource
{
    public IEnumerable<string> Names => names;

    public string Read(string name) => $"rehearsed-secret-{name}";
}
