using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Runs;

public class SteadyClockTests
{
    private readonly SettableClock _wall = new();

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void A_wall_clock_that_is_set_moves_no_time_of_ours_and_is_told_once(int seconds)
    {
        var told = new List<TimeSpan>();
        using var clock = new SteadyClock(_wall, () => _wall.Passed);
        clock.Jumped += told.Add;
        var began = clock.GetUtcNow();

        _wall.Passed = TimeSpan.FromSeconds(10);
        _wall.Set += TimeSpan.FromSeconds(seconds);

        Assert.Equal(began + TimeSpan.FromSeconds(10), clock.GetUtcNow());
        Assert.Equal(began + TimeSpan.FromSeconds(10), clock.GetUtcNow());
        Assert.Equal([TimeSpan.FromSeconds(seconds)], told);
        Assert.Equal(_wall.GetUtcNow(), SteadyClock.WallOf(clock));

        clock.Rebase();
        Assert.Equal(_wall.GetUtcNow(), clock.GetUtcNow());
        Assert.Single(told);
    }

    [Fact]
    public void Time_in_which_the_machine_slept_counts()
    {
        using var clock = new SteadyClock(_wall, () => _wall.Passed);
        var began = clock.GetUtcNow();
        _wall.Passed = TimeSpan.FromHours(2);
        Assert.Equal(began + TimeSpan.FromHours(2), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_clock_that_is_set_while_a_step_works_ends_neither_its_time_nor_the_lease_and_stands_in_the_journal(int seconds)
    {
        var bench = new Bench();
        bench.World.Gates["a"] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var clock = new SteadyClock(_wall, () => _wall.Passed);
        await using var engine = new RunEngine(
            bench.Store, bench.World, new PlainExpressions(), clock, EngineIdentity.OfThisProcess() with { Host = "here" },
            new EngineOptions { NewsInterval = TimeSpan.FromMilliseconds(5) });
        var run = await bench.StartAsync(Of(Group("g", Step("a")) with { Timeout = TimeSpan.FromMinutes(30) }, Step("b")), engine);
        var jumped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var driving = engine.DriveAsync(run, "olga", new Watch(e => { if (e is ClockJumped) jumped.TrySetResult(); }), Bench.Stop);
        while (!(await bench.EventsAsync(run)).Contains("step-started"))
            await Task.Yield();

        _wall.Set += TimeSpan.FromSeconds(seconds);
        clock.GetUtcNow();
        await jumped.Task.WaitAsync(TimeSpan.FromSeconds(30), Bench.Stop);
        // For those who go by the wall clock the lease has been renewed.
        while (await bench.Store.FindLeaseAsync(run, _wall.GetUtcNow(), Bench.Stop) is null)
            await Task.Yield();
        bench.World.Gates["a"].SetResult();
        var end = await driving;

        Assert.Equal(RunOutcome.Succeeded, end.Outcome);
        Assert.Equal(["+a", "+b"], bench.World.Ledger);
        Assert.Contains("clock-jumped", await bench.EventsAsync(run));
    }

    private sealed class Watch(Action<RunEvent> happened) : IRunObserver
    {
        public void Happened(JournalEntry entry, RunEvent e, RunState state) => happened(e);

        public void Progressed(RunId run, StepKey step, StepProgress progress)
        {
        }
    }

    /// <summary>Real timers; what the wall clock shows is the test's.</summary>
    private sealed class SettableClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public TimeSpan Set { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero) + Passed + Set;
    }
}
