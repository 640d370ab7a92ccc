using System.Collections.Concurrent;
using RunbookEngine.Documents;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Running;

/// <summary>An engine room for each environment that runs take place in, opened when it is first needed and kept. Runs of one environment share its sessions and limits.</summary>
public sealed class EngineRooms(IEngineStore store, TimeProvider clock) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<EngineRoom>> _rooms = new();

    public EngineRoom For(PlanEnvironment environment) => _rooms.GetOrAdd(
        environment.Name + "\n" + environment.Content.GetRawText(),
        _ => new Lazy<EngineRoom>(() => EngineRoom.Open(store, clock, environment, waitForPeople: false))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var room in _rooms.Values.Where(r => r.IsValueCreated))
            await room.Value.DisposeAsync();
    }
}
