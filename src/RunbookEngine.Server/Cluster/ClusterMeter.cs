using System.Diagnostics.Metrics;

namespace RunbookEngine.Server.Cluster;

/// <summary>What this node counts: meter <c>runbook.cluster</c>. Adoptions and lost leases are counted by the engine (meter <c>runbook.engine</c>).</summary>
internal sealed class ClusterMeter : IDisposable
{
    public const string Name = "runbook.cluster";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _taken;
    private readonly Counter<long> _given;

    public ClusterMeter(RunPool pool)
    {
        _meter.CreateObservableGauge("runbook.shards.held", () => pool.Shards.Count, "{shard}", "Shards that this node has.");
        _meter.CreateObservableGauge("runbook.runs.driven", () => pool.Driven, "{run}", "Runs that this node carries on now.");
        _meter.CreateObservableGauge("runbook.runs.waiting", () => pool.Waiting, "{run}", "Runs of this node that stand until people act or a deadline comes.");
        _taken = _meter.CreateCounter<long>("runbook.shards.taken", "{shard}", "Shards that this node took; tag recovering: after a node that died.");
        _given = _meter.CreateCounter<long>("runbook.shards.given", "{shard}", "Shards that this node let go; tag why.");
    }

    public void Taken(bool recovering) => _taken.Add(1, new KeyValuePair<string, object?>("recovering", recovering));

    public void Given(string why) => _given.Add(1, new KeyValuePair<string, object?>("why", why));

    public void Dispose() => _meter.Dispose();
}
