using System.Formats.Asn1;
using System.Security.Cryptography;

namespace RunbookEngine.Operations.Bundles;

/// <summary>A detached signature (CMS, RFC 5652) in the one form that bundles have: one signer, SHA-256, signed attributes, no certificates, nothing that is not signed.</summary>
/// <remarks>Decoders pass over bytes that decide nothing. Here every byte is one that is checked: what may not be changed unseen must not be there.</remarks>
internal static class CmsShape
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>What differs from that form; null when nothing does.</summary>
    public static string? Problem(byte[] encoded)
    {
        try
        {
            var outer = new AsnReader(encoded, AsnEncodingRules.DER);
            var info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            Require(info.ReadObjectIdentifier() == SignedData, "it is no signed data");
            var wrapped = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
            info.ThrowIfNotEmpty();
            var signed = wrapped.ReadSequence();
            wrapped.ThrowIfNotEmpty();
            Require(signed.TryReadInt32(out var version) && version == 1, "its version is not 1");
            var digests = signed.ReadSetOf();
            Digest(digests.ReadSequence());
            digests.ThrowIfNotEmpty();
            var content = signed.ReadSequence();
            Require(content.ReadObjectIdentifier() == Data, "it signs something else than data");
            content.ThrowIfNotEmpty();
            var signers = signed.ReadSetOf();
            signed.ThrowIfNotEmpty();
            Signer(signers.ReadSequence());
            signers.ThrowIfNotEmpty();
            return null;
        }
        catch (AsnContentException e)
        {
            return $"it is not encoded as signatures of bundles are: {e.Message}";
        }
    }

    /// <summary>A signature as an external signer gives it, with the certificates and revocation lists in it left out: a bundle has them in a part that is signed.</summary>
    /// <exception cref="CryptographicException">It is no signed data.</exception>
    public static byte[] WithoutCertificates(byte[] encoded)
    {
        try
        {
            var info = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            var type = info.ReadObjectIdentifier();
            var signed = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(type);
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (writer.PushSequence())
                {
                    while (signed.HasData)
                    {
                        var left = signed.PeekTag().TagClass == TagClass.ContextSpecific;
                        var value = signed.ReadEncodedValue().Span;
                        if (!left)
                            writer.WriteEncodedValue(value);
                    }
                }
            }

            return writer.Encode();
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException)
        {
            throw new CryptographicException($"what it printed is no CMS in DER: {e.Message}", e);
        }
    }

    private static void Signer(AsnReader signer)
    {
        Require(signer.TryReadInt32(out var version) && version == 1, "the version of its signer is not 1");
        signer.ReadSequence();
        Digest(signer.ReadSequence());
        Require(signer.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 }, "it has no signed attributes");
        signer.ReadEncodedValue();
        var algorithm = signer.ReadSequence();
        var name = algorithm.ReadObjectIdentifier();
        // RSA (PKCS #1, with or without the digest in its name), and ECDSA with SHA-256.
        Require(name is "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2", "it is signed with an algorithm that bundles do not use");
        if (algorithm.HasData)
            algorithm.ReadNull();
        algorithm.ThrowIfNotEmpty();
        Require(signer.TryReadPrimitiveOctetString(out _), "it has no signature value");
        signer.ThrowIfNotEmpty();
    }

    private static void Digest(AsnReader algorithm)
    {
        Require(algorithm.ReadObjectIdentifier() == Sha256, "its digest is not SHA-256");
        if (algorithm.HasData)
            algorithm.ReadNull();
        algorithm.ThrowIfNotEmpty();
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new AsnContentException(problem);
    }
}
