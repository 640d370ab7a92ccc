namespace RunbookEngine.Language.Environments;

/// <summary>How the evidence of runs is signed, and where heads of their chains are written to.</summary>
/// <param name="Certificate">PEM file with the certificate, or a PKCS#12 file (<c>.pfx</c>, <c>.p12</c>); null: bundles are not signed.</param>
/// <param name="Key">PEM file with the private key; null: it is in <paramref name="Certificate"/>.</param>
/// <param name="Password">Reference to the password of the key; null: it has none.</param>
/// <param name="Signer">Program and arguments that sign instead of a key file, for a hardware security module; null: none.</param>
/// <param name="Timestamp">Address of a time stamping authority (RFC 3161); null: none is asked.</param>
/// <param name="Anchor">Null: heads are written nowhere.</param>
/// <param name="Zone">IANA time zone in which reports tell times beside UTC; null: UTC alone.</param>
public sealed record EvidenceEntry(
    string? Certificate = null, string? Key = null, string? Password = null, IReadOnlyList<string>? Signer = null, Uri? Timestamp = null, AnchorEntry? Anchor = null,
    string? Zone = null);

/// <param name="To"><c>log</c>, <c>ticket</c>, or channels of <c>notify</c>.</param>
/// <param name="At"><c>start</c>, <c>pivot</c>, <c>end</c>; null: <c>end</c>.</param>
public sealed record AnchorEntry(IReadOnlyList<string> To, IReadOnlyList<string>? At = null);
