using System.Threading.Channels;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Arrays.Polling;

/// <summary>What is read: one group, in one way, on one array.</summary>
internal sealed record PollKey(IPairArray Array, CopyGroupRef Group, PairReadOptions Options);

/// <summary>Somebody who waits.</summary>
internal sealed class PollWaiter(GroupPoll poll, TimeSpan interval)
{
    /// <summary>Readings kept for a slow waiter; the oldest give way.</summary>
    private const int Kept = 16;

    public GroupPoll Poll => poll;

    public TimeSpan Interval => interval;

    public Channel<PairReading> Readings { get; } =
        Channel.CreateBounded<PairReading>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
}

/// <summary>The loop that reads one group for all its waiters.</summary>
internal sealed class GroupPoll
{
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly List<PollWaiter> _waiters = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private TaskCompletionSource _arrival = NewSignal();
    private CopyGroup? _last;
    private TimeSpan? _toGo;
    private int _quietLooks;
    private int _failures;
    private bool _ended;

    public GroupPoll(PollKey key, TimeProvider clock)
    {
        Key = key;
        _clock = clock;
    }

    public PollKey Key { get; }

    /// <summary>Begins to read; the first waiter has joined.</summary>
    public void Start() => _loop = LoopAsync();

    /// <returns>Null when this poll has ended and a new one is needed.</returns>
    public PollWaiter? Join(TimeSpan interval)
    {
        var waiter = new PollWaiter(this, interval);
        lock (_gate)
        {
            if (_ended)
            {
                return null;
            }
            _waiters.Add(waiter);
            _quietLooks = 0;
            _arrival.TrySetResult();
        }
        return waiter;
    }

    /// <returns>True when nobody is left.</returns>
    public bool Leave(PollWaiter waiter)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
            return _waiters.Count == 0;
        }
    }

    public async Task StopAsync()
    {
        _stop.Cancel();
        await _loop;
    }

    private async Task LoopAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await LookAsync();
                await PauseAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (Exception e)
        {
            foreach (var waiter in Waiters(ending: true))
            {
                waiter.Readings.Writer.TryComplete(e);
            }
        }
    }

    /// <summary>Whoever joins while a read is under way gets the next one: this one may have been answered before he came.</summary>
    private async Task LookAsync()
    {
        var served = Waiters();
        var at = _clock.GetUtcNow();
        PairReading reading;
        try
        {
            var group = await Key.Array.ReadCopyGroupAsync(Key.Group, Key.Options, _stop.Token);
            reading = new PairReading.Seen(group) { At = at };
            Note(group);
        }
        catch (ArrayApiException e)
        {
            reading = new PairReading.Failed(e.Error) { At = at };
            _failures++;
        }
        foreach (var waiter in served)
        {
            waiter.Readings.Writer.TryWrite(reading);
        }
    }

    private void Note(CopyGroup? group)
    {
        var changed = Words(group) != Words(_last);
        lock (_gate)
        {
            _quietLooks = changed ? 0 : _quietLooks + 1;
        }
        _toGo = changed ? null : PollCadence.ToGo(_last, group) ?? _toGo;
        _last = group;
        _failures = 0;
    }

    private static string Words(CopyGroup? group) =>
        group is null ? "" : string.Join(';', group.Pairs.Select(p => $"{p.Ref.Name}={p.Pvol.StatusText}/{p.Svol.StatusText}"));

    /// <summary>Until the next look is due, or somebody new came and the last look is not too recent.</summary>
    private async Task PauseAsync()
    {
        var (interval, quietLooks, arrival) = Pace();
        var pause = _failures > 0 ? PollCadence.AfterFailure(interval, _failures) : PollCadence.Next(interval, quietLooks, _toGo);
        var shortest = PollCadence.Shortest(interval);
        await Task.Delay(shortest < pause ? shortest : pause, _clock, _stop.Token);
        if (pause > shortest)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            await Task.WhenAny(HearAsync(arrival), HearAsync(Task.Delay(pause - shortest, _clock, over.Token)));
            over.Cancel();
            _stop.Token.ThrowIfCancellationRequested();
        }
    }

    private (TimeSpan Interval, int QuietLooks, Task Arrival) Pace()
    {
        lock (_gate)
        {
            var interval = _waiters.Count == 0 ? TimeSpan.FromSeconds(1) : _waiters.Min(w => w.Interval);
            return (interval, _quietLooks, _arrival.Task);
        }
    }

    /// <summary>Those who wait now; who comes later sets off the next signal.</summary>
    private List<PollWaiter> Waiters(bool ending = false)
    {
        lock (_gate)
        {
            _ended |= ending;
            _arrival = NewSignal();
            return [.. _waiters];
        }
    }

    /// <summary>Goes on where this poll runs; <see cref="Task.WhenAny(Task[])"/> over a signal, or over a delay that is cancelled, would go on in the thread pool.</summary>
    private static async Task HearAsync(Task signal) => await signal;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
