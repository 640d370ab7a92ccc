using Microsoft.Extensions.Logging.Abstractions;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Retention;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules.Alerts;
using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Retention;

public class DrillWatchTests
{
    private static readonly DateTimeOffset Start = new(2031, 1, 6, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_overdue_drill_is_alerted_once_for_each_date_that_passes()
    {
        var clock = new ManualClock(Start);
        var store = new MemoryRunStore(clock);
        var library = new RunbookLibrary(store, clock);
        var alerts = new Kept();
        var (watch, other) = (new DrillWatch(store, library, alerts, clock, NullLogger<DrillWatch>.Instance), new DrillWatch(store, library, alerts, clock, NullLogger<DrillWatch>.Instance));
        await library.PutAsync("drill", "runbook: v1\nname: drill\nobjectives: { drillEvery: 90d }\nsteps: []\n", null, "akiko", Stop);
        await DrillAsync(store, clock);

        clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(0, await watch.LookAsync(Stop));
        clock.Advance(TimeSpan.FromDays(2));
        var raised = await Task.WhenAll(watch.LookAsync(Stop), other.LookAsync(Stop));
        Assert.Equal(1, raised.Sum());
        Assert.Equal(0, await watch.LookAsync(Stop));
        var alert = Assert.Single(alerts.All);
        Assert.Equal(("drill:drill", "overdue", "drill"), (alert.Source, alert.Reason, alert.Runbook));

        await DrillAsync(store, clock);
        Assert.Equal(0, await watch.LookAsync(Stop));
        clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(1, await watch.LookAsync(Stop));
    }

    private static async Task DrillAsync(MemoryRunStore store, ManualClock clock)
    {
        var plan = new Plan { Runbook = "drill", Objectives = new PlanObjectives(null, null, null, null, TimeSpan.FromDays(90)) };
        var id = RunId.New(clock);
        var (state, hash, entries) = ((RunState?)null, HashChain.Origin, new List<JournalEntry>());
        foreach (var e in new RunEvent[] { new RunStarted(plan, "akiko", "host/1/a"), new RunDecided(RunOutcome.Succeeded), new RunEnded(RunOutcome.Succeeded) })
        {
            var entry = EventJson.Write(id, entries.Count + 1, hash, clock.GetUtcNow(), e);
            (state, hash) = (RunFold.Apply(state, entry, e), entry.Hash);
            entries.Add(entry);
        }

        await store.StartAsync(state!.Summary, entries, [], Stop);
    }

    private sealed class Kept : IAlerts
    {
        public List<Alert> All { get; } = [];

        public Task RaiseAsync(Alert alert, CancellationToken cancellationToken)
        {
            lock (All)
                All.Add(alert);
            return Task.CompletedTask;
        }
    }
}
