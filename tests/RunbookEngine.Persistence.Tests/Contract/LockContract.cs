using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Tests;

/// <summary>Locks and leases.</summary>
public abstract partial class RunStoreContract
{
    private static readonly LockName Alpha = new("886000123456", "ERP"), Beta = new("886000123456", "WEB"), Gamma = new("886000999999", "ERP");

    [Fact]
    public async Task A_run_that_meets_a_held_lock_is_told_the_holder_and_stores_nothing()
    {
        var holder = await Store.StartedAsync(null, Beta, Alpha);
        var late = Sample.Run(runbook: "failback");
        var held = await Store.StartAsync(late, Sample.Entries(late.Id, 1, 1), [Gamma, Beta], Never);

        Assert.NotNull(held);
        Assert.Equal((Beta, holder.Id, holder.Runbook, holder.Actor), (held.Name, held.Run, held.Runbook, held.Actor));
        Assert.Null(await Store.FindAsync(late.Id, Never));
        Assert.Empty(await Store.ReadAsync(late.Id, 0, Never));
        Assert.Equal([Alpha, Beta], (await Store.ListLocksAsync(Never)).Select(found => found.Name));
    }

    [Fact]
    public async Task The_entry_that_ends_a_run_releases_its_locks_and_no_others()
    {
        var (first, second) = (await Store.StartedAsync(null, Alpha, Beta, Alpha), await Store.StartedAsync(null, Gamma));
        await Assert.ThrowsAsync<SequenceConflictException>(
            () => Store.AppendAsync(first with { Sequence = 3, EndedAt = Sample.Noon }, Sample.Entries(first.Id, 3, 1), Never));
        Assert.Equal(3, (await Store.ListLocksAsync(Never)).Count);

        await Store.AppendAsync(first with { Sequence = 2, EndedAt = Sample.Noon }, Sample.Entries(first.Id, 2, 1), Never);
        Assert.Equal([(Gamma, second.Id)], (await Store.ListLocksAsync(Never)).Select(held => (held.Name, held.Run)));
        await Store.StartedAsync(null, Alpha, Beta);
    }

    [Fact]
    public async Task Leases_are_renewed_together_those_that_the_engine_still_has_and_none_is_taken()
    {
        Lease Of(string engine, int minutes) => new(engine, "node-1", 4711, Sample.Noon.AddDays(-1), Sample.Noon.AddMinutes(minutes));
        var (mine, lapsed, others, free) = (Sample.Run().Id, Sample.Run().Id, Sample.Run().Id, Sample.Run().Id);
        await Store.TakeLeaseAsync(mine, Of("a", 2), Sample.Noon, Never);
        await Store.TakeLeaseAsync(lapsed, Of("a", -1), Sample.Noon.AddMinutes(-2), Never);
        await Store.TakeLeaseAsync(others, Of("b", 2), Sample.Noon, Never);

        var renewed = await Store.RenewLeasesAsync([mine, lapsed, others, free], Of("a", 9), Never);

        Assert.Equal([mine, lapsed], renewed.OrderBy(run => run == lapsed));
        Assert.Equal(Of("a", 9), await Store.FindLeaseAsync(mine, Sample.Noon, Never));
        Assert.Equal(Of("a", 9), await Store.FindLeaseAsync(lapsed, Sample.Noon, Never));
        Assert.Equal(Of("b", 2), await Store.FindLeaseAsync(others, Sample.Noon, Never));
        Assert.Null(await Store.FindLeaseAsync(free, Sample.Noon, Never));
        Assert.Empty(await Store.RenewLeasesAsync([], Of("a", 9), Never));
    }

    [Fact]
    public async Task Runs_that_have_not_ended_can_be_listed_alone()
    {
        var (open, over) = (await Store.StartedAsync(null), await Store.StartedAsync(null));
        await Store.AppendAsync(over with { Sequence = 2, EndedAt = Sample.Noon }, Sample.Entries(over.Id, 2, 1), Never);

        Assert.Equal([open.Id], (await Store.ListAsync(new RunFilter { Open = true }, Never)).Select(run => run.Id));
        Assert.Equal([open.Id], (await Store.ListAsync(new RunFilter(Runbook: open.Runbook) { Open = true }, Never)).Select(run => run.Id));
        Assert.Equal(2, (await Store.ListAsync(new RunFilter(), Never)).Count);
    }

