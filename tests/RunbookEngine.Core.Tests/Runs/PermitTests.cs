using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Testing;
using Xunit;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>An engine that stood still, for as long as it likes and wherever it was, sends nothing that another engine has sent, or will send.</summary>
public class PermitTests
{
    private static readonly EngineOptions Options = new() { NewsInterval = TimeSpan.FromSeconds(1), LeaseTime = TimeSpan.FromSeconds(8) };

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task An_engine_that_stands_still_after_any_event_while_another_ends_the_run_sends_nothing_when_it_wakes_up()
    {
        var calm = new Bench();
        var run = await calm.RunAsync(Plans.Everything());
        for (var alive = 1; alive < run.Sequence - 1; alive++)
        {
            var bench = new Bench();
            var (store, clock) = (new PausingStore(bench.Store, alive), new ManualClock());
            await using var asleep = Engine(bench, store, clock);
            await using var awake = Engine(bench, bench.Store, clock);
            var id = await bench.StartAsync(Plans.Everything(), asleep);
            var first = asleep.DriveAsync(id, "olga", SilentObserver.Instance, Bench.Stop);
            await store.Paused;
            clock.Advance(Options.LeaseTime + TimeSpan.FromSeconds(1));
            var ended = await awake.DriveAsync(id, "ben", SilentObserver.Instance, Bench.Stop);
            var sent = bench.World.Ledger.ToList();
            store.GoOn();
            var woken = await Record.ExceptionAsync(async () => Assert.True((await first).IsEnded));

            Assert.True(woken is null or RunTakenOverException, $"after event {alive}: {woken}");
            Assert.Equal(RunOutcome.Succeeded, ended.Outcome);
            Assert.Equal(sent, bench.World.Ledger);
            Assert.Equal(calm.World.Ledger.Order(), bench.World.Ledger.Order());
        }
    }

    [Fact]
    public async Task An_engine_that_stood_still_and_found_nobody_in_its_place_goes_on()
    {
        var calm = new Bench();
        var run = await calm.RunAsync(Plans.Everything());
        for (var alive = 1; alive < run.Sequence - 1; alive++)
        {
            var bench = new Bench();
            var (store, clock) = (new PausingStore(bench.Store, alive), new ManualClock());
            await using var engine = Engine(bench, store, clock);
            var id = await bench.StartAsync(Plans.Everything(), engine);
            var driving = engine.DriveAsync(id, "olga", SilentObserver.Instance, Bench.Stop);
            await store.Paused;
            clock.Advance(TimeSpan.FromHours(1));
            store.GoOn();
            var ended = await driving;

            Assert.Equal(RunOutcome.Succeeded, ended.Outcome);
            Assert.Equal(calm.World.Ledger.Order(), bench.World.Ledger.Order());
            Assert.DoesNotContain("run-adopted", await bench.EventsAsync(id));
        }
    }

    [Fact]
    public async Task Nobody_takes_a_run_before_the_lease_of_a_silent_engine_has_lapsed()
    {
        var bench = new Bench();
        var store = new PausingStore(bench.Store, 3);
        await using var asleep = Engine(bench, store, _clock);
        await using var awake = Engine(bench, bench.Store, _clock);
        var id = await bench.StartAsync(Plans.Everything(), asleep);
        var first = asleep.DriveAsync(id, "olga", SilentObserver.Instance, Bench.Stop);
        await store.Paused;
        for (var passed = TimeSpan.Zero; passed < Options.LeaseTime; passed += TimeSpan.FromSeconds(1), _clock.Advance(TimeSpan.FromSeconds(1)))
            await Assert.ThrowsAsync<RunBusyException>(() => awake.DriveAsync(id, "ben", SilentObserver.Instance, Bench.Stop));

        Assert.True((await awake.DriveAsync(id, "ben", SilentObserver.Instance, Bench.Stop)).IsEnded);
        store.GoOn();
        await Record.ExceptionAsync(() => first);
        Assert.All(bench.World.Ledger.CountBy(l => l), sent => Assert.Equal(1, sent.Value));
    }

