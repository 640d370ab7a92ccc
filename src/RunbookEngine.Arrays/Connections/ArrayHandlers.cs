using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RunbookEngine.Arrays.Transport;

namespace RunbookEngine.Arrays.Connections;

/// <summary>Makes the sockets side of the connection to one array.</summary>
internal static class ArrayHandlers
{
    /// <summary>Real time to connect, TLS included.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    public static HttpMessageHandler Create(ArrayConnection connection) => new SocketsHttpHandler
    {
        ConnectTimeout = connection.Limits.GoneAfter is { } gone && gone / connection.Endpoints.Count < ConnectTimeout
            ? gone / connection.Endpoints.Count : ConnectTimeout,
        ConnectCallback = Sockets.ConnectAsync,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = connection.Limits.RequestsInFlightPerArray,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        SslOptions = Tls(connection),
    };

    private static SslClientAuthenticationOptions Tls(ArrayConnection connection)
    {
        var options = new SslClientAuthenticationOptions();
        if (!connection.Tls.Verify)
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (connection.Tls.CaFile is { } file)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Read(connection.Name, file));
        }
        return options;
    }

    private static X509Certificate2Collection Read(string array, string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ArgumentException($"array {array}: caFile {file} cannot be read: {e.Message}", e);
        }
        return certificates.Count > 0
            ? certificates
            : throw new ArgumentException($"array {array}: caFile {file} holds no certificate (expected '-----BEGIN CERTIFICATE-----')");
    }
}
