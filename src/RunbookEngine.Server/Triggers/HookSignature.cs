using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RunbookEngine.Language.Triggers;

namespace RunbookEngine.Server.Triggers;

/// <summary>The signature of a webhook request: HMAC-SHA256 over <c>name:timestamp.body</c>; of senders that cannot sign the name, over <c>timestamp.body</c> or the body.</summary>
public static class HookSignature
{
    /// <summary>Seconds since 1970 in UTC, as signed.</summary>
    public const string TimestampHeader = "Runbook-Timestamp";

    /// <summary><c>sha256=</c> and the signature in hexadecimal or Base64; several between commas while secrets change.</summary>
    public const string SignatureHeader = "Runbook-Signature";

    /// <summary>Where senders of body signatures put them.</summary>
    private static readonly string[] HubHeaders = [SignatureHeader, "X-Hub-Signature-256", "X-Hub-Signature"];

    /// <summary>Signatures that one request may offer.</summary>
    private const int MostOffered = 4;

    private const string Scheme = "sha256=";

    public static IReadOnlyList<string> Headers(SignedPart signed) => signed == SignedPart.Body ? HubHeaders : [SignatureHeader];

    /// <summary>The timestamp; null when it is none.</summary>
    public static DateTimeOffset? Timestamp(string? header) =>
        header is { Length: > 0 and <= 11 } && long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>The signatures offered; null when one of them has the wrong form.</summary>
    public static IReadOnlyList<byte[]>? Offered(string? header)
    {
        var offered = (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (offered.Length is 0 or > MostOffered)
            return null;
        var read = new List<byte[]>();
        foreach (var text in offered)
        {
            var bytes = new byte[HMACSHA256.HashSizeInBytes];
            if (!text.StartsWith(Scheme, StringComparison.Ordinal) || !TryRead(text.AsSpan(Scheme.Length), bytes))
                return null;
            read.Add(bytes);
        }

        return read;
    }

    private static bool TryRead(ReadOnlySpan<char> digits, Span<byte> bytes) => digits.Length == 2 * bytes.Length
        ? Convert.FromHexString(digits, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length
        : digits.Length == (bytes.Length + 2) / 3 * 4 && Convert.TryFromBase64Chars(digits, bytes, out var count) && count == bytes.Length;

    /// <summary>What is signed, without the webhook's name.</summary>
    public static byte[] Signed(SignedPart part, string? timestamp, ReadOnlySpan<byte> body) => part == SignedPart.Body ? body.ToArray() : [.. Encoding.ASCII.GetBytes(timestamp + "."), .. body];

    /// <summary>What is signed for one webhook, and opens no other. The colon tells a name that is a number from a timestamp.</summary>
    public static byte[] SignedFor(string name, byte[] signed) => [.. Encoding.ASCII.GetBytes(name + ":"), .. signed];

    /// <summary>Whether one of the signatures was made with one of the secrets. Takes the same time whichever it is.</summary>
    public static bool Matches(IReadOnlyList<byte[]> offered, IReadOnlyList<string> secrets, ReadOnlySpan<byte> signed)
    {
        var found = false;
        foreach (var secret in secrets)
        {
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
            foreach (var one in offered)
                found |= CryptographicOperations.FixedTimeEquals(one, expected);
        }

        return found;
    }
}
