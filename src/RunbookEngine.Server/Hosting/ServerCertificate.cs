using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RunbookEngine.Secrets;

namespace RunbookEngine.Server.Hosting;

/// <summary>Reads the server's certificate.</summary>
internal static class ServerCertificate
{
    /// <exception cref="InvalidOperationException">There is none that can be used; the message says why.</exception>
    public static X509Certificate2 Load(TlsOptions options, ServerSettings settings)
    {
        if (options.Certificate is not { } written)
            throw new InvalidOperationException("an https address needs server: tls: certificate");
        var (file, password) = (settings.PathOf(written), Password(options));
        try
        {
            if (Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12")
                return X509CertificateLoader.LoadPkcs12FromFile(file, password);
            var key = options.Key is { } k ? settings.PathOf(k) : file;
            return password is null ? X509Certificate2.CreateFromPemFile(file, key) : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"the certificate {file} cannot be used: {e.Message}", e);
        }
    }

    private static string? Password(TlsOptions options)
    {
        try
        {
            return options.Password is { } reference ? SecretReader.ReadAsync(reference, CancellationToken.None).GetAwaiter().GetResult() : null;
        }
        catch (SecretUnavailableException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
    }
}
