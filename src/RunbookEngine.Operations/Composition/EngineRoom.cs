using RunbookEngine.Activities;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Composition;

/// <summary>Everything that drives runs, in whatever environments they take place, put together here and nowhere else. One for a process: runs in
/// the same environment share sessions, limits and polls.</summary>
public sealed class EngineRoom : IAsyncDisposable
{
    private readonly WebClients _web = new();
    private readonly SteadyClock? _steady;
    private readonly ChainAnchors _anchors;

    private EngineRoom(IRunStore store, TimeProvider clock, EngineIdentity identity, EngineOptions options, ITicketOutbox? outbox, bool tellsApprovers)
    {
        Identity = identity;
        // Durations go by a clock that nobody sets. Clocks of simulations and tests are such clocks already.
        _steady = ReferenceEquals(clock, TimeProvider.System) ? new SteadyClock() : null;
        clock = _steady ?? clock;
        Connections = new ArrayConnections(clock);
        People = new RunOperator(store, clock) { Reviewer = new RollbackReviewer(store, Connections, clock) };
        _anchors = new ChainAnchors(People, _web, clock, Console.Error.WriteLine);
        Engine = new RunEngine(
            store, new ActivityCatalog(Connections, _web, new TicketSystems(clock, TicketConnections.Over(_web, clock), outbox), tellsApprovers: tellsApprovers),
            new EnvironmentExpressions(), clock, identity, options with { Watch = _anchors.Watch }, new PairDriftReader(Connections));
    }

    /// <summary>Who this engine is in journals and leases.</summary>
    public EngineIdentity Identity { get; }

    public ArrayConnections Connections { get; }

    public RunEngine Engine { get; }

    /// <summary>What people say to the runs of the store.</summary>
    public RunOperator People { get; }

    /// <param name="identity">Null: made for this process.</param>
    /// <param name="outbox">Takes what a ticket system does not take now; null: nobody does, and the steps try on for a while.</param>
    public static EngineRoom Open(IRunStore store, TimeProvider clock, EngineOptions options, EngineIdentity? identity = null, ITicketOutbox? outbox = null) =>
        new(store, clock, identity ?? EngineIdentity.OfThisProcess(), options, outbox, tellsApprovers: false);

    /// <summary>As a command drives one run: nobody else tells the people it waits for.</summary>
    public static EngineRoom Open(IRunStore store, TimeProvider clock, bool waitForPeople, Identification knownBy) =>
        new(store, clock, EngineIdentity.OfThisProcess(), new EngineOptions { WaitForPeople = waitForPeople, KnownBy = knownBy }, null, tellsApprovers: true);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _anchors.DisposeAsync();
        await Connections.DisposeAsync();
        _web.Dispose();
        _steady?.Dispose();
    }
}
