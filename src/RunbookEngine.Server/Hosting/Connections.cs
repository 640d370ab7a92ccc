using System.Net;
using Microsoft.AspNetCore.Connections;

namespace RunbookEngine.Server.Hosting;

/// <summary>The connections of this server, counted in all and by address. One that never sends a request is closed after a while; where every place is taken,
/// the one that is silent longest makes room. So nobody shuts others out by holding sockets open, and health can be asked at any time.</summary>
internal sealed class Connections : IDisposable
{
    /// <summary>The listener looks at its own time limits once a second only.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly LinkedList<ConnectionUse> _open = [];
    private readonly Dictionary<IPAddress, int> _ofAddress = [];
    private readonly LimitOptions _limits;
    private readonly ServerOptions _server;
    private readonly ITimer _timer;

    public Connections(LimitOptions limits, ServerOptions server)
    {
        (_limits, _server) = (limits, server);
        // Real time: sockets know no other.
        _timer = TimeProvider.System.CreateTimer(_ => CloseSilent(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    public async Task HoldAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        var use = new ConnectionUse(connection, address);
        var (taken, makesRoom) = Take(use);
        makesRoom?.Close();
        if (!taken)
        {
            use.Close();
            return;
        }

        connection.Features.Set(use);
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(use);
        }
    }

    public void Dispose() => _timer.Dispose();

    private (bool Taken, ConnectionUse? MakesRoom) Take(ConnectionUse use)
    {
        lock (_gate)
        {
            var own = _ofAddress.GetValueOrDefault(use.Address);
            var tooManyOfOne = own >= _limits.ConnectionsPerAddress && !IsProxy(use.Address);
            var victim = tooManyOfOne ? _open.FirstOrDefault(o => o.IsIdle && o.Address.Equals(use.Address))
                : _open.Count >= _limits.Connections ? _open.Where(o => o.IsIdle).MinBy(o => o.Since) : null;
            if ((tooManyOfOne || _open.Count >= _limits.Connections) && victim is null)
                return (false, null);
            if (victim is not null)
                Remove(victim);
            use.Node = _open.AddLast(use);
            _ofAddress[use.Address] = _ofAddress.GetValueOrDefault(use.Address) + 1;
            return (true, victim);
        }
    }

    private void Leave(ConnectionUse use)
    {
        lock (_gate)
            Remove(use);
    }

    private void Remove(ConnectionUse use)
    {
        if (use.Node is not { } node)
            return;
        use.Node = null;
        _open.Remove(node);
        if (--_ofAddress[use.Address] == 0)
            _ofAddress.Remove(use.Address);
    }

    private void CloseSilent()
    {
        // Twice the time for headers: one that has begun to send them is answered 408 by the listener first.
        List<ConnectionUse> silent;
        lock (_gate)
            silent = [.. _open.Where(o => !o.HadRequest && o.IsIdle && TimeProvider.System.GetElapsedTime(o.Since) > (2 * _limits.HeadersTimeout) + Grace)];
        foreach (var use in silent)
            use.Close();
    }

    private bool IsProxy(IPAddress address) => _server.Proxy.Trusted.Any(t =>
        IPAddress.TryParse(t, out var one) ? one.Equals(address) : IPNetwork.TryParse(t, out var network) && network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}

/// <summary>One connection: whether a request is under way, and since when none is.</summary>
internal sealed class ConnectionUse(ConnectionContext connection, IPAddress address)
{
    private int _requests;

    public IPAddress Address => address;

    public bool HadRequest { get; private set; }

    public bool IsIdle => Volatile.Read(ref _requests) == 0;

    /// <summary>A timestamp of the system's clock.</summary>
    public long Since { get; private set; } = TimeProvider.System.GetTimestamp();

    public LinkedListNode<ConnectionUse>? Node { get; set; }

    public void Begin()
    {
        HadRequest = true;
        Interlocked.Increment(ref _requests);
    }

    public void End()
    {
        Since = TimeProvider.System.GetTimestamp();
        Interlocked.Decrement(ref _requests);
    }

    public void Close()
    {
        try
        {
            connection.Abort(new ConnectionAbortedException("no request came"));
        }
        catch (ObjectDisposedException)
        {
            // It closed by itself.
        }
    }
}
