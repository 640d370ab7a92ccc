using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.Web;

/// <summary>HTTP clients for web services, one for each way of judging certificates.</summary>
/// <param name="handlers">Makes the transport; null for real sockets.</param>
public sealed class WebClients(Func<WebTls, HttpMessageHandler>? handlers = null) : IDisposable
{
    private readonly ConcurrentDictionary<WebTls, HttpClient> _clients = new();
    private readonly Func<WebTls, HttpMessageHandler> _handlers = handlers ?? Sockets;

    /// <summary>A client without a time limit of its own: callers pass a token.</summary>
    internal HttpClient For(WebTls tls) => _clients.GetOrAdd(tls, t => new HttpClient(_handlers(t)) { Timeout = Timeout.InfiniteTimeSpan });

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private static SocketsHttpHandler Sockets(WebTls tls)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        if (!tls.Verify)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (tls.CaFile is { } file)
        {
            handler.SslOptions.CertificateChainPolicy = Trusting(file);
        }
        return handler;
    }

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
            return policy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidArgumentsException($"caFile {file} cannot be read: {e.Message}");
        }
    }
}
