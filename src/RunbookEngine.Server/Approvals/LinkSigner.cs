using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;

namespace RunbookEngine.Server.Approvals;

/// <summary>Makes and reads the tokens of signed links: the content and its HMAC-SHA256, both base64url, joined by a dot.</summary>
internal sealed class LinkSigner(ApprovalOptions options, TimeProvider clock)
{
    public const int ShortestKey = 32;

    /// <summary>Characters of a token; step keys of deep loops are the longest part.</summary>
    public const int MaxToken = 4096;

    /// <summary>Keeps the signature apart from any other use of the same key.</summary>
    private static readonly byte[] Purpose = "runbook-approval-link-1\n"u8.ToArray();

    public bool CanSign => options.SigningKeys.Count > 0 && options.PublicUrl is not null;

    /// <exception cref="InvalidOperationException">The key cannot be had, or is too short.</exception>
    public async Task<Uri> SignAsync(ApprovalLink link, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(link);
        var token = $"{Base64Url.EncodeToString(content)}.{Base64Url.EncodeToString(Mac(await KeyAsync(options.SigningKeys[0], cancellationToken), content))}";
        return new Uri($"{options.PublicUrl!.TrimEnd('/')}/approve?t={token}");
    }

    /// <summary>Why keys cannot be used, one sentence each; for a look before the server starts.</summary>
    public async Task<IReadOnlyList<string>> KeyProblemsAsync(CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var reference in options.SigningKeys)
        {
            try
            {
                await KeyAsync(reference, cancellationToken);
            }
            catch (InvalidOperationException e)
            {
                found.Add($"approvals: signingKeys: {e.Message}");
            }
        }

        return found;
    }

    /// <returns>Null when it is no token of this server, or has run out.</returns>
    /// <exception cref="InvalidOperationException">A key cannot be had.</exception>
    public async Task<ApprovalLink?> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 and <= MaxToken } || token.Split('.') is not [var first, var second] || Bytes(first) is not { } content || Bytes(second) is not { } signature)
            return null;
        var genuine = false;
        foreach (var reference in options.SigningKeys)
            genuine |= CryptographicOperations.FixedTimeEquals(Mac(await KeyAsync(reference, cancellationToken), content), signature);
        if (!genuine || JsonSerializer.Deserialize<ApprovalLink>(content) is not { } link)
            return null;
        return link.ExpiresAt > clock.GetUtcNow().ToUnixTimeSeconds() ? link : null;
    }

    /// <summary>Fit to remember that a token was used, without being the token.</summary>
    public static string Digest(string token) => TextHash.Of(token);

    private static byte[] Mac(byte[] key, byte[] content) => HMACSHA256.HashData(key, (byte[])[.. Purpose, .. content]);

    private static async Task<byte[]> KeyAsync(string reference, CancellationToken cancellationToken)
    {
        var text = await SecretReader.ReadAsync(reference, cancellationToken);
        return text.Length >= ShortestKey ? Encoding.UTF8.GetBytes(text)
            : throw new InvalidOperationException($"the signing key {reference} has fewer than {ShortestKey} characters; make one with: openssl rand -base64 48");
    }

    private static byte[]? Bytes(string text)
    {
        try
        {
            // One token has one spelling: padding or blanks would make a used link another one.
            return Base64Url.DecodeFromChars(text) is var bytes && Base64Url.EncodeToString(bytes) == text ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
