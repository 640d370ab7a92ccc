using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tickets;

/// <summary><c>ticket.update</c>: writes to the change ticket, once for each attempt of the step. A ticket system that is down does not stop the run
/// unless the step is <c>required</c>: what was to be written goes to the outbox, or stays in the journal.</summary>
internal sealed class TicketUpdateActivity(TicketSystems systems) : Activity
{
    /// <summary>How long a system that does not answer is tried without an outbox, and for a required write, when the step has no timeout.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan RequiredPatience = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        var change = new TicketChange(
            arguments.OptionalText("state"), arguments.OptionalText("note"), arguments.OptionalText("closeCode"), arguments.OptionalText("closeNotes"));
        if (change == new TicketChange())
        {
            throw arguments.Wrong("note", "is missing, and so is 'state'", "given, or 'state', or both");
        }
        var required = arguments.Flag("required", false);
        var until = (step.Record.AttemptAt ?? step.Clock.GetUtcNow()) + (required ? RequiredPatience : Patience);
        if (step.Deadline is { } own && (step.Step.Timeout is not null || own < until))
        {
            until = own;
        }
        var write = new TicketWrite(
            step.Run, arguments.OptionalText("connection") ?? "", arguments.OptionalText("ticket") ?? step.State.Ticket ?? "", change,
            $"{step.Run}/{step.Key}/{step.Attempt}");
        return await WriteAsync(step, systems.Find(step.Plan, arguments), write, required, until, cancellationToken);
    }

    private async Task<StepOutcome> WriteAsync(
        StepContext step, ITicketSystem system, TicketWrite write, bool required, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var outbox = required || write.Connection.Length == 0 ? null : systems.Outbox;
        if (outbox is not null && await outbox.HoldsAsync(write.Connection, write.Ticket, cancellationToken))
        {
            return await HandOverAsync(outbox, write, "earlier writes to this ticket wait for its system", cancellationToken);
        }
        for (var pause = FirstPause; ; pause = pause * 2 < TicketPolling.Longest ? pause * 2 : TicketPolling.Longest)
        {
            using var limits = new StepLimits(step, cancellationToken);
            TicketSystemException trouble;
            try
            {
                var ticket = await system.UpdateAsync(write.Ticket.Length == 0 ? null : write.Ticket, write.Change, write.Key, limits.Token);
                return new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(ticket, PlanJson.Options));
            }
            catch (TicketSystemException e) when (!e.MayPass)
            {
                return StepOutcome.Fail(FailureKind.Refused, e.Message);
            }
            catch (TicketSystemException e)
            {
                trouble = e;
            }
            catch (OperationCanceledException) when (limits.Reason("while the ticket was written") is { Kind: FailureKind.Timeout } reason && !required)
            {
                return Kept(write, reason.Message, pending: false);
            }
            catch (OperationCanceledException) when (limits.Reason("while the ticket was written") is { } reason)
            {
                return new StepOutcome.Failed(reason);
            }
            if (outbox is not null)
            {
                return await HandOverAsync(outbox, write, trouble.Message, cancellationToken);
            }
            var wait = trouble.RetryAfter > pause ? trouble.RetryAfter.Value : pause;
            if (step.Clock.GetUtcNow() + wait >= until)
            {
                return required ? StepOutcome.Fail(FailureKind.Unreachable, trouble.Message, "resume when the ticket system answers") : Kept(write, trouble.Message, pending: false);
            }
            step.Report(new StepProgress($"{trouble.Message}; tried again", [], null));
            try
            {
                await Task.Delay(wait, step.Clock, limits.Token);
            }
            catch (OperationCanceledException) when (limits.Reason("before the ticket was written") is { } reason)
            {
                return reason.Kind == FailureKind.Timeout && !required ? Kept(write, trouble.Message, pending: false) : new StepOutcome.Failed(reason);
            }
        }
    }

    private static async Task<StepOutcome> HandOverAsync(ITicketOutbox outbox, TicketWrite write, string why, CancellationToken cancellationToken)
    {
        await outbox.AcceptAsync(write, cancellationToken);
        return Kept(write, why, pending: true);
    }

    /// <summary>The step succeeds, and its outputs tell what the ticket does not say (yet).</summary>
    private static StepOutcome Kept(TicketWrite write, string why, bool pending)
    {
        var outputs = JsonSerializer.SerializeToNode(write.Change, PlanJson.Options)!.AsObject();
        outputs["id"] = write.Ticket;
        outputs["pending"] = pending;
        outputs["warning"] = pending ? $"not written yet, the server tries on: {why}" : $"NOT WRITTEN: {why}";
        return new StepOutcome.Succeeded(JsonSerializer.SerializeToElement<JsonNode>(outputs));
    }
}
