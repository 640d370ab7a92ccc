using System.Security.Cryptography.X509Certificates;

namespace RunbookEngine.Server.Access;

/// <summary>The HTTP side of the identity provider.</summary>
internal static class OidcHandlers
{
    /// <param name="caFile">PEM file of the only authority to trust; null for the system's.</param>
    public static SocketsHttpHandler Create(string? caFile)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        if (caFile is not null)
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(caFile);
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        return handler;
    }
}