    [Fact]
    public async Task A_permit_counts_from_before_the_store_was_asked_and_a_renewal_that_is_heard_of_too_late_does_not_bring_it_back()
    {
        var keeper = new LeaseKeeper(new Bench().Store, EngineIdentity.OfThisProcess(), Options.LeaseTime, _clock);
        var valid = Options.LeaseTime - LeaseKeeper.Margin(Options.LeaseTime);
        var asked = Moment.Now(_clock);
        _clock.Advance(valid * 0.5);
        await using var lease = new RunLease(keeper, RunId.New(_clock), valid, asked, _clock);
        Assert.True(lease.IsValid);
        var again = Moment.Now(_clock);
        _clock.Advance(valid * 0.25);
        lease.Renewed(again);
        _clock.Advance(valid * 0.5);
        Assert.True(lease.IsValid);
        Assert.False(lease.Over.IsCancellationRequested);
        _clock.Advance(valid * 0.25);
        Assert.False(lease.IsValid);
        Assert.True(lease.Over.IsCancellationRequested);
        lease.Renewed(Moment.Now(_clock));
        Assert.False(lease.IsValid);
    }

    [Fact]
    public async Task A_lease_that_another_engine_has_is_lost_at_the_next_renewal_and_those_of_the_engine_are_kept()
    {
        var store = new Bench().Store;
        var keeper = new LeaseKeeper(store, EngineIdentity.OfThisProcess(), Options.LeaseTime, _clock);
        await using var kept = await keeper.TakeAsync(RunId.New(_clock), Bench.Stop);
        await using var lost = await keeper.TakeAsync(RunId.New(_clock), Bench.Stop);
        var now = _clock.GetUtcNow();
        await store.TakeLeaseAsync(lost.Run, EngineIdentity.OfThisProcess("other").LeaseUntil(now + TimeSpan.FromHours(1)), now + Options.LeaseTime, Bench.Stop);
        for (var i = 0; i < 10; i++)
            await _clock.DriveAsync(Task.Delay(Options.LeaseTime / 3, _clock));

        Assert.True(kept.IsValid);
        Assert.False(lost.IsValid);
    }

    [Fact]
    public async Task News_of_a_lease_that_was_given_back_meanwhile_harms_nobody()
    {
        var keeper = new LeaseKeeper(new Bench().Store, EngineIdentity.OfThisProcess(), Options.LeaseTime, _clock);
        var lease = await keeper.TakeAsync(RunId.New(_clock), Bench.Stop);
        await lease.DisposeAsync();
        lease.Renewed(Moment.Now(_clock));
        lease.Lose();

        Assert.False(lease.IsValid);
    }

    [Fact]
    public async Task A_permit_ends_by_the_clock_on_the_wall_too_when_the_machine_slept()
    {
        var sleeper = new SleepingClock();
        var keeper = new LeaseKeeper(new Bench().Store, EngineIdentity.OfThisProcess(), Options.LeaseTime, sleeper);
        await using var lease = await keeper.TakeAsync(RunId.New(sleeper), Bench.Stop);
        sleeper.Slept = TimeSpan.FromHours(-5);
        Assert.True(lease.IsValid);
        sleeper.Slept = TimeSpan.FromHours(5);
        Assert.False(lease.IsValid);
    }

    private static RunEngine Engine(Bench bench, IRunStore store, TimeProvider clock) => new(
        store, bench.World, new PlainExpressions(), clock, EngineIdentity.OfThisProcess() with { Host = Guid.NewGuid().ToString() }, Options);

    /// <summary>The monotonic clock stands while a machine sleeps; the wall clock has gone on, or was set back.</summary>
    private sealed class SleepingClock : TimeProvider
    {
        public TimeSpan Slept { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero) + Slept;

        public override long GetTimestamp() => 0;
    }
}
