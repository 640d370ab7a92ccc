using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RunbookEngine.Persistence.Tests.Postgres;

/// <summary>Stands between a store and its server and breaks connections on request.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _open = [];
    private readonly Task _accepting;
    private volatile bool _closed, _losingAnswers;
    private int _lost;

    public LossyProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answers that the server gave and nobody received.</summary>
    public int Lost => _lost;

    /// <summary>The server gets what is sent, its next answer is thrown away, and the connection ends.</summary>
    public void LoseNextAnswer() => _losingAnswers = true;

    /// <summary>Ends every connection, and accepts none until <see cref="Reopen"/>.</summary>
    public void Close()
    {
        _closed = true;
        CutAll();
    }

    public void Reopen() => _closed = false;

    /// <summary>Ends every connection at whatever moment it is in.</summary>
    public void CutAll()
    {
        foreach (var (client, server) in _open)
            Cut(client, server);
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                if (_closed)
                    client.Dispose();
                else
                    _ = ServeAsync(client);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_host, _port);
            _open[client] = server;
            await Task.WhenAny(PumpAsync(client, server, answers: false), PumpAsync(server, client, answers: true));
        }
        catch (SocketException)
        {
            // The server is away; the client finds out by the end of its connection.
        }
        finally
        {
            Cut(client, server);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool answers)
    {
        try
        {
            var buffer = new byte[65536];
            for (int length; (length = await from.GetStream().ReadAsync(buffer)) > 0;)
            {
                if (answers && _losingAnswers)
                {
                    _losingAnswers = false;
                    Interlocked.Increment(ref _lost);
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, length));
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private void Cut(TcpClient client, TcpClient server)
    {
        _open.TryRemove(client, out _);
        client.Dispose();
        server.Dispose();
    }
}
