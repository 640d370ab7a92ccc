using System.Diagnostics;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Persistence.Sqlite;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Tests.Evidence;

[Collection(Timed.Name)]
public sealed class HistoryTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2031, 1, 6, 9, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("history").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_hundred_drills_of_three_years_are_told_within_a_second()
    {
        await using var store = await StoreAsync();
        for (var i = 0; i < 100; i++)
            await DrillAsync(store, Begin.AddDays(11 * i), took: 60 + i, i);
        await ReadAsync(store, Begin);

        var clock = Stopwatch.StartNew();
        var history = await ReadAsync(store, Begin.AddDays(1100));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"it took {clock.Elapsed}; a second on a machine of its own");
        Assert.Equal(100, history.Rows.Count);
        Assert.Equal(Begin.AddDays(11 * 99), history.Rows[0].StartedAt);
        Assert.StartsWith("slower", history.RecoveryTrend);
        Assert.Equal((10, 10), (history.Good, history.Of));
    }

    [Fact]
    public async Task The_next_drill_is_due_after_the_last_one_that_met_its_objectives_and_overdue_from_then_on()
    {
        await using var store = await StoreAsync();
        await DrillAsync(store, Begin, took: 60, 0);
        await DrillAsync(store, Begin.AddDays(80), took: 3600, 1);

        var due = Begin.AddDays(90);

        Assert.Equal((due, false), await DueAsync(store, due.AddSeconds(-1)));
        Assert.Equal((due, true), await DueAsync(store, due.AddSeconds(1)));
        await DrillAsync(store, Begin.AddDays(95), took: 60, 2);
        Assert.Equal((Begin.AddDays(185), false), await DueAsync(store, Begin.AddDays(100)));
    }

    [Fact]
    public async Task What_changed_between_the_plans_of_two_runs_is_told_with_the_later_one()
    {
        await using var store = await StoreAsync();
        await DrillAsync(store, Begin, took: 60, 0);
        await DrillAsync(store, Begin.AddDays(1), took: 60, 1, plan => plan with { Steps = [.. plan.Steps, new PlanStep { Id = new("more"), Verb = "delay" }], Mode = "test" });

        var history = await ReadAsync(store, Begin.AddDays(2));

        Assert.Equal(["mode test instead of none", "step more came"], history.Rows[0].Changes);
        Assert.Empty(history.Rows[1].Changes);
    }

    [Fact]
    public async Task A_runbook_that_never_ran_has_a_history_without_rows()
    {
        await using var store = await StoreAsync();

        var history = await ReadAsync(store, Begin);

        Assert.Empty(history.Rows);
        Assert.Null(history.Due);
        Assert.False(history.Overdue);
    }

    private Task<SqliteRunStore> StoreAsync() => SqliteRunStore.OpenAsync(Path.Combine(_folder, "runs.db"), TimeProvider.System, Stop);

    private static Task<RunHistory> ReadAsync(SqliteRunStore store, DateTimeOffset now) => RunHistory.ReadAsync(store, "drill", null, null, 100, 10, _ => true, now, Stop);

    private static async Task<(DateTimeOffset?, bool)> DueAsync(SqliteRunStore store, DateTimeOffset now) => await ReadAsync(store, now) is var history ? (history.Due, history.Overdue) : default;

    private static async Task DrillAsync(SqliteRunStore store, DateTimeOffset at, int took, int number, Func<Plan, Plan>? change = null)
    {
        var plan = new Plan
        {
            Runbook = "drill",
            Objectives = new PlanObjectives(TimeSpan.FromMinutes(30), null, null, null, TimeSpan.FromDays(90)),
            Steps = [new PlanStep { Id = new("start"), Verb = "command", Measure = new MeasurePlan("rto", "rto", null) }],
        };
        plan = change?.Invoke(plan) ?? plan;
        var id = new RunId(Guid.CreateVersion7(at.AddMilliseconds(number)));
        var (entries, state) = (new List<JournalEntry>(), (RunState?)null);
        var key = StepKey.Parse("start");
        foreach (var (e, seconds) in new (RunEvent, int)[]
        {
            (new RunStarted(plan, "akiko", "host/1/a"), 0), (new StepStarted(key, 1), 1), (new StepSucceeded(key), 1 + took),
            (new RunDecided(RunOutcome.Succeeded), 2 + took), (new RunEnded(RunOutcome.Succeeded), 2 + took),
        })
        {
            var entry = EventJson.Write(id, entries.Count + 1, state?.Hash ?? HashChain.Origin, at.AddSeconds(seconds), e);
            state = RunFold.Apply(state, entry, e);
            entries.Add(entry);
            if (entries.Count == 1)
                await store.StartAsync(state.Summary, entries, [], Stop);
        }

        await store.AppendAsync(state!.Summary, [.. entries.Skip(1)], Stop);
    }
}
