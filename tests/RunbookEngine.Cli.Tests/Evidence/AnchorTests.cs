using System.Text.Json;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests.Evidence;

/// <summary>Heads of chains go to where whoever has the store cannot change them, and what came of it is on record.</summary>
public sealed class AnchorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("anchors").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_head_is_written_to_the_log_and_a_channel_at_the_moments_that_are_named()
    {
        var (log, run) = await PlayAsync("""{ "to": ["log", "kept"], "at": ["start", "end"] }""");

        Assert.Equal(["start", "start", "end", "end"], run.Anchors.Select(a => a.Anchor.Moment).OrderByDescending(m => m));
        Assert.All(run.Anchors, a => Assert.Null(a.Anchor.Problem));
        Assert.All(run.Anchors, a => Assert.Contains(log.Concat(File.ReadAllLines(Path.Combine(_folder, "kept.jsonl"))), l => l.Contains(a.Anchor.Hash, StringComparison.Ordinal)));
        Assert.Equal(2, log.Count);
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(_folder, "kept.jsonl"), Stop)).Length);
    }

    [Fact]
    public async Task Without_moments_it_is_the_end_alone_and_what_fails_is_a_finding()
    {
        var (log, run) = await PlayAsync("""{ "to": ["log", "nowhere", "ticket"] }""");

        Assert.Single(log);
        Assert.All(run.Anchors, a => Assert.Equal("end", a.Anchor.Moment));
        Assert.Equal(2, run.Anchors.Count(a => a.Anchor.Problem is not null));
        Assert.Contains("no channel 'nowhere'", string.Join(' ', run.Anchors.Select(a => a.Anchor.Problem)));
    }

    private async Task<(List<string> Log, RunState Run)> PlayAsync(string anchor)
    {
        var content = JsonElement.Parse($$"""
            { "name": "lab", "arrays": {}, "notify": { "kept": { "file": {{JsonSerializer.Serialize(Path.Combine(_folder, "kept.jsonl"))}} } }, "evidence": { "anchor": {{anchor}} } }
            """);
        var clock = new ManualClock();
        var store = new MemoryRunStore(clock);
        var story = new Story(Story.Plan() with { Environment = new PlanEnvironment("lab", content) }).Approved().Then(new RunDecided(RunOutcome.Failed), new RunEnded(RunOutcome.Failed));
        var log = new List<string>();
        using var web = new WebClients();
        RunState? state = null;
        await using (var anchors = new ChainAnchors(new RunOperator(store, clock), web, clock, line =>
        {
            lock (log)
                log.Add(line);
        }))
        {
            var watch = anchors.Watch(SilentObserver.Instance);
            var first = RunFold.All(story.Entries.Take(1))!;
            await store.StartAsync(first.Summary, [story.Entries[0]], [], Stop);
            await store.AppendAsync(story.State.Summary, [.. story.Entries.Skip(1)], Stop);
            foreach (var entry in story.Entries)
            {
                var e = EventJson.Read(entry);
                state = RunFold.Apply(state, entry, e);
                watch.Happened(entry, e, state);
            }
        }

        return (log, (await store.LoadAsync(Story.Id, Stop))!);
    }
}
