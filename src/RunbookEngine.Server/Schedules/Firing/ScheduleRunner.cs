using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RunbookEngine.Journal;
using RunbookEngine.Server.Schedules.Calendars;

namespace RunbookEngine.Server.Schedules.Firing;

/// <summary>Finds out what is due and has it dealt with. Every node runs one; none leads. What two of them see at once is one run, because fires are claimed and orders have keys.</summary>
/// <remarks>A fire is dealt with in three durable steps: the claim, the run (stored under the fire's key), the outcome. The schedule's state moves past a fire only after
/// the third, so whatever a killed node left half-way is met again by the others.</remarks>
public sealed partial class ScheduleRunner(
    TriggerBook book, ScheduleStates states, CalendarBook calendars, FireBook fires, FireWork work, ScheduleOptions options, TimeProvider clock, ILogger<ScheduleRunner> log)
{
    /// <summary>Fires of one schedule that are looked at in one go; the rest follows in the next.</summary>
    private const int MostAtOnce = 20_000;

    /// <summary>Schedules that are dealt with at the same time on this node: each may wait for an array.</summary>
    private readonly SemaphoreSlim _hands = new(16);

    private readonly ConcurrentDictionary<string, Task> _working = new(StringComparer.Ordinal);

    /// <summary>Sets off what is due, without waiting for it.</summary>
    /// <returns>When to look again: at the next fire, and after <see cref="ScheduleOptions.Poll"/> at the latest.</returns>
    /// <exception cref="StoreUnavailableException">Nothing can be known; look again later.</exception>
    public async Task<DateTimeOffset> LookAsync(CancellationToken cancellationToken)
    {
        var (entries, stored, known) = (await book.AllAsync(cancellationToken), await states.AllAsync(cancellationToken), await calendars.AllAsync(cancellationToken));
        var now = clock.GetUtcNow();
        var again = now + options.Poll;
        foreach (var entry in entries.Where(e => e.IsTimed))
        {
            var state = ScheduleStates.Of(entry, stored.GetValueOrDefault(entry.Key));
            if (state.IsPaused)
                continue;
            var times = FireTimes.Of(entry.Trigger, [.. entry.Trigger.Calendars.Select(known.GetValueOrDefault).OfType<Calendar>()]);
            if (times.NextAfter(state.Done) <= now)
                Work(entry, times, Obstacle(entry, known), cancellationToken);
            if (times.NextAfter(now) is { } next && next < again)
                again = next;
        }

        return again;
    }

    /// <summary>Completes when nothing is being worked on.</summary>
    public Task IdleAsync() => Task.WhenAll(_working.Values);

    /// <summary>A calendar that is gone must not mean that everything is allowed.</summary>
    private static string? Obstacle(ScheduleEntry entry, IReadOnlyDictionary<string, Calendar> known) =>
        entry.Trigger.Calendars.FirstOrDefault(c => !known.ContainsKey(c)) is { } gone ? $"there is no calendar '{gone}'" : null;

    private void Work(ScheduleEntry entry, FireTimes times, string? obstacle, CancellationToken cancellationToken)
    {
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = GuardAsync(entry, times, obstacle, begin.Task, cancellationToken);
        // Registered before it begins, so that it cannot end unregistered.
        if (_working.TryAdd(entry.Name, task))
            begin.SetResult();
        else
            begin.SetCanceled(CancellationToken.None);
    }

    private async Task GuardAsync(ScheduleEntry entry, FireTimes times, string? obstacle, Task begin, CancellationToken cancellationToken)
    {
        try
        {
            await begin;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await _hands.WaitAsync(cancellationToken);
            try
            {
                await ServeAsync(entry, times, obstacle, cancellationToken);
            }
            finally
            {
                _hands.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Leaving: another node, or the next start, goes on with what is claimed.
        }
        catch (StoreUnavailableException e)
        {
            StoreGone(entry.Name, e.Message);
        }
        catch (Exception e)
        {
            // A defect in one schedule must not stop the others. The fire stays open, is tried again, and is told of when it is too late.
            Defect(e, entry.Name);
        }
        finally
        {
            _working.TryRemove(entry.Name, out _);
        }
    }

    private async Task ServeAsync(ScheduleEntry entry, FireTimes times, string? obstacle, CancellationToken cancellationToken)
    {
        var state = await states.GetAsync(entry, cancellationToken);
        if (state.IsPaused)
            return;
        var (now, lastRun) = (clock.GetUtcNow(), state.LastRun);
        var due = times.Between(state.Done, now, MostAtOnce).ToList();
        var begun = (await fires.ListAsync(entry.Key, state.Done, 1000, cancellationToken)).Select(f => f.Due).ToHashSet();
        var inTime = now - entry.Trigger.Late;
        var missed = due.Where(d => d < inTime && !begun.Contains(d)).ToList();
        var behindOpen = false;
        foreach (var moment in due)
        {
            if (moment < inTime && !begun.Contains(moment) && moment != missed[^1])
                continue;
            var wanted = moment >= inTime || begun.Contains(moment) ? work.Wanted(moment, FireIntent.Start) : Missed(entry, missed, madeUp: due[^1] >= inTime);
            if (await work.DealAsync(entry, wanted, lastRun, obstacle, cancellationToken) is { } over)
            {
                lastRun = over.Run ?? lastRun;
                if (!behindOpen)
                    await states.DoneAsync(entry, moment, lastRun, cancellationToken);
            }
            else if (entry.Trigger.OverlapRuns)
                behindOpen = true;
            else
                return;
        }
    }

    private FireRecord Missed(ScheduleEntry entry, List<DateTimeOffset> missed, bool madeUp) =>
        work.Wanted(missed[^1], entry.Trigger.Misfire == Language.Triggers.MisfirePolicy.RunOnce && !madeUp ? FireIntent.MakeUp : FireIntent.Tell) with { Missed = missed.Count, FirstMissed = missed[0] };

    [LoggerMessage(7111, LogLevel.Warning, "The schedule {Schedule} waits for the store: {Message}")]
    private partial void StoreGone(string schedule, string message);

    [LoggerMessage(7112, LogLevel.Error, "The schedule {Schedule} met a defect")]
    private partial void Defect(Exception error, string schedule);
}
