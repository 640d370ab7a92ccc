using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;

namespace RunbookEngine.Operations.Bundles;

/// <summary>Checks the signature of a bundle, and the certificate behind it.</summary>
public static class BundleSignature
{
    /// <summary>What is wrong with a signature; null: it is over exactly this content, by the first of these certificates that it names.</summary>
    public static string? Problem(byte[] content, byte[] signature, X509Certificate2Collection certificates)
    {
        if (CmsShape.Problem(signature) is { } shape)
            return $"the signature has not the form that bundles have: {shape}";
        try
        {
            var cms = new SignedCms(new ContentInfo(content), detached: true);
            cms.Decode(signature);
            cms.CheckSignature(certificates, verifySignatureOnly: true);
            return null;
        }
        catch (CryptographicException e)
        {
            return $"the signature does not hold: {e.Message}";
        }
    }

    /// <summary>Who signed, and when by their own clock.</summary>
    public static (X509Certificate2? Certificate, DateTime? At) Signer(byte[] signature, X509Certificate2Collection certificates)
    {
        var cms = new SignedCms();
        cms.Decode(signature);
        var signer = cms.SignerInfos[0];
        var at = signer.SignedAttributes.Cast<CryptographicAttributeObject>().SelectMany(a => a.Values.Cast<AsnEncodedData>()).OfType<Pkcs9SigningTime>().FirstOrDefault()?.SigningTime;
        var id = signer.SignerIdentifier.Value is X509IssuerSerial serial ? serial.SerialNumber : null;
        return (certificates.FirstOrDefault(c => id is not null && c.SerialNumber.Equals(id, StringComparison.OrdinalIgnoreCase)), at);
    }

    /// <summary>What speaks against a certificate at a time; null: it leads to one of the authorities.</summary>
    public static string? Distrust(X509Certificate2 certificate, X509Certificate2Collection others, X509Certificate2Collection authorities, DateTime at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at;
        return chain.Build(certificate) ? null : string.Join("; ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct());
    }
}
