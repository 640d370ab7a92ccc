using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Tests;

/// <summary>What every store keeps to. A store's tests inherit this.</summary>
public abstract partial class RunStoreContract : IAsyncLifetime
{
    private IEngineStore? _store;

    protected IEngineStore Store => _store!;

    private protected static CancellationToken Never => CancellationToken.None;

    /// <summary>An empty store; the same one again when called a second time, as another process would open it.</summary>
    protected abstract Task<IEngineStore> OpenAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Entries_come_back_in_order_and_as_they_were_written()
    {
        var run = Sample.Run();
        var entries = Sample.Entries(run.Id, 1, 50);
        await Store.StartAsync(run with { Sequence = 3 }, entries[..3], [], Never);
        for (var at = 3; at < 50; at += 1 + at % 4)
            await Store.AppendAsync(run with { Sequence = Math.Min(50, at + 1 + at % 4) }, entries[at..Math.Min(50, at + 1 + at % 4)], Never);

        for (var after = -1; after <= 51; after++)
            Assert.Equal(entries.Where(entry => entry.Sequence > after), await Store.ReadAsync(run.Id, after, Never));
        Assert.Null(HashChain.FindBreak(await Store.ReadAsync(run.Id, 0, Never)));
        Assert.Empty(await Store.ReadAsync(RunId.New(TimeProvider.System), 0, Never));
    }

    [Fact]
    public async Task The_row_of_a_run_comes_back_as_last_written_in_every_field()
    {
        foreach (var outcome in Enum.GetValues<RunOutcome>())
        {
            var run = await Store.StartedAsync(Sample.Run(outcome: outcome));
            Assert.Equal(run, await Store.FindAsync(run.Id, Never));

            var bare = run with { Sequence = 2, Mode = null, Ticket = null, Parent = null, EndedAt = Sample.Noon.AddDays(2), Actor = "somebody else" };
            await Store.AppendAsync(bare, Sample.Entries(run.Id, 2, 1), Never);
            Assert.Equal(bare, await Store.FindAsync(run.Id, Never));
        }

        Assert.Null(await Store.FindAsync(RunId.New(TimeProvider.System), Never));
    }

    [Fact]
    public async Task A_large_payload_and_many_entries_come_back_whole()
    {
        var run = Sample.Run();
        var large = Sample.Entries(run.Id, 1, 1, "\"" + new string('ü', 3_000_000) + "\"");
        await Store.StartAsync(run, large, [], Never);
        await Store.AppendAsync(run with { Sequence = 5001 }, Sample.Entries(run.Id, 2, 5000), Never);

        var read = await Store.ReadAsync(run.Id, 0, Never);
        Assert.Equal(5001, read.Count);
        Assert.Equal(large[0], read[0]);
    }

    [Fact]
    public async Task Entries_that_do_not_follow_on_the_last_one_are_refused_and_leave_no_trace()
    {
        var run = await Store.AppendedAsync(await Store.StartedAsync(), 4);
        foreach (var first in (int[])[1, 2, 5, 7, 100])
        {
            var changed = run with { Sequence = first + 1, Actor = "intruder", EndedAt = Sample.Noon };
            var conflict = await Assert.ThrowsAsync<SequenceConflictException>(() => Store.AppendAsync(changed, Sample.Entries(run.Id, first, 2), Never));
            Assert.Equal((run.Id, first), (conflict.Run, conflict.Sequence));
        }

        Assert.Equal(run, await Store.FindAsync(run.Id, Never));
        Assert.Equal(5, (await Store.ReadAsync(run.Id, 0, Never)).Count);
        await Store.AppendedAsync(run);
    }

    [Fact]
    public async Task A_run_that_exists_cannot_start_again_and_one_that_does_not_cannot_go_on()
    {
        var run = await Store.StartedAsync();
        await Assert.ThrowsAsync<SequenceConflictException>(() => Store.StartAsync(run, Sample.Entries(run.Id, 1, 1), [], Never));

        var unknown = Sample.Run();
        await Assert.ThrowsAsync<SequenceConflictException>(() => Store.AppendAsync(unknown, Sample.Entries(unknown.Id, 1, 1), Never));
        await Assert.ThrowsAsync<SequenceConflictException>(() => Store.AppendAsync(unknown with { Sequence = 2 }, Sample.Entries(unknown.Id, 2, 1), Never));
        Assert.Null(await Store.FindAsync(unknown.Id, Never));
    }

    [Fact]
    public async Task Entries_that_contradict_themselves_are_the_callers_mistake()
    {
        var run = await Store.StartedAsync();
        var (next, two) = (run with { Sequence = 3 }, Sample.Entries(run.Id, 2, 2));
        (RunSummary Row, List<JournalEntry> Entries)[] wrong =
        [
            (next, []),
            (next, [two[1], two[0]]),
            (next, [two[0], two[0]]),
            (next, [two[0], two[1] with { Run = RunId.New(TimeProvider.System) }]),
            (next with { Sequence = 4 }, two),
            (next with { Ticket = "CHG\0" }, two),
            (next, [two[0], two[1] with { Payload = "\"\0\"" }]),
            (next with { Sequence = 10_002 }, Sample.Entries(run.Id, 2, 10_001, "0")),
        ];
        foreach (var (row, entries) in wrong)
            await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendAsync(row, entries, Never));
        foreach (var limit in (int[])[-1, 0, 1001])
            await Assert.ThrowsAsync<ArgumentException>(() => Store.ListAsync(new RunFilter(Limit: limit), Never));

