using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Polling;
using RunbookEngine.Arrays.Transport;

namespace RunbookEngine.Arrays;

/// <summary>All arrays that a process works with. They lend each other the sessions that remote copy needs, and every wait of
/// every run shares one poller.</summary>
public sealed class ArrayFleet : IAsyncDisposable
{
    private readonly IReadOnlyList<ArrayClient> _arrays;

    /// <param name="connections">Names and storage device ids must differ.</param>
    /// <param name="clock">Tells the time and waits.</param>
    /// <param name="handlers">Makes the HTTP side of an array; null for sockets. The fleet disposes what it gets.</param>
    /// <param name="permit">Called right before the bytes of a state-changing request leave, in the flow of the call that sends it; it throws when
    /// they must not. Null: nothing stands in the way.</param>
    /// <exception cref="ArgumentException">A connection is wrong; the message says which and how.</exception>
    public ArrayFleet(
        IEnumerable<ArrayConnection> connections, TimeProvider clock, Func<ArrayConnection, HttpMessageHandler>? handlers = null, Action? permit = null)
    {
        var list = connections.Select(c => c.Checked()).ToList();
        RefuseTwins(list.Select(c => c.Name), "name");
        RefuseTwins(list.Select(c => c.StorageDeviceId), "storageDeviceId");
        handlers ??= ArrayHandlers.Create;
        _arrays = [.. list.Select(c => new ArrayClient(new ArrayTransport(c, clock, handlers(c), id => ByStorageDeviceId(id)?.Transport, permit)))];
        Poller = new PairPoller(clock);
    }

    public IReadOnlyList<ArrayClient> Arrays => _arrays;

    /// <summary>Serves every wait on a pair status.</summary>
    public PairPoller Poller { get; }

    /// <summary>The array of that alias.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ArrayClient this[string name] => Find(name)
        ?? throw new KeyNotFoundException($"no array is called '{name}'; there are: {string.Join(", ", _arrays.Select(a => a.Name))}");

    public ArrayClient? Find(string name) => _arrays.FirstOrDefault(a => a.Name == name);

    public ArrayClient? ByStorageDeviceId(string storageDeviceId) => _arrays.FirstOrDefault(a => a.StorageDeviceId == storageDeviceId);

    /// <summary>Locks the resource groups on several arrays, always in the same order so that two who want the same do not
    /// wait for each other: the greater storage device id first.</summary>
    public async Task<IAsyncDisposable> LockResourcesAsync(IEnumerable<IPairArray> arrays, TimeSpan wait, CancellationToken cancellationToken)
    {
        var held = new HeldLocks();
        try
        {
            foreach (var array in arrays.DistinctBy(a => a.StorageDeviceId).OrderByDescending(a => a.StorageDeviceId, StringComparer.Ordinal))
            {
                held.Push(await array.LockResourcesAsync(wait, cancellationToken));
            }
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the polling and gives all sessions back.</summary>
    public async ValueTask DisposeAsync()
    {
        await Poller.DisposeAsync();
        await Task.WhenAll(_arrays.Select(a => a.DisposeAsync().AsTask()));
    }

    private static void RefuseTwins(IEnumerable<string> values, string what)
    {
        if (values.GroupBy(v => v).FirstOrDefault(g => g.Count() > 1) is { } twins)
        {
            throw new ArgumentException($"two arrays have the {what} '{twins.Key}'");
        }
    }

    private sealed class HeldLocks : Stack<IAsyncDisposable>, IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            while (TryPop(out var held))
            {
                await held.DisposeAsync();
            }
        }
    }
}
