using Microsoft.Extensions.Logging.Abstractions;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Bundles;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Retention;
using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Retention;

/// <summary>Evidence outlives the journals that it was made of; a legal hold outlives every retention; what was removed stays on record.</summary>
public class EvidenceRetentionTests
{
    private static readonly DateTimeOffset Start = new(2031, 1, 6, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_under_legal_hold_stays_until_the_hold_is_ended()
    {
        var clock = new ManualClock(Start);
        var store = new MemoryRunStore(clock);
        var (held, other) = (await RunAsync(store, clock), await RunAsync(store, clock));
        var people = new RunOperator(store, clock);
        await people.LegalHoldAsync(held, held: true, "ben", "audit 2031-04", Stop);
        clock.Advance(TimeSpan.FromDays(400));
        var (archive, watch) = Watch(store, clock);

        Assert.Equal(1, await watch.LookAsync(Stop));
        Assert.NotNull(await store.FindAsync(held, Stop));
        Assert.Null(await store.FindAsync(other, Stop));

        await people.LegalHoldAsync(held, held: false, "ben", "audit is over", Stop);
        Assert.Equal(1, await watch.LookAsync(Stop));
        Assert.Null(await store.FindAsync(held, Stop));
        Assert.NotNull(await archive.FindAsync(held, Stop));
    }

    [Fact]
    public async Task The_bundle_of_a_removed_run_still_verifies_and_the_removal_stays_on_record_when_it_is_gone_too()
    {
        var clock = new ManualClock(Start);
        var store = new MemoryRunStore(clock);
        var run = await RunAsync(store, clock);
        var last = (await store.ReadAsync(run, 0, Stop))[^1].Hash;
        clock.Advance(TimeSpan.FromDays(31));
        var (archive, watch) = Watch(store, clock);
        await watch.LookAsync(Stop);

        var found = BundleVerification.Of((await archive.FindBundleAsync(run, Stop))!, null, clock);
        Assert.Equal([], found.Problems);
        Assert.Equal((run, last), (found.Run, found.Head));

        clock.Advance(TimeSpan.FromDays(366));
        Assert.Null(await archive.FindBundleAsync(run, Stop));
        Assert.Null(await archive.FindAsync(run, Stop));
        var record = (await archive.FindRecordAsync(run, Stop))!;
        Assert.Equal(last, (string?)record["lastHash"]);
        Assert.Equal("retention", (string?)record["by"]);
        Assert.NotNull((string?)record["journalRemovedAt"]);
        Assert.NotNull((string?)record["evidenceKeptUntil"]);
    }

    private static (EvidenceArchive Archive, RetentionWatch Watch) Watch(MemoryRunStore store, ManualClock clock)
    {
        var archive = new EvidenceArchive(store, clock);
        return (archive, new RetentionWatch(store, archive, new RetentionOptions { EndedRuns = TimeSpan.FromDays(30), Evidence = TimeSpan.FromDays(365) }, clock, NullLogger<RetentionWatch>.Instance));
    }

    private static async Task<RunId> RunAsync(MemoryRunStore store, ManualClock clock)
    {
        var id = RunId.New(clock);
        var (state, hash, entries) = ((RunState?)null, HashChain.Origin, new List<JournalEntry>());
        foreach (var e in new RunEvent[] { new RunStarted(new Plan { Runbook = "drill" }, "akiko", "host/1/a"), new RunDecided(RunOutcome.Succeeded), new RunEnded(RunOutcome.Succeeded) })
        {
            var entry = EventJson.Write(id, entries.Count + 1, hash, clock.GetUtcNow(), e);
            (state, hash) = (RunFold.Apply(state, entry, e), entry.Hash);
            entries.Add(entry);
        }

        await store.StartAsync(state!.Summary, entries, [], Stop);
        return id;
    }
}
