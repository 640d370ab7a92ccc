using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tickets;

/// <summary><c>ticket.require</c>: the change ticket is in one of these states, and now is inside its window. It waits until that is so, and the
/// engine asks it again before a pivot.</summary>
internal sealed class TicketRequireActivity(TicketSystems systems) : Activity, IGate
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromHours(24);

    /// <summary>How long a pivot waits for a ticket system that does not answer, and how often it asks.</summary>
    private static readonly TimeSpan RecheckLimit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan RecheckPause = TimeSpan.FromSeconds(10);

    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        var condition = TicketCondition.Read(step.Plan, arguments);
        var system = systems.Find(step.Plan, arguments);
        var hold = arguments.Flag("hold", true);
        var until = Until(step, arguments);
        var interval = arguments.Duration("poll") ?? TicketPolling.Default;
        var polling = new TicketPolling(interval < TicketPolling.Shortest ? TicketPolling.Shortest : interval);
        using var limits = new StepLimits(step, cancellationToken, until);
        while (true)
        {
            try
            {
                var id = arguments.OptionalText("ticket") ?? step.State.Ticket;
                var (outcome, waitsFor, pause) = await LookAsync(condition, system, id, step, polling, hold, limits.Token);
                if (outcome is not null)
                {
                    return outcome;
                }
                var left = until - step.Clock.GetUtcNow();
                if (left <= TimeSpan.Zero)
                {
                    return StepOutcome.Fail(FailureKind.Refused, $"{waitsFor}; it was waited for until {until:u}", "have the change moved on, then resume");
                }
                await NoteAsync(step, waitsFor!, until, cancellationToken);
                await Task.Delay(pause < left ? pause : left, step.Clock, limits.Token);
            }
            catch (OperationCanceledException) when (limits.Reason("while the ticket was waited for") is { } reason)
            {
                return reason.Kind == FailureKind.Timeout
                    ? StepOutcome.Fail(FailureKind.Refused, $"{step.Record.Waiting?.For ?? "the ticket was not read"}; it was waited for until {until:u}", "have the change moved on, then resume")
                    : new StepOutcome.Failed(reason);
            }
        }
    }

    public async Task<Failure?> RecheckAsync(GateContext gate, CancellationToken cancellationToken)
    {
        if (gate.Step.Outputs is not { } outputs || !outputs.TryGetProperty("required", out var kept)
            || kept.Deserialize<TicketCondition>(PlanJson.Options) is not { } condition)
        {
            return null;
        }
        var id = outputs.GetProperty("id").GetString();
        var start = gate.Clock.GetUtcNow();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, gate.Abandon);
        while (true)
        {
            try
            {
                gate.Report(new StepProgress($"looks at ticket {id} again before the point of no return", [], null));
                var system = systems.Find(gate.Run.Plan, condition.Place());
                var verdict = await condition.JudgeAsync(system, id, gate.Clock.GetUtcNow(), either.Token);
                return verdict.Problem is { } problem ? new Failure(FailureKind.Refused, problem) { Help = verdict.Help } : null;
            }
            catch (TicketSystemException e) when (e.MayPass && gate.Clock.GetUtcNow() - start < RecheckLimit)
            {
                var pause = e.RetryAfter is { } asked && asked > RecheckPause && asked < RecheckLimit ? asked : RecheckPause;
                await Task.Delay(pause, gate.Clock, either.Token);
            }
            catch (TicketSystemException e)
            {
                return new Failure(e.MayPass ? FailureKind.Unreachable : FailureKind.Refused, e.Message)
                {
                    Help = "nothing irreversible was begun; resume when the ticket system answers",
                };
            }
        }
    }

    /// <returns>How the step ends, or what it waits for and when to look again.</returns>
    private static async Task<(StepOutcome? Outcome, string? WaitsFor, TimeSpan Pause)> LookAsync(
        TicketCondition condition, ITicketSystem system, string? id, StepContext step, TicketPolling polling, bool hold, CancellationToken cancellationToken)
    {
        try
        {
            var now = step.Clock.GetUtcNow();
            var verdict = await condition.JudgeAsync(system, id, now, cancellationToken);
            return verdict switch
            {
                { Problem: null } => (new StepOutcome.Succeeded(Outputs(verdict.Ticket, condition)), null, default),
                { MayCome: true } when hold => (null, WithoutTime(verdict), polling.AfterAnswer(now, verdict.At)),
                _ => (StepOutcome.Fail(FailureKind.Refused, verdict.Problem, verdict.Help), null, default),
            };
        }
        catch (TicketSystemException e) when (e.MayPass && hold)
        {
            return (null, e.Message, polling.AfterTrouble(e.RetryAfter));
        }
        catch (TicketSystemException e)
        {
            return (StepOutcome.Fail(e.MayPass ? FailureKind.Unreachable : FailureKind.Refused, e.Message), null, default);
        }
    }

    private static DateTimeOffset Until(StepContext step, StepArguments arguments)
    {
        var own = (step.Record.AttemptAt ?? step.Clock.GetUtcNow()) + (arguments.Duration("deadline") ?? DefaultDeadline);
        return step.Deadline is { } limit && limit < own ? limit : own;
    }

    /// <summary>Only what is new is journalled: a day of looking is a few entries.</summary>
    private static async Task NoteAsync(StepContext step, string waitsFor, DateTimeOffset until, CancellationToken cancellationToken)
    {
        step.Report(new StepProgress(waitsFor, [], null));
        if (step.Record.Waiting is not { } waiting || waiting.For != waitsFor)
        {
            await step.JournalAsync(new StepWaiting(step.Key, waitsFor, until, OnPeople: true, Polls: true), cancellationToken);
        }
    }

    private static string WithoutTime(TicketVerdict verdict) => verdict.At is { } start
        ? $"the window of ticket {verdict.Ticket.Id}, which begins at {start:u}" : verdict.Problem!;

    private static JsonElement Outputs(Ticket ticket, TicketCondition condition)
    {
        var outputs = JsonSerializer.SerializeToNode(ticket, PlanJson.Options)!.AsObject();
        outputs["required"] = JsonSerializer.SerializeToNode(condition, PlanJson.Options);
        return JsonSerializer.SerializeToElement<JsonNode>(outputs);
    }
}
