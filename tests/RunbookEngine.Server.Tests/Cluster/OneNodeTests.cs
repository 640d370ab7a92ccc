using Microsoft.Extensions.Logging.Abstractions;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Cluster;

namespace RunbookEngine.Server.Tests.Cluster;

/// <summary>A node that is alone on its store, with the scheduler in memory.</summary>
public sealed class OneNodeTests : IAsyncDisposable
{
    private static readonly ClusterOptions Options = new() { Node = "alone", NewsInterval = TimeSpan.FromMilliseconds(50) };

    private readonly MemoryRunStore _store = new(TimeProvider.System);
    private readonly EngineRoom _room;
    private readonly Watcher _watcher = new();
    private readonly ClusterNode _node;

    public OneNodeTests()
    {
        _room = EngineRoom.Open(_store, TimeProvider.System, new EngineOptions { NewsInterval = Options.NewsInterval, CalledRunsWait = true });
        _node = Node(_store, _room, _watcher);
    }

    [Fact]
    public async Task A_run_that_is_stored_is_driven_to_its_end_whether_anybody_wakes_the_node_or_not()
    {
        await _node.StartAsync(default);
        var woken = await StartAsync(Delays(TimeSpan.Zero));
        _node.Wake(woken);
        var found = await StartAsync(Delays(TimeSpan.Zero));

        await _watcher.EndedAsync(woken);
        await _watcher.EndedAsync(found);
    }

    [Fact]
    public async Task Runs_that_were_open_before_the_node_started_are_carried_on()
    {
        var before = await StartAsync(Delays(TimeSpan.Zero));
        await _node.StartAsync(default);

        await _watcher.EndedAsync(before);
    }

    [Fact]
    public async Task A_run_that_waits_for_people_is_let_go_and_taken_up_when_they_have_spoken()
    {
        await _node.StartAsync(default);
        var run = await StartAsync(Manual(null));
        await _watcher.SawAsync(run, "step-waiting");
        while (await _store.FindLeaseAsync(run, TimeProvider.System.GetUtcNow(), default) is not null)
            await Task.Yield();

        await new RunOperator(_store, TimeProvider.System).AnswerAsync(run, new StepKey(new StepId("ask")), "akiko", "yes", default);

        await _watcher.EndedAsync(run);
    }

    [Fact]
    public async Task A_deadline_for_people_comes_without_anybody_driving_the_run_until_then()
    {
        await _node.StartAsync(default);
        var run = await StartAsync(Manual(TimeSpan.FromMilliseconds(300)));

        await _watcher.SawAsync(run, "step-failed");
    }

    [Fact]
    public async Task A_node_that_stops_gives_its_leases_back_and_the_next_one_goes_on()
    {
        await _node.StartAsync(default);
        var run = await StartAsync(Delays(TimeSpan.FromMilliseconds(1500)));
        await _watcher.SawAsync(run, "step-started");
        await _node.StopAsync(default);
        Assert.Null(await _store.FindLeaseAsync(run, TimeProvider.System.GetUtcNow(), default));
        Assert.Empty(await _node.ListAsync(default));

        await using var room = EngineRoom.Open(_store, TimeProvider.System, new EngineOptions { NewsInterval = Options.NewsInterval });
        var watcher = new Watcher();
        await using var next = Node(_store, room, watcher);
        await next.StartAsync(default);
        await watcher.EndedAsync(run);
    }

    [Fact]
    public async Task A_run_that_is_not_for_this_server_is_left_alone()
    {
        await using var room = EngineRoom.Open(_store, TimeProvider.System, new EngineOptions());
        var watcher = new Watcher();
        var asked = new TaskCompletionSource();
        await using var node = Node(_store, room, watcher, new RunFitness((_, _) =>
        {
            asked.TrySetResult();
            return Task.FromResult<string?>("not here");
        }));
        await node.StartAsync(default);
        var run = await StartAsync(Delays(TimeSpan.Zero));
        await asked.Task;
        await node.StopAsync(default);

        Assert.Equal(1, (await _store.FindAsync(run, default))!.Sequence);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _room.DisposeAsync();
    }

    private static ClusterNode Node(IEngineStore store, EngineRoom room, IRunObserver watcher, RunFitness? fitness = null) =>
        new(store, room, watcher, fitness ?? new RunFitness(), Options, TimeProvider.System, NullLoggerFactory.Instance);

    private static Plan Delays(TimeSpan pause) => Plan(new PlanStep { Id = new StepId("wait"), Verb = "delay", With = Json($$"""{ "for": "{{pause.TotalMilliseconds:0}}ms" }""") });

    private static Plan Manual(TimeSpan? timeout) => Plan(new PlanStep { Id = new StepId("ask"), Verb = "manual", With = Json("""{ "question": "go on?" }"""), Timeout = timeout });

    private static Plan Plan(PlanStep step) => new() { Runbook = "small", Steps = [step], OnFailure = FailurePolicy.Abort };

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonElement.Parse(text);

    private async Task<RunId> StartAsync(Plan plan) => ((StartResult.Started)await _room.Engine.StartAsync(plan, new StartRequest("olga"), default)).Run;

    /// <summary>Hears of events, so that a test need not look again and again.</summary>
    private sealed class Watcher : IRunObserver
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<(RunId, string), TaskCompletionSource> _seen = new();

        public Task SawAsync(RunId run, string type) => Signal(run, type).Task.WaitAsync(TimeSpan.FromMinutes(2));

        public Task EndedAsync(RunId run) => SawAsync(run, "run-ended");

        public void Happened(JournalEntry entry, RunEvent e, RunState state) => Signal(state.Id, entry.Type).TrySetResult();

        public void Progressed(RunId run, StepKey step, Activities.StepProgress progress)
        {
        }

        private TaskCompletionSource Signal(RunId run, string type) => _seen.GetOrAdd((run, type), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
