using System.Globalization;
using Microsoft.Extensions.Logging;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules.Alerts;
using RunbookEngine.Server.Schedules.Calendars;
using RunbookEngine.Server.Triggers;

namespace RunbookEngine.Server.Schedules.Firing;

/// <summary>Deals with one fire: starts its run, or tells why there is none.</summary>
public sealed partial class FireWork(
    TriggerBook book, ScheduleStates states, FireBook fires, IRunStarter starter, IRunJournal runs, IAlerts alerts, ScheduleMetrics metrics, ScheduleOptions options,
    TimeProvider clock, ILogger<FireWork> log)
{
    /// <summary>This node, in the records of what it took on.</summary>
    public string Node { get; init; } = EngineIdentity.OfThisProcess().Name;

    public FireRecord Wanted(DateTimeOffset due, FireIntent intent) => new(due, intent, Node, clock.GetUtcNow(), clock.GetUtcNow());

    /// <param name="lastRun">The run of the time before; null when there is none.</param>
    /// <param name="obstacle">Why nothing may be started, whatever is due; null for nothing.</param>
    /// <returns>The fire when it is over, whoever dealt with it; null when it is still open.</returns>
    public async Task<FireRecord?> DealAsync(ScheduleEntry entry, FireRecord wanted, string? lastRun, string? obstacle, CancellationToken cancellationToken)
    {
        switch (await fires.ClaimAsync(entry.Key, wanted, cancellationToken))
        {
            case FireClaim.Over(var over):
                return over;
            case FireClaim.Mine mine:
                var next = await DecideAsync(entry, mine.Fire, lastRun, obstacle, cancellationToken);
                return await fires.WriteAsync(entry.Key, mine, next, cancellationToken) && next.Outcome is not null ? next : null;
            default:
                return null;
        }
    }

    private async Task<FireRecord> DecideAsync(ScheduleEntry entry, FireRecord fire, string? lastRun, string? obstacle, CancellationToken cancellationToken)
    {
        // The list this came from may be seconds old.
        if (await book.FindAsync(TriggerBook.Schedules, entry.Name, cancellationToken) is not { } now || now.Key != entry.Key || now.Trigger.Digest != entry.Trigger.Digest
            || (await states.GetAsync(now, cancellationToken)).IsPaused)
            return fire with { Outcome = FireOutcome.Withdrawn, Reason = "the schedule was changed, paused or deleted" };
        if (fire.Intent == FireIntent.Tell)
            return await MissedAsync(entry, fire, cancellationToken);
        if (clock.GetUtcNow() > (fire.Intent == FireIntent.MakeUp ? fire.Begun : fire.Due) + entry.Trigger.Late)
            return await TooLateAsync(entry, fire, cancellationToken);
        if (obstacle is not null)
            return await OverAsync(entry, fire, FireOutcome.Refused, "refused", obstacle, cancellationToken);
        if (!entry.Trigger.OverlapRuns && lastRun is not null && RunId.TryParse(lastRun) is { } before && await runs.FindAsync(before, cancellationToken) is { EndedAt: null } going)
        {
            return await OverAsync(entry, fire, FireOutcome.Skipped, "overlap",
                $"run {before} of the time before has not ended ({Words.Of(going.Outcome)})", cancellationToken);
        }

        return await StartAsync(entry, fire, cancellationToken);
    }

    private async Task<FireRecord> StartAsync(ScheduleEntry entry, FireRecord fire, CancellationToken cancellationToken)
    {
        if ((entry.Trigger.Environment ?? options.Environment) is not { } environment)
            return await OverAsync(entry, fire, FireOutcome.Refused, "refused", "neither the trigger nor the server's configuration (schedules: environment) names an environment", cancellationToken);
        var order = new RunOrder(entry.Runbook, environment, $"schedule:{entry.Name}", InputTexts.Of(entry.Trigger.Inputs), $"schedule:{entry.Key}:{FireBook.Moment(fire.Due)}", entry.Trigger.Mode,
            Requesters: [entry.Author], Author: entry.By);
        switch (await starter.StartAsync(order, cancellationToken))
        {
            case OrderResult.Started { Run: var run }:
                var delay = clock.GetUtcNow() - fire.Due;
                metrics.Started(entry.Name, delay);
                Started(entry.Name, fire.Due, run, delay.TotalSeconds);
                var over = fire with { Outcome = FireOutcome.Started, Run = run.ToString(), Reason = null };
                return fire.Intent == FireIntent.MakeUp ? (await OverAsync(entry, over, FireOutcome.Started, "late", $"{MissedTimes(fire)}; run {run} makes up for it", cancellationToken)) : over;
            case OrderResult.Locked { By: var held }:
                return fire with { Reason = $"copy group {held.Name.CopyGroup} is locked by run {held.Run} of {held.Runbook}" };
            case OrderResult.Unreachable unreachable:
                return fire with { Reason = unreachable.Message };
            case OrderResult.Refused refused:
                return await OverAsync(entry, fire, FireOutcome.Refused, "refused", refused.Message, cancellationToken);
            case OrderResult.Invalid invalid:
                return await OverAsync(entry, fire, FireOutcome.Refused, "refused", invalid.Message, cancellationToken);
            case var other:
                throw new InvalidOperationException($"{other.GetType().Name} is no result of an order.");
        }
    }

    private Task<FireRecord> MissedAsync(ScheduleEntry entry, FireRecord fire, CancellationToken cancellationToken) =>
        OverAsync(entry, fire, FireOutcome.Missed, "late", $"{MissedTimes(fire)}, no node was there within {Grace(entry)}", cancellationToken);

    private static string MissedTimes(FireRecord fire) => fire.Missed > 1 ? $"{fire.Missed} times were missed from {Told(fire.FirstMissed ?? fire.Due)} on" : "the time was missed";

    private Task<FireRecord> TooLateAsync(ScheduleEntry entry, FireRecord fire, CancellationToken cancellationToken) => OverAsync(entry, fire, FireOutcome.Missed, "late",
        fire.Reason is { } reason
            ? $"it could not be started within {Grace(entry)}: {reason}"
            : "a node took it on and told of no run: look for one before you start it by hand",
        cancellationToken);

    private async Task<FireRecord> OverAsync(ScheduleEntry entry, FireRecord fire, FireOutcome outcome, string reason, string why, CancellationToken cancellationToken)
    {
        await alerts.RaiseAsync(
            new Alert($"schedule:{entry.Name}", reason, $"{entry.Runbook} was not started in time by the schedule {entry.Name}", $"The run of {entry.Runbook} that was due at {Told(fire.Due)} was not started in time: {why}.",
                $"schedule:{entry.Name}:{FireBook.Moment(fire.Due)}", clock.GetUtcNow(), entry.Runbook, entry.Trigger.Environment ?? options.Environment, entry.Trigger.Alert),
            cancellationToken);
        return fire with { Outcome = outcome, Reason = why };
    }

    private static string Grace(ScheduleEntry entry) => Plans.DurationText.Write(entry.Trigger.Late);

    private static string Told(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    [LoggerMessage(7101, LogLevel.Information, "Schedule {Schedule}, due {Due}: run {Run}, {Seconds:0.000} s later")]
    private partial void Started(string schedule, DateTimeOffset due, RunId run, double seconds);
}
