using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RunbookEngine.Server.Tests.Api;

namespace RunbookEngine.Server.Tests.Hosting;

/// <summary>Sockets that say nothing shut nobody out.</summary>
public class ConnectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("limits: { connections: 50, connectionsPerAddress: 100000 }")]
    [InlineData("limits: { connections: 1000, connectionsPerAddress: 20 }")]
    public async Task Health_is_told_while_others_hold_every_place(string limits)
    {
        await using var lab = await ServerLab.StartAsync(limits);
        var idle = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, lab.Address.Port, Stop);
                idle.Add(socket);
            }

            var took = Stopwatch.StartNew();
            for (var i = 0; i < 5; i++)
            {
                using var client = new HttpClient { BaseAddress = lab.Address };
                Assert.Equal("ok", await client.GetStringAsync("/healthz", Stop));
                Assert.Equal("ready", await client.GetStringAsync("/readyz", Stop));
            }

            Assert.True(took.Elapsed < TimeSpan.FromSeconds(10), $"{took.Elapsed}");
        }
        finally
        {
            idle.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public async Task A_connection_that_never_asks_is_closed()
    {
        await using var lab = await ServerLab.StartAsync("limits: { headersTimeout: 1s }");
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, lab.Address.Port, Stop);
        var took = Stopwatch.StartNew();
        Assert.Equal(0, await ReadAsync(silent));
        Assert.True(took.Elapsed < TimeSpan.FromSeconds(20), $"{took.Elapsed}");
    }

    [Fact]
    public async Task A_connection_with_a_request_under_way_makes_no_room()
    {
        await using var lab = await ServerLab.StartAsync("limits: { connections: 10, connectionsPerAddress: 10 }");
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, lab.Address.Port, Stop);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /hooks/none HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"), Stop);
        for (var i = 0; i < 30; i++)
        {
            using var other = new TcpClient();
            await other.ConnectAsync(IPAddress.Loopback, lab.Address.Port, Stop);
        }

        Assert.True(await ReadAsync(slow) > 0);
    }

    private static async Task<int> ReadAsync(TcpClient socket)
    {
        try
        {
            return await socket.GetStream().ReadAsync(new byte[1000], Stop);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
