namespace RunbookEngine.Server.Cluster;

/// <summary>Section <c>cluster</c>: how this node takes its part. Several nodes on one PostgreSQL share the runs; alone, a node has them all.</summary>
public sealed record ClusterOptions
{
    /// <summary>Name of this node, for people: 1 to 60 letters, digits, <c>.</c>, <c>-</c>, <c>_</c>. Null: the host's name.</summary>
    public string? Node { get; init; }

    /// <summary>How long a lease on a run lasts unless renewed (every third of it): a node that cannot be seen to be dead is waited for this long.
    /// 3 s to 60 s; default 10 s. The same on all nodes.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a node shows that it is there. 500 ms to 10 s; default 1 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the journal is asked for news. 50 ms to 10 s; default 500 ms.</summary>
    public TimeSpan NewsInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a stopping node waits for programs and web calls that runs have started; then it ends them. 0 s to 1 h; default 20 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Runs driven at one time; more wait for their turn. 1 to 10000; default 1000.</summary>
    public int MaxRuns { get; init; } = 1000;

    /// <summary>A node whose clock differs more than this from the database's takes no shards. 100 ms to 10 s; default 1 s.</summary>
    public TimeSpan MaxClockSkew { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with the values; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Node is { } name && (name.Length is 0 or > 60 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
            yield return "cluster: node is a name of 1 to 60 letters, digits, '.', '-' and '_'";
        if (LeaseTime < TimeSpan.FromSeconds(3) || LeaseTime > TimeSpan.FromSeconds(60))
            yield return "cluster: leaseTime is 3s to 60s";
        if (Heartbeat < TimeSpan.FromMilliseconds(500) || Heartbeat > TimeSpan.FromSeconds(10))
            yield return "cluster: heartbeat is 500ms to 10s";
        if (NewsInterval < TimeSpan.FromMilliseconds(50) || NewsInterval > TimeSpan.FromSeconds(10))
            yield return "cluster: newsInterval is 50ms to 10s";
        if (DrainTime < TimeSpan.Zero || DrainTime > TimeSpan.FromHours(1))
            yield return "cluster: drainTime is 0s to 1h";
        if (MaxRuns is < 1 or > 10_000)
            yield return "cluster: maxRuns is 1 to 10000";
        if (MaxClockSkew < TimeSpan.FromMilliseconds(100) || MaxClockSkew > TimeSpan.FromSeconds(10))
            yield return "cluster: maxClockSkew is 100ms to 10s";
    }
}
