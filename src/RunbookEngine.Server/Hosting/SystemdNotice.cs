using System.Net.Sockets;
using System.Text;

namespace RunbookEngine.Server.Hosting;

/// <summary>Tells systemd how the service stands, where it has started us with <c>Type=notify</c>: one datagram to the socket it names.</summary>
public static class SystemdNotice
{
    public const string Ready = "READY=1";

    public const string Stopping = "STOPPING=1";

    public static void Send(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path)
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // An abstract socket is written with @ and begins with a zero.
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path));
            socket.Send(Encoding.ASCII.GetBytes(state));
        }
        catch (SocketException)
        {
            // Nobody listens: it is not needed for serving.
        }
    }
}
