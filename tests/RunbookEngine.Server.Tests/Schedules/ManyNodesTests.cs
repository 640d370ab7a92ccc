using RunbookEngine.Documents;
using RunbookEngine.Persistence;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules;
using RunbookEngine.Server.Schedules.Firing;
using RunbookEngine.Server.Tests.Schedules.Support;

namespace RunbookEngine.Server.Tests.Schedules;

/// <summary>Several nodes, none of which leads, and any of which may be killed at any moment.</summary>
public class ManyNodesTests
{
    [Fact]
    public async Task Nodes_that_look_at_the_same_moment_start_one_run_for_each_time_in_memory() => await SameMomentAsync(_ => Task.FromResult<IEngineStore>(new MemoryRunStore(TimeProvider.System)), 40);

    [Fact]
    public async Task Nodes_that_look_at_the_same_moment_start_one_run_for_each_time_on_sqlite()
    {
        var path = Path.Combine(Path.GetTempPath(), $"schedules-{Guid.NewGuid():N}.db");
        await SameMomentAsync(_ => RunStores.OpenAsync($"sqlite:{path}", TimeProvider.System, CancellationToken.None), 15);
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(path) + "*"))
            File.Delete(file);
    }

    [Fact]
    public async Task Nodes_that_look_at_the_same_moment_start_one_run_for_each_time_on_postgresql()
    {
        await using var schema = await PostgresSchema.MakeAsync();
        await SameMomentAsync(_ => RunStores.OpenAsync(schema.Connection, TimeProvider.System, CancellationToken.None), 15);
    }

    [Fact]
    public async Task A_node_that_dies_with_a_start_in_its_hands_is_followed_by_another_and_there_is_one_run()
    {
        foreach (var stored in new[] { false, true })
        {
            var lab = new ScheduleLab();
            await lab.PutAsync("steady", "every: 1h");
            var death = new CancellationTokenSource();
            var dying = lab.Node(new Dying(lab.Desk, death, stored), "dying");
            lab.Clock.Advance(TimeSpan.FromHours(1));
            await dying.LookAsync(death.Token);
            Assert.Null(Assert.Single(await lab.First.PastAsync("steady")).Outcome);
            await lab.PassAsync(TimeSpan.FromSeconds(29));
            Assert.Equal(stored ? 1 : 0, lab.Desk.Orders.Count);
            await lab.PassAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(["2026-10-24T23:00:00Z"], lab.Desk.Moments("steady"));
            Assert.Equal((FireOutcome.Started, 2), ((await lab.First.PastAsync("steady"))[0].Outcome, (await lab.First.PastAsync("steady"))[0].Tries));
            Assert.Empty(lab.Alerts.Told);
        }
    }

    [Fact]
    public async Task When_nobody_follows_in_time_the_alert_says_that_a_run_may_be_there()
    {
        var lab = new ScheduleLab();
        await lab.PutAsync("steady", "every: 1h");
        var death = new CancellationTokenSource();
        lab.Clock.Advance(TimeSpan.FromHours(1));
        await lab.Node(new Dying(lab.Desk, death, stored: true), "dying").LookAsync(death.Token);
        await lab.PassAsync(20);
        Assert.Contains("look for one before you start it by hand", Assert.Single(lab.Alerts.Told).Text);
        await lab.PassAsync(40);
        Assert.Equal(["2026-10-24T23:00:00Z", "2026-10-25T00:00:00Z"], lab.Desk.Moments("steady"));
    }

    [Fact]
    public async Task Through_a_day_of_nodes_that_are_killed_at_random_every_time_has_its_one_run()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var lab = new ScheduleLab();
        var entries = new List<ScheduleEntry>();
        foreach (var (text, i) in new[] { "cron: '0 0/5 * * * ?', zone: Europe/Berlin", "cron: '0 30 2 * * ?', zone: Europe/Berlin, gap: skip, overlap: both", "every: 17m, overlapRuns: start" }.Select((t, i) => (t, i)))
            entries.Add(await lab.PutAsync($"s{i}", text));
        (LabNode Node, CancellationTokenSource Death) New()
        {
            var death = new CancellationTokenSource();
            return (lab.Node(new Dying(lab.Desk, death, () => random.Next(10) switch { 0 => false, 1 => true, _ => null })), death);
        }

        var nodes = Enumerable.Range(0, 3).Select(_ => New()).ToList();
        for (var end = ScheduleLab.Start.AddDays(1); lab.Clock.GetUtcNow() < end;)
        {
            lab.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 40)));
            var looking = nodes.Where(_ => random.Next(3) > 0).ToList();
            await Task.WhenAll(looking.Select(n => n.Node.LookAsync(n.Death.Token)).Select(async look =>
            {
                try
                {
                    await look;
                }
                catch (OperationCanceledException)
                {
                    // Killed before it began.
                }
            }));
            for (var i = 0; i < nodes.Count; i++)
                nodes[i] = nodes[i].Death.IsCancellationRequested ? New() : nodes[i];
        }

        var last = lab.Clock.GetUtcNow();
        lab.Clock.Advance(TimeSpan.FromMinutes(2));
        await lab.First.LookAsync();
        foreach (var entry in entries)
        {
            var expected = FireTimes.Of(entry.Trigger, []).Between(ScheduleLab.Start, last, 1000).Select(FireBook.Moment).ToList();
            Assert.True(expected.SequenceEqual(lab.Desk.Moments(entry.Name).Where(m => string.CompareOrdinal(m, FireBook.Moment(last)) <= 0)), $"seed {seed}: {entry.Name}");
        }

        Assert.True(lab.Alerts.Told.Count == 0, $"seed {seed}: {string.Join('\n', lab.Alerts.Told)}");
    }

    private static async Task SameMomentAsync(Func<int, Task<IEngineStore>> open, int times)
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(open));
        var shared = stores[0] is MemoryRunStore ? [stores[0], stores[0], stores[0], stores[0]] : stores;
        try
        {
            // The stores go by the real clock and forget what expired by it: the nodes begin at the real hour.
            var hour = TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour;
            var labs = shared.Select(s => new ScheduleLab(s, new DateTimeOffset(hour, TimeSpan.Zero))).ToList();
            await labs[0].PutAsync("steady", "every: 1m");
            var begin = labs[0].Clock.GetUtcNow();
            for (var i = 0; i < times; i++)
            {
                foreach (var lab in labs)
                    lab.Clock.Advance(TimeSpan.FromMinutes(1));
                await Task.WhenAll(labs.Select(l => Task.Run(() => l.First.LookAsync())));
            }

            var expected = FireTimes.Of((await labs[0].First.Book.FindAsync(TriggerBook.Schedules, "steady", CancellationToken.None))!.Trigger, [])
                .Between(begin, labs[0].Clock.GetUtcNow(), 1000).Select(FireBook.Moment).ToList();
            Assert.Equal(times, expected.Count);
            // Each lab has a desk of its own: a moment that two of them know was started twice.
            Assert.Equal(expected, labs.SelectMany(l => l.Desk.Moments("steady")).Order(StringComparer.Ordinal));
            Assert.All(labs, l => Assert.Empty(l.Alerts.Told));
        }
        finally
        {
            foreach (var store in stores)
                await store.DisposeAsync();
        }
    }

    /// <summary>The process is killed while it starts a run: before it is stored, or after.</summary>
    private sealed class Dying(OrderDesk desk, CancellationTokenSource death, Func<bool?> stored) : IRunStarter
    {
        public Dying(OrderDesk desk, CancellationTokenSource death, bool stored)
            : this(desk, death, () => stored)
        {
        }

        public async Task<OrderResult> StartAsync(RunOrder order, CancellationToken cancellationToken)
        {
            bool? kill;
            lock (desk)
                kill = stored();
            if (kill != false)
            {
                var result = await desk.StartAsync(order, cancellationToken);
                if (kill is null)
                    return result;
            }

            await death.CancelAsync();
            throw new OperationCanceledException(death.Token);
        }
    }
}
