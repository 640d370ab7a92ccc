using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RunbookEngine.Server.Hosting;

/// <summary>Where the server listens, and how patient it is with those who connect.</summary>
internal static class ServerListeners
{
    /// <summary>How slow a body may begin.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void Configure(KestrelServerOptions kestrel, ServerOptions server, LimitOptions limits, ServerSettings settings, Connections connections)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
        // Connections are counted by ourselves: where all places are taken the one that is silent longest makes room, so that health can be asked.
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.Limits.KeepAliveTimeout = limits.IdleTimeout;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.MinRequestBodyDataRate = limits.BodyBytesPerSecond == 0 ? null : new MinDataRate(limits.BodyBytesPerSecond, Grace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(240, Grace);
        foreach (var address in Addresses(server))
            Listen(kestrel, address, server, settings, connections);
    }

    public static IReadOnlyList<Uri> Addresses(ServerOptions server) =>
        [.. (server.Urls.Count == 0 ? [ServerOptions.DefaultUrl] : server.Urls).Select(u => new Uri(u.Replace("//*", "//[::]").Replace("//+", "//[::]")))];

    public static bool IsLocal(Uri address) => address.IsLoopback;

    private static void Listen(KestrelServerOptions kestrel, Uri address, ServerOptions server, ServerSettings settings, Connections connections)
    {
        void Tls(ListenOptions options)
        {
            options.Use(next => connection => connections.HoldAsync(connection, next));
            if (address.Scheme == Uri.UriSchemeHttps)
                options.UseHttps(ServerCertificate.Load(server.Tls, settings));
        }

        if (address.Host == "localhost" && address.Port != 0)
            kestrel.ListenLocalhost(address.Port, Tls);
        else if (address.Host == "localhost")
            kestrel.Listen(IPAddress.Loopback, 0, Tls);
        else
            kestrel.Listen(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port, Tls);
    }
}
