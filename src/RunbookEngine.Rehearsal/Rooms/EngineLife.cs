using RunbookEngine.Activities;
using RunbookEngine.Activities.Commands;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Running;
using RunbookEngine.Operations;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>An engine put together as the command line does it, in a simulated process of its own.</summary>
internal sealed class EngineLife
{
    /// <summary>Only rehearsed people append beside the engine, and they do so while it does not run.</summary>
    private static readonly TimeSpan NoNews = TimeSpan.FromHours(12);

    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private readonly ArrayConnections _connections;
    private readonly WebClients _web;
    private readonly TimeProvider _clock;

    public EngineLife(CaseRoom room, int number)
    {
        Process = new SimulatedProcess(room.Pump, $"engine-{number}");
        var clock = _clock = Process.Clock;
        _connections = new ArrayConnections(clock, connection => new Wire(room, Process, connection.Name));
        _web = new WebClients(_ => new WebDouble(room, Process));
        var tickets = new TicketDouble();
        var catalog = new ActivityCatalog(_connections, _web, new TicketSystems(clock), new Dictionary<string, IActivity>
        {
            ["command"] = new CommandActivity(new ProgramDouble(room, Process).RunAsync),
            ["ticket.require"] = tickets,
            ["ticket.update"] = tickets,
        });
        Engine = new RunEngine(
            new ProcessStore(room, Process), new WatchedActivities(catalog, room), new LanguageExpressions(new SecretDouble(room.Setting.Secrets)), clock,
            new EngineIdentity($"rehearsal/{number}", $"rehearsal-{number}", number, RehearsalSetting.Start),
            new EngineOptions { NewsInterval = NoNews, LeaseTime = LeaseTime }, new PairDriftReader(_connections));
    }

    public SimulatedProcess Process { get; }

    public RunEngine Engine { get; }

    /// <summary>What stands between a plan and its run: looks at the arrays, finds out which copy groups the targets mean, and declares a disaster.</summary>
    /// <param name="bound">The plan as it was bound where every array was there to be asked; null: it is bound now.</param>
    /// <exception cref="CommandFailure">The run is not started, and why.</exception>
    public async Task<(Plan Plan, DisasterDeclared? Declaration)> PrepareAsync(RehearsalSetting setting, Plan? bound, CancellationToken cancellationToken)
    {
        var absent = bound is null ? await new Preflight(_connections, _ => { }).CheckAsync(setting.Unbound, cancellationToken) : [];
        var plan = bound ?? await BindAsync(setting, cancellationToken);
        return (plan, !plan.IsDisaster ? null
            : await new DisasterDeclaration(_connections, _clock, store: null).DeclareAsync(plan, absent, RehearsalSetting.Actor, null, cancellationToken));
    }

    private async Task<Plan> BindAsync(RehearsalSetting setting, CancellationToken cancellationToken)
    {
        var pinned = await new TargetPinning(_connections).PinAsync(setting.Unbound, EnvironmentModel.FromPlan(setting.Unbound.Environment), cancellationToken);
        return pinned.Plan ?? throw new CommandFailure(Exit.Invalid, string.Join("; ", pinned.Diagnostics.Where(d => d.IsError).Select(d => d.Message)));
    }

    /// <summary>A process that ends well: sessions are given back.</summary>
    public async Task LeaveAsync()
    {
        await Engine.DisposeAsync();
        await _connections.DisposeAsync();
        _web.Dispose();
    }
}
