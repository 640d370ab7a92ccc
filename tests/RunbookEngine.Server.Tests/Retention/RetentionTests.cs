using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Retention;
using RunbookEngine.Server.Tests.Api;
using RunbookEngine.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace RunbookEngine.Server.Tests.Retention;

public class RetentionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_ended_long_ago_becomes_evidence_and_all_others_stay()
    {
        var clock = new ManualClock(Start);
        var store = new MemoryRunStore(clock);
        var old = await StoreAsync(store, clock, ended: true);
        var open = await StoreAsync(store, clock, ended: false);
        clock.Advance(TimeSpan.FromDays(31));
        var young = await StoreAsync(store, clock, ended: true);
        var lastHash = (await store.ReadAsync(old, 0, Stop))[^1].Hash;
        var (archive, watch) = Watch(store, clock, new RetentionOptions { EndedRuns = TimeSpan.FromDays(30), Evidence = TimeSpan.FromDays(365) });

        var moved = await watch.LookAsync(Stop);
        var evidence = await archive.FindAsync(old, Stop);

        Assert.Equal(1, moved);
        Assert.Equal(lastHash, (string?)evidence!["journal"]!["lastHash"]);
        Assert.Null(await store.FindAsync(old, Stop));
        Assert.NotNull(await store.FindAsync(open, Stop));
        Assert.NotNull(await store.FindAsync(young, Stop));
        Assert.Equal(0, await watch.LookAsync(Stop));
        clock.Advance(TimeSpan.FromDays(366));
        Assert.Null(await archive.FindAsync(old, Stop));
    }

    [Fact]
    public async Task Nothing_goes_unless_it_is_told_to()
    {
        var clock = new ManualClock(Start);
        var store = new MemoryRunStore(clock);
        var run = await StoreAsync(store, clock, ended: true);
        clock.Advance(TimeSpan.FromDays(3000));

        Assert.Equal(0, await Watch(store, clock, new RetentionOptions()).Watch.LookAsync(Stop));
        Assert.NotNull(await store.FindAsync(run, Stop));
    }

    [Fact]
    public async Task Two_nodes_that_look_at_once_make_one_evidence()
    {
        var clock = new ManualClock(Start);
        var store = new MemoryRunStore(clock);
        var runs = new List<RunId>();
        for (var i = 0; i < 20; i++)
            runs.Add(await StoreAsync(store, clock, ended: true));
        clock.Advance(TimeSpan.FromDays(10));
        var options = new RetentionOptions { EndedRuns = TimeSpan.FromDays(1) };
        var (archive, first) = Watch(store, clock, options);

        await Task.WhenAll(first.LookAsync(Stop), Watch(store, clock, options).Watch.LookAsync(Stop));

        Assert.Empty(await store.ListAsync(new RunFilter(), Stop));
        Assert.Equal(runs.Order(Comparer<RunId>.Create((a, b) => a.Value.CompareTo(b.Value))).Select(r => r.ToString()), (await archive.ListAsync(null, 100, Stop)).Select(e => (string)e["run"]!["id"]!));
    }

    [Fact]
    public async Task Evidence_is_for_those_who_could_see_the_run()
    {
        await using var lab = await ServerLab.StartAsync();
        var run = await StoreAsync(lab.Store, TimeProvider.System, ended: true);
        await lab.Host.Services.GetRequiredService<EvidenceArchive>().MoveAsync(run, null, Stop);
        using var viewer = await lab.ClientAsync("vera", Role.Viewer);
        using var elsewhere = await lab.ClientAsync("eve", new Grant(Role.Viewer, Runbooks: ["other"]));

        Assert.Equal("tidy", (await viewer.GetFromJsonAsync<JsonElement>($"evidence/{run}", Stop)).GetProperty("run").GetProperty("runbook").GetString());
        Assert.Equal(1, (await viewer.GetFromJsonAsync<JsonElement>("evidence", Stop)).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync($"runs/{run}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"evidence/{run}", Stop)).StatusCode);
        Assert.Equal(0, (await elsewhere.GetFromJsonAsync<JsonElement>("evidence", Stop)).GetProperty("items").GetArrayLength());
    }

    private static (EvidenceArchive Archive, RetentionWatch Watch) Watch(MemoryRunStore store, TimeProvider clock, RetentionOptions options)
    {
        var archive = new EvidenceArchive(store, clock);
        return (archive, new RetentionWatch(store, archive, options, clock, NullLogger<RetentionWatch>.Instance));
    }

    private static async Task<RunId> StoreAsync(IRunStore store, TimeProvider clock, bool ended)
    {
        var id = RunId.New(clock);
        var events = new List<RunEvent> { new RunStarted(new Plan { Runbook = "tidy" }, "akiko", "here/1/a") };
        if (ended)
            events.AddRange([new RunDecided(RunOutcome.Succeeded), new RunEnded(RunOutcome.Succeeded)]);
        RunState? state = null;
        var entries = new List<JournalEntry>();
        foreach (var e in events)
        {
            entries.Add(EventJson.Write(id, entries.Count + 1, entries.Count == 0 ? HashChain.Origin : entries[^1].Hash, clock.GetUtcNow(), e));
            state = RunFold.Apply(state, entries[^1], e);
        }

        await store.StartAsync(state!.Summary, entries, [], Stop);
        return id;
    }
}
