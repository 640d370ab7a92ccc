using System.Net.Sockets;
using System.Text;
using RunbookEngine.Server.Hosting;

namespace RunbookEngine.Server.Tests.Hosting;

public class SystemdNoticeTests
{
    [Fact]
    public async Task A_service_manager_that_asks_to_be_told_is_told()
    {
        var path = Path.Combine(Path.GetTempPath(), $"notify-{Guid.NewGuid():N}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", path);
        try
        {
            SystemdNotice.Send(SystemdNotice.Ready);
            var buffer = new byte[64];

            Assert.Equal("READY=1", Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
            File.Delete(path);
        }

        SystemdNotice.Send(SystemdNotice.Ready);
    }
}
