using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>A run whose journal was changed is carried on by nobody and decided about by nobody: the engine itself refuses, so every front does.</summary>
public class TamperedJournalTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ways => ["changed payload", "changed time", "event gone", "end gone", "reordered", "another run's event"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_engine_does_not_drive_it_and_nothing_is_done(string way)
    {
        var (bench, run) = await HeldAsync();
        var before = bench.World.Ledger.Count;
        await using var engine = bench.Engine(new Tampered(bench.Store, way));
        var refused = await Assert.ThrowsAsync<JournalCorruptException>(() => engine.DriveAsync(run, "olga", SilentObserver.Instance, Stop));
        Assert.Contains(run.ToString(), refused.Message);
        Assert.Equal(before, bench.World.Ledger.Count);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Nothing_that_a_person_says_is_put_on_top_of_it(string way)
    {
        var (bench, run) = await HeldAsync();
        var people = new RunOperator(new Tampered(bench.Store, way), TimeProvider.System);
        foreach (var act in (Func<Task>[])[
            () => people.ResumeAsync(run, "olga", [], "go on", Stop), () => people.CancelAsync(run, "olga", true, null, Stop), () => people.RollbackAsync(run, "olga", null, null, Stop),
            () => people.AnswerAsync(run, new StepKey(new("b")), "olga", "yes", Stop), () => people.ApproveAsync(run, new StepKey(new("b")), "ben", true, null, Stop), () => people.HoldAsync(run, "wait", Stop)])
            await Assert.ThrowsAsync<JournalCorruptException>(act);
        Assert.Equal((await bench.Store.FindAsync(run, Stop))!.Sequence, (await bench.Store.ReadAsync(run, 0, Stop)).Count);
    }

    [Fact]
    public async Task A_plan_of_a_newer_language_is_neither_started_nor_adopted()
    {
        var bench = new Bench();
        await using var engine = bench.Engine(bench.Store);
        var newer = Plans.Of(Plans.Step("a")) with { Language = PlanLanguage.Version + 1 };
        Assert.Contains("newer version", (await Assert.ThrowsAsync<OperatorRefusedException>(() => bench.StartAsync(newer, engine))).Message);

        var run = RunId.New(TimeProvider.System);
        var started = new RunStarted(newer, "olga", "a newer engine", null);
        var entry = EventJson.Write(run, 1, HashChain.Origin, DateTimeOffset.UnixEpoch, started);
        await bench.Store.StartAsync(RunFold.Apply(null, entry, started).Summary, [entry], [], Stop);
        Assert.Contains("newer version", (await Assert.ThrowsAsync<JournalCorruptException>(() => engine.DriveAsync(run, "olga", SilentObserver.Instance, Stop))).Message);
        Assert.Empty(bench.World.Ledger);
        Assert.Single(await bench.Store.ReadAsync(run, 0, Stop));
    }

    [Fact]
    public async Task An_event_that_another_process_forged_while_the_run_is_driven_stops_it()
    {
        var bench = new Bench();
        bench.World.Gates["a"] = new TaskCompletionSource();
        var store = new Forging(bench.Store);
        await using var engine = bench.Engine(store);
        var run = await bench.StartAsync(Plans.Of(Plans.Step("a"), Plans.Step("b")), engine);
        var driving = engine.DriveAsync(run, "olga", SilentObserver.Instance, Stop);
        while (!(await bench.EventsAsync(run)).Contains("step-started"))
            await Task.Delay(5, Stop);
        store.On = true;
        await new RunOperator(bench.Store, TimeProvider.System).CancelAsync(run, "olga", false, null, Stop);
        bench.World.Gates["a"].SetResult();
        await Assert.ThrowsAsync<JournalCorruptException>(() => driving);
        Assert.DoesNotContain(bench.World.Ledger, l => l.Contains('b'));
    }

    [Fact]
    public async Task A_store_that_was_set_back_while_the_run_is_driven_ends_the_drive_instead_of_trying_for_ever()
    {
        var bench = new Bench();
        bench.World.Gates["a"] = new TaskCompletionSource();
        var store = new SetBack(bench.Store);
        await using var engine = bench.Engine(store);
        var run = await bench.StartAsync(Plans.Of(Plans.Step("a"), Plans.Step("b")), engine);
        var driving = engine.DriveAsync(run, "olga", SilentObserver.Instance, Stop);
        while (!(await bench.EventsAsync(run)).Contains("step-started"))
            await Task.Delay(5, Stop);
        store.On = true;
        bench.World.Gates["a"].SetResult();
        var gone = await Assert.ThrowsAsync<StoreUnavailableException>(() => driving);
        Assert.Contains("no longer holds", gone.Message);
    }

    private static async Task<(Bench Bench, RunId Run)> HeldAsync()
    {
        var bench = new Bench();
        bench.World.Failures["b"] = 100;
        await using var engine = bench.Engine();
        var run = await bench.StartAsync(Plans.Of(Plans.Step("a"), Plans.Step("b")) with { OnFailure = RunbookEngine.Plans.FailurePolicy.Hold }, engine);
        var state = await engine.DriveAsync(run, "olga", SilentObserver.Instance, Stop);
        Assert.NotNull(state.Held);
        return (bench, run);
    }

    private class Passing(IRunStore store) : IRunStore
    {
        public string Name => store.Name;

        public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) => store.StartAsync(run, entries, locks, cancellationToken);

        public virtual Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken) => store.AppendAsync(run, entries, cancellationToken);

        public virtual Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) => store.ReadAsync(run, after, cancellationToken);

        public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) => store.FindAsync(run, cancellationToken);

        public Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken) => store.ListAsync(filter, cancellationToken);

        public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) => store.NewsAsync(after, cancellationToken);

        public Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) => store.ListLocksAsync(cancellationToken);

        public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) => store.BreakLockAsync(name, cancellationToken);

        public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) => store.RetakeLocksAsync(run, locks, cancellationToken);

        public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) => store.TakeLeaseAsync(run, lease, now, cancellationToken);

        public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) => store.RenewLeasesAsync(runs, lease, cancellationToken);

        public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) => store.ReleaseLeaseAsync(run, engine, cancellationToken);

        public Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken) => store.FindLeaseAsync(run, now, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Tampered(IRunStore store, string way) : Passing(store)
    {
        public override async Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken)
        {
            var entries = (await base.ReadAsync(run, 0, cancellationToken)).ToList();
            switch (way)
            {
                case "changed payload":
                    entries[0] = entries[0] with { Payload = entries[0].Payload.Replace("olga", "eve", StringComparison.Ordinal) };
                    break;
                case "changed time":
                    entries[^1] = entries[^1] with { At = entries[^1].At.AddSeconds(1) };
                    break;
                case "event gone":
                    entries.RemoveAt(1);
                    break;
                case "end gone":
                    entries.RemoveAt(entries.Count - 1);
                    break;
                case "reordered":
                    (entries[1], entries[2]) = (entries[2] with { Sequence = 2 }, entries[1] with { Sequence = 3 });
                    break;
                default:
                    entries[^1] = entries[^1] with { Hash = HashChain.Next(HashChain.Origin, RunId.New(TimeProvider.System), entries[^1].Sequence, entries[^1].At, entries[^1].Type, entries[^1].Payload) };
                    break;
            }

            return [.. entries.Where(e => e.Sequence > after)];
        }
    }

    /// <summary>What another process appended comes with a hash that does not follow.</summary>
    private sealed class Forging(IRunStore store) : Passing(store)
    {
        public bool On { get; set; }

        public override async Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) =>
            [.. (await base.ReadAsync(run, after, cancellationToken)).Select(e => On && after > 0 ? e with { Hash = new string('0', 64) } : e)];
    }

    /// <summary>As after the restore of a backup in place: what is to follow does not, and nothing is newer.</summary>
    private sealed class SetBack(IRunStore store) : Passing(store)
    {
        public bool On { get; set; }

        public override Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken) =>
            On ? throw new SequenceConflictException(run.Id, entries[0].Sequence) : base.AppendAsync(run, entries, cancellationToken);
    }
}
