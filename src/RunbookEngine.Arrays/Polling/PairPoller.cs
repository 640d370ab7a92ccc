using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Arrays.Polling;

/// <summary>Reads each copy group that somebody waits for, once for all who wait.</summary>
public sealed class PairPoller(TimeProvider clock) : IAsyncDisposable
{
    /// <summary>What a timer can hold; a wait that is to last longer is begun again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(45);

    private readonly Lock _gate = new();
    private readonly Dictionary<PollKey, GroupPoll> _polls = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Copy groups that are being polled.</summary>
    public int ActivePolls
    {
        get
        {
            lock (_gate)
            {
                return _polls.Count;
            }
        }
    }

    /// <summary>Readings of a group until the deadline. The first is one that was begun after this call, so what was sent before
    /// can show in it; readings that a slow waiter did not take give way to newer ones.</summary>
    /// <param name="array">The array to ask.</param>
    /// <param name="group">Seen from either side.</param>
    /// <param name="options">Waits with different options are polled apart.</param>
    /// <param name="interval">The ordinary pause between two reads; the shortest that any waiter asks for holds.</param>
    /// <param name="until">The enumeration ends here.</param>
    /// <param name="cancellationToken">Ends it with <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<PairReading> WatchAsync(
        IPairArray array,
        CopyGroupRef group,
        PairReadOptions options,
        TimeSpan interval,
        DateTimeOffset until,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = until - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            yield break;
        }
        using var deadline = new CancellationTokenSource(left < LongestWait ? left : LongestWait, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken, _stop.Token);
        var waiter = Join(new PollKey(array, group.SeenFrom(array.StorageDeviceId), options with { Once = true }), interval);
        try
        {
            while (await NextAsync(waiter.Readings.Reader, ending.Token, cancellationToken) is { } reading)
            {
                yield return reading;
            }
        }
        finally
        {
            Leave(waiter);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        List<GroupPoll> polls;
        lock (_gate)
        {
            polls = [.. _polls.Values];
            _polls.Clear();
        }
        await Task.WhenAll(polls.Select(p => p.StopAsync()));
    }

    /// <returns>Null at the deadline.</returns>
    private static async Task<PairReading?> NextAsync(ChannelReader<PairReading> readings, CancellationToken ending, CancellationToken caller)
    {
        try
        {
            return await readings.ReadAsync(ending);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return null;
        }
        catch (ChannelClosedException e) when (e.InnerException is { } broken)
        {
            ExceptionDispatchInfo.Throw(broken);
            throw;
        }
    }

    private PollWaiter Join(PollKey key, TimeSpan interval)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            if (_polls.TryGetValue(key, out var poll) && poll.Join(interval) is { } joined)
            {
                return joined;
            }
            _polls[key] = poll = new GroupPoll(key, clock);
            var first = poll.Join(interval)!;
            poll.Start();
            return first;
        }
    }

    private void Leave(PollWaiter waiter)
    {
        lock (_gate)
        {
            if (!waiter.Poll.Leave(waiter))
            {
                return;
            }
            if (_polls.GetValueOrDefault(waiter.Poll.Key) == waiter.Poll)
            {
                _polls.Remove(waiter.Poll.Key);
            }
        }
        _ = waiter.Poll.StopAsync();
    }
}
