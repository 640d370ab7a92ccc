using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>A store and a world; engines come and go.</summary>
internal sealed class Bench
{
    public World World { get; } = new();

    public IRunStore Store { get; } = new MemoryRunStore(TimeProvider.System);

    public RunOperator Operator => new(Store, TimeProvider.System);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public RunEngine Engine(IRunStore? store = null, EngineOptions? options = null) => new(
        store ?? Store, World, new PlainExpressions(), TimeProvider.System,
        EngineIdentity.OfThisProcess() with { Host = Guid.NewGuid().ToString() },
        options ?? new EngineOptions { NewsInterval = TimeSpan.FromMilliseconds(5) });

    public async Task<RunId> StartAsync(Plan plan, RunEngine engine) =>
        Assert.IsType<StartResult.Started>(await engine.StartAsync(plan, new StartRequest("olga"), Stop)).Run;

    public async Task<RunState> RunAsync(Plan plan)
    {
        await using var engine = Engine();
        return await engine.DriveAsync(await StartAsync(plan, engine), "olga", SilentObserver.Instance, Stop);
    }

    public async Task<RunState> DriveAsync(RunId run)
    {
        await using var engine = Engine();
        return await engine.DriveAsync(run, "olga", SilentObserver.Instance, Stop);
    }

    /// <summary>Every event of the run so far, by its name on disk.</summary>
    public async Task<List<string>> EventsAsync(RunId run) =>
        [.. (await Store.ReadAsync(run, 0, Stop)).Select(e => e.Type)];
}
