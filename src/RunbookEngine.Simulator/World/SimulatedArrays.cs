using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Ledger;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.World;

/// <summary>The whole simulated world: arrays, the lines between them, the time, what goes wrong, and the record of what was done.</summary>
/// <remarks>
/// Nothing runs in the background. A request first lets the time pass up to now, event by event, so what a client sees does not depend on
/// how often anyone looks, and the same requests at the same times give the same answers.
/// </remarks>
public sealed class SimulatedArrays
{
    public SimulatedArrays(Topology topology, TimeProvider clock)
    {
        Topology = topology;
        Clock = clock;
        Random = new Random(topology.Seed);
        Agenda = new Agenda(clock.GetUtcNow()) { AfterEach = CheckWaitingJobs };
        Copies = new CopyPool(Agenda);
        Faults = new FaultBoard(this);
        Arrays = [.. topology.Arrays.Select(spec => new SimulatedArray(this, spec))];
        lock (Gate)
        {
            Opening.Set(this);
            Faults.Begin();
        }
    }

    public Topology Topology { get; }

    public TimeProvider Clock { get; }

    /// <summary>In the order of the topology.</summary>
    public IReadOnlyList<SimulatedArray> Arrays { get; }

    public OperationLedger Ledger { get; } = new();

    /// <exception cref="KeyNotFoundException">No array has this alias.</exception>
    public SimulatedArray this[string alias] =>
        Arrays.FirstOrDefault(a => a.Alias == alias) ?? throw new KeyNotFoundException($"There is no array '{alias}'.");

    /// <summary>Guards everything inside; a request holds it while it is answered, not while it waits.</summary>
    internal Lock Gate { get; } = new();

    internal Agenda Agenda { get; }

    internal CopyPool Copies { get; }

    internal FaultBoard Faults { get; }

    internal Random Random { get; }

    internal List<Link> Links { get; } = [];

    internal TimingOptions Timing => Topology.Timing;

    internal SwitchOptions Switches => Topology.Switches;

    internal DateTimeOffset Now => Agenda.Now;

    /// <summary>Time as clients feel it, for what they count in their own seconds: idle sessions, held answers. Not sped up.</summary>
    internal DateTimeOffset ClientNow => Clock is ScaledClock scaled ? scaled.Inner.GetUtcNow() : Now;

    /// <summary>Lets everything happen that is due by now.</summary>
    public void AdvanceToNow()
    {
        lock (Gate)
            Agenda.AdvanceTo(Clock.GetUtcNow());
    }

    internal SimulatedArray? FindById(string storageDeviceId) => Arrays.FirstOrDefault(a => a.StorageDeviceId == storageDeviceId);

    /// <summary>The line between two arrays; one without a line in the topology gets one as soon as paths are defined.</summary>
    internal Link LinkBetween(SimulatedArray a, SimulatedArray b)
    {
        if (Links.FirstOrDefault(l => l.Joins(a, b)) is { } link)
            return link;
        link = new Link(a, b, new LinkSpec { First = a.Alias, Second = b.Alias }.BytesPerSecond);
        Links.Add(link);
        return link;
    }

    /// <summary>To be called when a line, a path or an array went down or came back, or host writes changed.</summary>
    internal void LinksChanged()
    {
        foreach (var group in Arrays.SelectMany(a => a.RemoteCopies.Groups).Distinct().ToList())
            group.LinkChanged();
        Copies.Rebalance();
    }

    internal void CheckWaitingJobs()
    {
        foreach (var server in Arrays.SelectMany(a => a.Servers))
            server.Jobs.CheckWaiting();
    }
}
