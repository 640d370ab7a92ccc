using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using RunbookEngine.Secrets;

namespace RunbookEngine.Operations.Bundles;

/// <summary>With what bundles are signed.</summary>
/// <param name="Certificate">PEM file with the certificate (and those above it), or a PKCS#12 file (<c>.pfx</c>, <c>.p12</c>).</param>
/// <param name="Key">PEM file with the private key; null: it is in <paramref name="Certificate"/>.</param>
/// <param name="Password">Reference to the password of the key; null: it has none.</param>
/// <param name="Signer">Program and arguments that sign instead of a key file: the list of hashes on standard input, a detached CMS in DER on standard output.</param>
/// <param name="Timestamp">Address of a time stamping authority (RFC 3161); null: none is asked.</param>
public sealed record BundleSigning(string Certificate, string? Key = null, string? Password = null, IReadOnlyList<string>? Signer = null, Uri? Timestamp = null)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The certificate as it goes into the bundle: public, with those above it.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public async Task<string> CertificatePemAsync(CancellationToken cancellationToken) =>
        string.Concat((await CertificatesAsync(cancellationToken)).Select(c => c.ExportCertificatePem() + "\n"));

    /// <summary>Signs, and checks what came of it.</summary>
    /// <exception cref="CommandFailure">The key cannot be used, or the signer gave nothing that holds.</exception>
    public async Task<byte[]> SignAsync(byte[] content, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var certificates = await CertificatesAsync(cancellationToken);
        try
        {
            byte[] signature;
            if (Signer is { Count: > 0 } program)
                signature = CmsShape.WithoutCertificates(await RunAsync(program, content, cancellationToken));
            else
            {
                var cms = new SignedCms(new ContentInfo(content), detached: true);
                using var own = await WithKeyAsync(cancellationToken);
                var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, own) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"), IncludeOption = X509IncludeOption.None };
                signer.SignedAttributes.Add(new Pkcs9SigningTime(at.UtcDateTime));
                cms.ComputeSignature(signer, silent: true);
                signature = cms.Encode();
            }

            return CmsShape.Problem(signature) is { } shape ? throw Refused($"the signature has not the form that bundles have: {shape}")
                : BundleSignature.Problem(content, signature, certificates) is { } wrong ? throw Refused(wrong) : signature;
        }
        catch (CryptographicException e)
        {
            throw Refused(e.Message, e);
        }
    }

    private CommandFailure Refused(string why, Exception? inner = null) => new(
        Exit.Failed, $"the bundle cannot be signed with {(Signer is { Count: > 0 } s ? s[0] : Key ?? Certificate)}: {why}",
        "the certificate's key signs with RSA or ECDSA and SHA-256; an external signer prints a detached CMS in DER (openssl cms -sign -binary -outform DER -md sha256 -nosmimecap)", inner!);

    private async Task<X509Certificate2Collection> CertificatesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = new X509Certificate2Collection();
            if (IsPkcs12)
            {
                foreach (var certificate in X509CertificateLoader.LoadPkcs12CollectionFromFile(Certificate, await PasswordAsync(cancellationToken), X509KeyStorageFlags.EphemeralKeySet))
                    found.Add(X509CertificateLoader.LoadCertificate(certificate.RawData));
            }
            else
                found.ImportFromPemFile(Certificate);
            return found.Count > 0 ? found : throw new CryptographicException("there is no certificate in it");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or SecretUnavailableException)
        {
            throw new CommandFailure(Exit.Invalid, $"the certificate {Certificate} cannot be read: {e.Message}", "evidence.certificate names a PEM or PKCS#12 file (.pfx, .p12)", e);
        }
    }

    private async Task<X509Certificate2> WithKeyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var password = await PasswordAsync(cancellationToken);
            if (IsPkcs12)
                return X509CertificateLoader.LoadPkcs12CollectionFromFile(Certificate, password, X509KeyStorageFlags.EphemeralKeySet).FirstOrDefault(c => c.HasPrivateKey)
                    ?? throw new CryptographicException("there is no private key in it");
            return password is null ? X509Certificate2.CreateFromPemFile(Certificate, Key ?? Certificate)
                : X509Certificate2.CreateFromEncryptedPemFile(Certificate, password, Key ?? Certificate);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or SecretUnavailableException or ArgumentException)
        {
            throw new CommandFailure(Exit.Invalid, $"the private key {Key ?? Certificate} cannot be read: {e.Message}", "evidence.key names its PEM file, evidence.password refers to its password", e);
        }
    }

    private bool IsPkcs12 => Path.GetExtension(Certificate).ToLowerInvariant() is ".pfx" or ".p12";

    private async Task<string?> PasswordAsync(CancellationToken cancellationToken) => Password is { } reference ? await SecretReader.ReadAsync(reference, cancellationToken) : null;

    private static async Task<byte[]> RunAsync(IReadOnlyList<string> program, byte[] content, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program[0], program.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        WithheldVariables.RemoveFrom(start.Environment);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var answer = new MemoryStream();
                var reading = process.StandardOutput.BaseStream.CopyToAsync(answer, limit.Token);
                var said = process.StandardError.ReadToEndAsync(limit.Token);
                try
                {
                    await process.StandardInput.BaseStream.WriteAsync(content, limit.Token);
                    process.StandardInput.Close();
                }
                catch (IOException)
                {
                    // It ended without reading all: its exit code and its output say what came of it.
                }

                await Task.WhenAll(reading, process.WaitForExitAsync(limit.Token));
                return process.ExitCode == 0 ? answer.ToArray()
                    : throw new CryptographicException($"{program[0]} ended with {process.ExitCode}: {KnownSecrets.Mask.Apply((await said).Trim())}");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                if (cancellationToken.IsCancellationRequested)
                    throw;
                throw new CryptographicException($"{program[0]} gave nothing within {Longest.TotalMinutes:0} minutes");
            }
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException)
        {
            throw new CryptographicException($"{program[0]} cannot be started: {e.Message}", e);
        }
    }
}
