using System.Globalization;
using RunbookEngine.Activities.Delays;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Delays;

public class DelayTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_delay_ends_on_time_though_the_engine_was_restarted_in_the_middle()
    {
        var step = Step(new { @for = "1h" });
        var end = _clock.GetUtcNow() + TimeSpan.FromHours(1);
        using var leaving = new CancellationTokenSource();
        var first = new DelayActivity().ExecuteAsync(step, leaving.Token);
        await _clock.ArmedAsync(TimeSpan.FromHours(2));
        _clock.Advance(TimeSpan.FromMinutes(40));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.IsType<StepOutcome.Succeeded>(await _clock.DriveAsync(new DelayActivity().ExecuteAsync(step.Restarted(), CancellationToken.None), TimeSpan.FromHours(2)));
        Assert.Equal(end, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_delay_that_ended_while_the_engine_was_down_is_over_at_once()
    {
        var step = Step(new { @for = "1h" });
        step.CrashAfter = 1;
        await Assert.ThrowsAsync<CrashException>(() => new DelayActivity().ExecuteAsync(step, CancellationToken.None));
        _clock.Advance(TimeSpan.FromHours(3));
        Assert.IsType<StepOutcome.Succeeded>(await new DelayActivity().ExecuteAsync(step.Restarted(), CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_run_ends_the_delay()
    {
        var step = Step(new { @for = "1h" });
        var work = new DelayActivity().ExecuteAsync(step, CancellationToken.None);
        await _clock.ArmedAsync(TimeSpan.FromHours(2));
        step.Cancel();
        Assert.Equal(FailureKind.Abandoned, Assert.IsType<StepOutcome.Failed>(await work).Failure.Kind);
    }

    [Theory]
    [InlineData("2026-03-28T10:00:00Z", "04:00", "Asia/Tokyo", "2026-03-28T19:00:00Z")]
    [InlineData("2026-03-28T18:59:59Z", "04:00", "Asia/Tokyo", "2026-03-28T19:00:00Z")]
    [InlineData("2026-03-28T19:00:00Z", "04:00", "Asia/Tokyo", "2026-03-28T19:00:00Z")]
    [InlineData("2026-03-28T19:00:01Z", "04:00", "Asia/Tokyo", "2026-03-29T19:00:00Z")]
    [InlineData("2026-03-28T12:00:00Z", "02:30", "Europe/Berlin", "2026-03-29T01:00:00Z")]   // the clock jumps from 02:00 to 03:00
    [InlineData("2026-10-24T12:00:00Z", "02:30", "Europe/Berlin", "2026-10-25T00:30:00Z")]   // 02:30 comes twice: the first
    [InlineData("2026-10-25T00:45:00Z", "02:30", "Europe/Berlin", "2026-10-26T01:30:00Z")]
    public void The_next_time_of_day_is_found_across_clock_changes(string from, string time, string zone, string expected)
    {
        var next = TimeOfDay.Next(TimeOfDay.TryParse(time)!.Value, TimeZoneInfo.FindSystemTimeZoneById(zone), Moment(from));
        Assert.Equal(Moment(expected), next.ToUniversalTime());
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private ScriptedStep Step(object arguments) => new(ScriptedStep.Describe("delay", arguments), _clock);
}
