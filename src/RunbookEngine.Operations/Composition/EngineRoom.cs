using RunbookEngine.Activities;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Running;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Composition;

/// <summary>Everything that drives runs in one environment, put together here and nowhere else.</summary>
public sealed class EngineRoom : IAsyncDisposable
{
    private readonly WebClients _web = new();

    private EngineRoom(IRunStore store, TimeProvider clock, ISecretSource? secrets, bool waitForPeople)
    {
        Connections = new ArrayConnections(clock);
        Engine = new RunEngine(
            store, new ActivityCatalog(Connections, _web, new TicketSystems(clock)), new LanguageExpressions(secrets), clock,
            EngineIdentity.OfThisProcess(), new EngineOptions { WaitForPeople = waitForPeople }, new PairDriftReader(Connections));
    }

    public ArrayConnections Connections { get; }

    public RunEngine Engine { get; }

    /// <param name="environment">Where the runs take place: its secrets are read from there when a step needs one.</param>
    public static EngineRoom Open(IRunStore store, TimeProvider clock, PlanEnvironment environment, bool waitForPeople) =>
        new(store, clock, Secrets(environment, clock), waitForPeople);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Connections.DisposeAsync();
        _web.Dispose();
    }

    private static EnvironmentSecrets? Secrets(PlanEnvironment environment, TimeProvider clock) =>
        environment.Content.TryGetProperty("arrays", out _) ? new EnvironmentSecrets(EnvironmentModel.FromPlan(environment), clock) : null;
}
