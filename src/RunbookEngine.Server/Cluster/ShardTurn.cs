namespace RunbookEngine.Server.Cluster;

/// <summary>The time in which this node has a shard.</summary>
internal sealed class ShardTurn(int shard, DateTimeOffset since)
{
    private readonly CancellationTokenSource _handOver = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Shard => shard;

    public DateTimeOffset Since => since;

    /// <summary>Why it ends; null while it does not.</summary>
    public string? Ending { get; private set; }

    /// <summary>Runs begin nothing new and leave as soon as they can.</summary>
    public CancellationToken HandOver => _handOver.Token;

    /// <summary>Runs leave now.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Completes when the shard is to be given back.</summary>
    public Task Asked => _asked.Task;

    /// <param name="atOnce">Do not wait for programs and web calls: another node has the shard already.</param>
    public void End(string why, bool atOnce = false)
    {
        Ending ??= why;
        _handOver.Cancel();
        if (atOnce)
            _stop.Cancel();
        _asked.TrySetResult();
    }

    public void EndNow() => _stop.Cancel();
}