        Assert.Equal(run, await Store.FindAsync(run.Id, Never));
    }

    [Fact]
    public async Task Two_hundred_appends_at_once_succeed_or_conflict_each_by_itself()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Store.StartedAsync()));
        for (var round = 0; round < 5; round++)
        {
            // Every third run gets its append twice, every fifth one with a gap, every seventh has an unknown twin.
            var appends = new List<(RunId Run, Task Append, bool? Succeeds)>();
            for (var i = 0; i < runs.Length; i++)
            {
                var run = runs[i];
                if (i % 5 == 0)
                    appends.Add((run.Id, Store.AppendAsync(run with { Sequence = run.Sequence + 2 }, Sample.Entries(run.Id, run.Sequence + 2, 1), Never), false));
                if (i % 7 == 0)
                    appends.Add((default, Store.AppendedAsync(run with { Id = RunId.New(TimeProvider.System) }), false));
                appends.Add((run.Id, Store.AppendedAsync(run, 2), i % 3 == 0 ? null : true));
                if (i % 3 == 0)
                    appends.Add((run.Id, Store.AppendedAsync(run, 2), null));
            }

            foreach (var append in appends)
                await append.Append.ContinueWith(_ => { }, TaskScheduler.Default);
            Assert.All(appends.Where(a => !a.Append.IsCompletedSuccessfully), a => Assert.IsType<SequenceConflictException>(a.Append.Exception?.InnerException));
            Assert.All(appends.Where(a => a.Succeeds is not null), a => Assert.Equal(a.Succeeds, a.Append.IsCompletedSuccessfully));
            Assert.All(appends.Where(a => a.Succeeds is null).GroupBy(a => a.Run), twins => Assert.Single(twins, a => a.Append.IsCompletedSuccessfully));
            runs = runs.Select(run => run with { Sequence = run.Sequence + 2 }).ToArray();
        }

        foreach (var run in runs)
        {
            Assert.Equal(run, await Store.FindAsync(run.Id, Never));
            Assert.Equal(Enumerable.Range(1, run.Sequence), (await Store.ReadAsync(run.Id, 0, Never)).Select(entry => entry.Sequence));
        }
    }

    [Fact]
    public async Task Appends_of_one_run_sent_without_waiting_are_stored_in_the_order_they_were_sent()
    {
        var run = await Store.StartedAsync();
        var sent = new List<Task>();
        for (var sequence = 2; sequence <= 100; sequence++)
            sent.Add(Store.AppendAsync(run with { Sequence = sequence }, Sample.Entries(run.Id, sequence, 1), Never));
        await Task.WhenAll(sent);

        Assert.Equal(100, (await Store.ReadAsync(run.Id, 0, Never)).Count);
    }

    [Fact]
    public async Task A_cancelled_call_is_not_carried_out()
    {
        var run = await Store.StartedAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Func<Task>[] calls =
        [
            () => Store.AppendedAsync(run, 1, cancelled.Token),
            () => Store.StartAsync(Sample.Run(), Sample.Entries(Sample.Run().Id, 1, 1), [], cancelled.Token),
            () => Store.ReadAsync(run.Id, 0, cancelled.Token),
            () => Store.FindAsync(run.Id, cancelled.Token),
            () => Store.ListAsync(new RunFilter(), cancelled.Token),
            () => Store.NewsAsync(0, cancelled.Token),
            () => Store.BreakLockAsync(new LockName("A", "B"), cancelled.Token),
            () => Store.TakeLeaseAsync(run.Id, new Lease("e", "h", 1, Sample.Noon, Sample.Noon), Sample.Noon, cancelled.Token),
        ];
        foreach (var call in calls)
        {
            var failure = await Record.ExceptionAsync(call);
            Assert.True(failure is OperationCanceledException or ArgumentException, failure?.ToString());
        }

        Assert.Single(await Store.ReadAsync(run.Id, 0, Never));
    }

    [Fact]
    public async Task Another_opening_of_the_store_sees_the_same_runs_and_may_go_on()
    {
        var run = await Store.AppendedAsync(await Store.StartedAsync(), 2);
        var other = await OpenAsync();
        if (!ReferenceEquals(other, Store))
        {
            run = await other.AppendedAsync(run);
            await other.DisposeAsync();
        }

        Assert.Equal(run, await Store.FindAsync(run.Id, Never));
        Assert.Equal(run.Sequence, (await Store.ReadAsync(run.Id, 0, Never)).Count);
    }
}
