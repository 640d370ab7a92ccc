using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Tests;

/// <summary>Lists of runs, and news of them.</summary>
public abstract partial class RunStoreContract
{
    [Fact]
    public async Task Lists_are_newest_first_and_filter_page_and_limit_as_a_plain_query_would()
    {
        var (all, outcomes) = (new List<RunSummary>(), Enum.GetValues<RunOutcome>());
        for (var i = 0; i < 60; i++)
        {
            var id = new RunId(Guid.CreateVersion7(Sample.Noon.AddSeconds(i * 7919 % 60)));
            all.Add(await Store.StartedAsync(Sample.Run(id, i % 3 == 0 ? "dr-drill" : "backup-window", outcomes[i % outcomes.Length])));
        }

        all = [.. all.OrderByDescending(run => run.Id.ToString(), StringComparer.Ordinal)];
        var filters =
            from runbook in (string?[])[null, "dr-drill", "backup-window", "none of these"]
            from wanted in (RunOutcome[]?[])[null, [], [RunOutcome.Running], [RunOutcome.Held, RunOutcome.RolledBack], outcomes]
            from before in (RunId?[])[null, all[0].Id, all[30].Id, all[^1].Id]
            from limit in (int[])[1, 10, 1000]
            select new RunFilter(runbook, wanted, before, limit);
        foreach (var filter in filters)
        {
            var expected = all.Where(run => (filter.Runbook is null || run.Runbook == filter.Runbook)
                && (filter.Outcomes is null or { Count: 0 } || filter.Outcomes.Contains(run.Outcome))
                && (filter.Before is null || string.CompareOrdinal(run.Id.ToString(), filter.Before.ToString()) < 0)).Take(filter.Limit);
            Assert.Equal(expected, await Store.ListAsync(filter, Never));
        }
    }

    [Fact]
    public async Task Lists_filter_by_environment_person_ticket_and_start()
    {
        var all = new List<RunSummary>();
        for (var i = 0; i < 24; i++)
            all.Add(await Store.StartedAsync(Sample.Run(new RunId(Guid.CreateVersion7(Sample.Noon.AddSeconds(i)))) with
            {
                Environment = $"e{i % 2}",
                Actor = $"a{i % 3}",
                Ticket = i % 4 == 0 ? null : $"t{i % 4}",
                StartedAt = Sample.Noon.AddSeconds(i),
            }));
        var filters =
            from environment in (string?[])[null, "e0", "none of these"]
            from actor in (string?[])[null, "a1"]
            from ticket in (string?[])[null, "t2", "T2"]
            from since in (DateTimeOffset?[])[null, Sample.Noon.AddSeconds(11), Sample.Noon.AddDays(1)]
            select new RunFilter { Environment = environment, Actor = actor, Ticket = ticket, Since = since };
        foreach (var filter in filters)
        {
            var expected = all.Where(run => (filter.Environment ?? run.Environment) == run.Environment && (filter.Actor ?? run.Actor) == run.Actor
                && (filter.Ticket is null || filter.Ticket == run.Ticket) && (filter.Since is null || run.StartedAt >= filter.Since)).OrderByDescending(run => run.StartedAt);
            Assert.Equal(expected, await Store.ListAsync(filter, Never));
        }
    }

    [Fact]
    public async Task Only_a_run_that_has_ended_is_deleted_and_then_all_of_it_and_nothing_else()
    {
        var (open, other) = (await Store.StartedAsync(), await Store.StartedAsync());
        var ended = await Store.StartedAsync(Sample.Run(ended: true));

        Assert.False(await Store.DeleteEndedAsync(open.Id, Never));
        Assert.False(await Store.DeleteEndedAsync(RunId.New(TimeProvider.System), Never));
        Assert.True(await Store.DeleteEndedAsync(ended.Id, Never));
        Assert.False(await Store.DeleteEndedAsync(ended.Id, Never));

        Assert.Null(await Store.FindAsync(ended.Id, Never));
        Assert.Empty(await Store.ReadAsync(ended.Id, 0, Never));
        Assert.NotEmpty(await Store.ReadAsync(open.Id, 0, Never));
        await Store.AppendedAsync(await Store.AppendedAsync(other, 3));
        Assert.Equal(2, (await Store.ListAsync(new RunFilter(), Never)).Count);
    }

    [Fact]
    public async Task News_names_the_runs_that_moved_since_and_settles_when_nothing_moves()
    {
        var old = await Store.StartedAsync();
        var start = await Store.NewsAsync(-1, Never);
        Assert.Empty(start.Runs);

        var moved = await Store.AppendedAsync(await Store.StartedAsync(), 3);
        await Store.AppendedAsync(old);
        var news = await Store.NewsAsync(start.Position, Never);
        Assert.Superset(new HashSet<RunId> { old.Id, moved.Id }, news.Runs.ToHashSet());
        Assert.True(news.Position >= start.Position);

        await Store.AppendedAsync(moved);
        Assert.Contains(moved.Id, (await Store.NewsAsync(news.Position, Never)).Runs);
    }

    [Fact]
    public async Task News_never_misses_a_run_while_many_writers_append_at_random()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        const int Writers = 12, Appends = 40;
        var others = new[] { Store, await OpenAsync() };
        var position = (await Store.NewsAsync(-1, Never)).Position;

        // Each writer notes the sequence that is durable; the reader must hear of the run after that moment.
        var written = new System.Collections.Concurrent.ConcurrentDictionary<RunId, int>();
        var writers = Enumerable.Range(0, Writers).Select(number => Task.Run(async () =>
        {
            var random = new Random(seed + number);
            for (var i = 0; i < Appends;)
            {
                var run = await others[random.Next(2)].StartedAsync();
                written[run.Id] = 1;
                for (var length = random.Next(1, 8); length > 0; length--, i++)
                {
                    run = await others[random.Next(2)].AppendedAsync(run, random.Next(1, 4));
                    written[run.Id] = run.Sequence;
                    if (random.Next(3) == 0)
                        await Task.Yield();
                }
            }
        })).ToList();
        var all = Task.WhenAll(writers);

        var seen = new Dictionary<RunId, int>();
        for (var last = false; !last;)
        {
            last = all.IsCompleted;
            var news = await Store.NewsAsync(position, Never);
            Assert.True(news.Position >= position);
            position = news.Position;
            foreach (var run in news.Runs)
                seen[run] = (await Store.ReadAsync(run, 0, Never)).Count;
        }

        await all;
        Assert.Equal(written.OrderBy(run => run.Key.Value), seen.OrderBy(run => run.Key.Value));
        if (!ReferenceEquals(others[1], Store))
            await others[1].DisposeAsync();
    }
}