    [Fact]
    public async Task A_broken_lock_is_free_and_its_run_takes_it_again_unless_another_was_faster()
    {
        var run = await Store.StartedAsync(null, Alpha, Beta);
        Assert.True(await Store.BreakLockAsync(Alpha, Never));
        Assert.False(await Store.BreakLockAsync(Alpha, Never));
        Assert.Null(await Store.RetakeLocksAsync(run.Id, [Alpha, Beta], Never));
        Assert.Equal([Alpha, Beta], (await Store.ListLocksAsync(Never)).Select(held => held.Name));

        Assert.True(await Store.BreakLockAsync(Alpha, Never));
        Assert.True(await Store.BreakLockAsync(Beta, Never));
        var other = await Store.StartedAsync(null, Beta);
        Assert.Equal(other.Id, (await Store.RetakeLocksAsync(run.Id, [Alpha, Beta], Never))?.Run);
        Assert.Equal([Beta], (await Store.ListLocksAsync(Never)).Select(held => held.Name));
    }

    [Fact]
    public async Task A_run_that_has_ended_takes_no_lock()
    {
        var run = await Store.StartedAsync(Sample.Run(outcome: RunOutcome.Cancelled, ended: true), Alpha);
        Assert.Null(await Store.RetakeLocksAsync(run.Id, [Alpha], Never));
        Assert.Empty(await Store.ListLocksAsync(Never));
    }

    [Fact]
    public async Task Of_many_runs_that_want_overlapping_locks_at_once_no_two_hold_the_same()
    {
        var names = Enumerable.Range(0, 6).Select(i => new LockName("886000123456", $"G{i}")).ToArray();
        var other = await OpenAsync();
        var starts = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            var run = Sample.Run();
            var held = await (i % 2 == 0 ? Store : other).StartAsync(run, Sample.Entries(run.Id, 1, 1), [names[(i + 3) % 6], names[i % 6], names[(i + 1) % 6]], Never);
            return (run.Id, Held: held);
        })));
        if (!ReferenceEquals(other, Store))
            await other.DisposeAsync();

        var holders = (await Store.ListLocksAsync(Never)).Select(held => held.Run).Distinct().Order(Comparer<RunId>.Create((a, b) => a.Value.CompareTo(b.Value)));
        Assert.Equal(starts.Where(start => start.Held is null).Select(start => start.Id).Order(Comparer<RunId>.Create((a, b) => a.Value.CompareTo(b.Value))), holders);
        Assert.Equal(3 * holders.Count(), (await Store.ListLocksAsync(Never)).Count);
    }

    [Fact]
    public async Task A_lease_keeps_others_out_until_it_lapses_or_is_released()
    {
        var run = (await Store.StartedAsync()).Id;
        Lease Of(string engine, int minutes) => new(engine, "node-1", 4711, Sample.Noon.AddDays(-1), Sample.Noon.AddMinutes(minutes));

        Assert.Null(await Store.FindLeaseAsync(run, Sample.Noon, Never));
        Assert.Null(await Store.TakeLeaseAsync(run, Of("a", 1), Sample.Noon, Never));
        Assert.Equal(Of("a", 1), await Store.FindLeaseAsync(run, Sample.Noon, Never));
        Assert.Equal(Of("a", 1), await Store.TakeLeaseAsync(run, Of("b", 2), Sample.Noon.AddSeconds(59), Never));
        Assert.Null(await Store.TakeLeaseAsync(run, Of("a", 3), Sample.Noon.AddSeconds(59), Never));
        Assert.Equal(Of("a", 3), await Store.TakeLeaseAsync(run, Of("b", 4), Sample.Noon.AddMinutes(2), Never));

        Assert.Null(await Store.FindLeaseAsync(run, Sample.Noon.AddMinutes(3), Never));
        Assert.Null(await Store.TakeLeaseAsync(run, Of("b", 5), Sample.Noon.AddMinutes(3), Never));
        await Store.ReleaseLeaseAsync(run, "a", Never);
        Assert.Equal(Of("b", 5), await Store.FindLeaseAsync(run, Sample.Noon, Never));
        await Store.ReleaseLeaseAsync(run, "b", Never);
        Assert.Null(await Store.FindLeaseAsync(run, Sample.Noon, Never));
    }
}
