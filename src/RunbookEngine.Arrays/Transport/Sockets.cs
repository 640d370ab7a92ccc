using System.Net.Sockets;

namespace RunbookEngine.Arrays.Transport;

/// <summary>Connects to a REST server so that a request cannot arrive long after it was written.</summary>
internal static class Sockets
{
    /// <summary>Bytes that the array's side has not acknowledged for this long are given up, and the connection with them. By itself the operating
    /// system repeats them for a quarter of an hour, even when the process is gone: by then another process may have asked for the same.</summary>
    private static readonly TimeSpan Unacknowledged = TimeSpan.FromSeconds(2);

    // RFC 5482; Linux: tcp(7), TCP_USER_TIMEOUT, in milliseconds.
    private const int LinuxTcp = 6;
    private const int LinuxUserTimeout = 18;

    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            LimitDelay(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Only on Linux; elsewhere nothing is changed.</summary>
    public static void LimitDelay(Socket socket)
    {
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(LinuxTcp, LinuxUserTimeout, BitConverter.GetBytes((int)Unacknowledged.TotalMilliseconds));
    }
}
