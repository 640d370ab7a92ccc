using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Delays;

/// <summary><c>delay</c>: for a duration, or until a time of day. The end is journalled first, so a restart does not move it.</summary>
internal sealed class DelayActivity : Activity
{
    /// <summary>A timer cannot be set further ahead.</summary>
    private static readonly TimeSpan LongestNap = TimeSpan.FromDays(45);

    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        if (step.Record.Waiting?.Until is not { } until)
        {
            until = End(step, StepArguments.Of(step));
            await step.JournalAsync(new StepWaiting(step.Key, $"until {until:u}", until, OnPeople: false, Polls: true), cancellationToken);
        }
        using var limits = new StepLimits(step, cancellationToken);
        try
        {
            while (until - step.Clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
            {
                await Task.Delay(left < LongestNap ? left : LongestNap, step.Clock, limits.Token);
            }
            return new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(new { until }, PlanJson.Options));
        }
        catch (OperationCanceledException) when (limits.Reason("during the delay") is { } reason)
        {
            return new StepOutcome.Failed(reason);
        }
    }

    private static DateTimeOffset End(StepContext step, StepArguments arguments)
    {
        var start = step.Record.AttemptAt ?? step.Clock.GetUtcNow();
        if (arguments.Duration("for") is { } span)
        {
            return start + span;
        }
        var text = arguments.Text("until");
        var time = TimeOfDay.TryParse(text) ?? throw arguments.Wrong("until", $"is '{text}'", "a time of day such as 04:00");
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(arguments.Text("zone"), out var found)
            ? found : throw arguments.Wrong("zone", $"is '{arguments.Text("zone")}'", "an IANA time zone such as Asia/Tokyo");
        return TimeOfDay.Next(time, zone, start).ToUniversalTime();
    }
}
