using Microsoft.AspNetCore.Http;
using RunbookEngine.Documents;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Plans;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules.Alerts;
using RunbookEngine.Server.Schedules;

namespace RunbookEngine.Server.Triggers;

/// <summary>From a genuine request to a run: one run for a key, one run for a ticket, however often and on whichever node the request arrives.</summary>
internal sealed class HookStarts(TriggerBook book, ScheduleStates states, IRunStarter starter, IServerRecord record, IAlerts alerts, IDocumentStore documents, CallerRights rights, ScheduleOptions options, TimeProvider clock)
{
    private const string Told = "hook-told";

    private static readonly TimeSpan TellAgain = TimeSpan.FromDays(1);

    /// <exception cref="TriggerMappingException">The request does not give what the trigger needs.</exception>
    public async Task<HookResult> StartAsync(Hook hook, TriggerMapping mapping, string delivery, CancellationToken cancellationToken)
    {
        if (hook.Definition.When is { } when && !mapping.Condition(when))
            return HookResult.Nothing("the condition of the webhook is false for this request");
        return hook switch
        {
            { Intake: { } intake } => await rights.OfIntakeAsync(hook.By!, cancellationToken) is { } ended
                ? new HookResult(Problems.Conflict($"{hook.Name} takes in nothing: {ended}."), StatusCodes.Status409Conflict)
                : await TicketAsync(intake, mapping, cancellationToken),
            { Entry: { } entry } => await OrderAsync(entry, mapping, $"webhook:{hook.Name}", $"webhook:{entry.Key}:{Key(hook, mapping, delivery)}", null, cancellationToken),
            _ => throw new ArgumentException($"{hook.Name} starts nothing.", nameof(hook)),
        };
    }

    // A mapped key and a delivery cannot be mistaken for one another.
    private static string Key(Hook hook, TriggerMapping mapping, string delivery) => hook.Definition.Key is { } key ? $"key:{mapping.Text("key", key)}" : $"delivery:{delivery}";

    private async Task<HookResult> TicketAsync(TicketIntake intake, TriggerMapping mapping, CancellationToken cancellationToken)
    {
        var (id, state) = (mapping.Text("id", intake.Id), mapping.Text("state", intake.State));
        if (id.Length is 0 or > 100 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new TriggerMappingException("`id` is no ticket id: 1 to 100 letters, digits, '-', '_' and '.'");
        var seen = mapping.WithTicket(intake.Connection, id, state);
        var waiting = new List<ScheduleEntry>();
        foreach (var entry in (await book.NowAsync(cancellationToken)).Where(e => e.Trigger.Ticket is { } t && t.Connection == intake.Connection && t.StartsIn(state)))
        {
            if ((entry.Trigger.Ticket!.When is not { } when || seen.Condition(when)) && !(await states.GetAsync(entry, cancellationToken)).IsPaused)
                waiting.Add(entry);
        }

        if (waiting.Count == 0)
            return HookResult.Nothing($"no trigger waits for a ticket of {intake.Connection} in this state");
        if (waiting.Count > 1)
            return new HookResult(Problems.Conflict($"{waiting.Count} triggers wait for this ticket, and it can have one run: {string.Join(", ", waiting.Take(5).Select(w => w.Name))}.", "tell them apart with when"), StatusCodes.Status409Conflict);
        return await OrderAsync(waiting[0], seen, $"ticket:{id}", $"ticket:{intake.Connection}:{id}", id, cancellationToken);
    }

    private async Task<HookResult> OrderAsync(ScheduleEntry entry, TriggerMapping mapping, string actor, string key, string? ticket, CancellationToken cancellationToken)
    {
        if ((await states.GetAsync(entry, cancellationToken)).IsPaused)
            return new HookResult(Problems.Conflict($"{entry.Name} is paused."), StatusCodes.Status409Conflict);
        if ((entry.Trigger.Environment ?? options.Environment) is not { } environment)
            return new HookResult(Problems.Conflict($"{entry.Name} names no environment, and the server's configuration names none."), StatusCodes.Status409Conflict);
        var order = new RunOrder(entry.Runbook, environment, actor, InputTexts.Of(mapping.Inputs(entry.Trigger.Inputs)), key, entry.Trigger.Mode, ticket,
            Requesters: [entry.Author], Author: entry.By);
        switch (await starter.StartAsync(order, cancellationToken))
        {
            case OrderResult.Started { Run: var run, Before: var before }:
                if (!before)
                    await record.WriteAsync(actor, "webhook.started", entry.Name, $"run {run}", cancellationToken);
                var answer = new HookAnswer(run.ToString(), $"/api/v1/runs/{run}", before, null);
                return new HookResult(before ? Results.Ok(answer) : Results.Created(answer.Href, answer));
            case OrderResult.Unreachable unreachable:
                return await NotStartedAsync(order, entry, unreachable.Message, Again("An array cannot be reached", StatusCodes.Status503ServiceUnavailable), StatusCodes.Status503ServiceUnavailable, cancellationToken);
            case OrderResult.Locked locked:
                return await NotStartedAsync(order, entry, $"copy group {locked.By.Name.CopyGroup} is locked by run {locked.By.Run}", Again("Another run holds what this one needs", StatusCodes.Status409Conflict), StatusCodes.Status409Conflict, cancellationToken);
            case OrderResult.Invalid invalid:
                return await NotStartedAsync(order, entry, Wrong(invalid), Once(), StatusCodes.Status422UnprocessableEntity, cancellationToken);
            case OrderResult.Refused refused:
                return await NotStartedAsync(order, entry, refused.Message, Once(), StatusCodes.Status422UnprocessableEntity, cancellationToken);
            case var other:
                throw new InvalidOperationException($"{other.GetType().Name} is no result of an order.");
        }
    }

    /// <summary>By its rule: the message itself may repeat what was sent, which is kept nowhere.</summary>
    private static string Wrong(OrderResult.Invalid invalid) => invalid.Diagnostics.FirstOrDefault(d => d.IsError) is { } first
        ? $"{RuleCatalog.Find(first.Code)?.Title ?? "the runbook has an error"} ({first.Code})"
        : "the runbook, its inputs or its targets are not in order";

    // What exactly is wrong is for those who may see the runbook: the record and the alert say it, the answer does not.
    private static IResult Once() => Problems.Of(StatusCodes.Status422UnprocessableEntity, "Not started", "The runbook does not take what this request gives it, or may not be started.", "the server's record says why");

    private static IResult Again(string what, int status) => Problems.Of(status, "Not started", $"{what}.", "send the same request again later, signed anew");

    private async Task<HookResult> NotStartedAsync(RunOrder order, ScheduleEntry entry, string why, IResult answer, int status, CancellationToken cancellationToken)
    {
        // Senders repeat themselves; people are told once a day.
        var told = TextHash.Of(order.Key!);
        if (await documents.PutAsync(Told, told, "true", 0, clock.GetUtcNow() + TellAgain, cancellationToken) is not null)
        {
            await alerts.RaiseAsync(
                new Alert(order.Actor, "refused", $"{entry.Runbook} was not started by {order.Actor}", $"{order.Actor} asked for a run of {entry.Runbook}, which was not started: {why}.", order.Key!, clock.GetUtcNow(), entry.Runbook, order.Environment, entry.Trigger.Alert),
                cancellationToken);
        }

        return new HookResult(answer, status);
    }
}

/// <param name="Refused">The status when it was refused; null when it was not.</param>
internal sealed record HookResult(IResult Answer, int? Refused = null)
{
    public static HookResult Nothing(string reason) => new(Results.Ok(HookAnswer.Nothing(reason)));
}
