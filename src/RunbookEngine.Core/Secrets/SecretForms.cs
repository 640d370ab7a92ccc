using System.Text;

namespace RunbookEngine.Secrets;

/// <summary>A row of characters by which a secret is found.</summary>
/// <param name="Text">What is looked for.</param>
/// <param name="OpenLeft">The character before it holds bits of the secret and of what stands before: Base64 that began earlier.</param>
/// <param name="OpenRight">Likewise the character behind it.</param>
internal sealed record SecretForm(string Text, bool OpenLeft = false, bool OpenRight = false)
{
    /// <summary>The same without line breaks and blanks, for a text that was wrapped.</summary>
    public string Joined { get; } = new TextView(Text).Joined()?.Text ?? Text;
}

/// <summary>How secrets are written. Escapes are undone in the text (<see cref="TextView"/>), so what is left is the secret itself and what encodes its bytes.</summary>
internal static class SecretForms
{
    /// <summary>Characters of a line of a secret, or of a piece of Base64, below which it may be anything.</summary>
    private const int ShortestLine = 4, ShortestPiece = 6;

    /// <summary>Longest first: a secret may be a part of another one.</summary>
    public static IReadOnlyList<SecretForm> Of(IEnumerable<KnownSecret> secrets) =>
        [.. secrets.Where(s => s.Value.Length >= SecretMask.Shortest).SelectMany(Of).DistinctBy(f => f.Text).OrderByDescending(f => f.Text.Length)];

    private static IEnumerable<SecretForm> Of(KnownSecret secret)
    {
        var lines = secret.Value.Split(['\n', '\r'], StringSplitOptions.TrimEntries).Where(l => l.Length >= ShortestLine);
        foreach (var text in lines.Prepend(secret.Value).Distinct(StringComparer.Ordinal))
        {
            yield return new SecretForm(text);
            foreach (var form in Encoded(Encoding.UTF8.GetBytes(text)))
                yield return form;
        }

        if (secret.User is { } user)
        {
            foreach (var form in Whole(Encoding.UTF8.GetBytes($"{user}:{secret.Value}")))
                yield return form;
        }
    }

    private static IEnumerable<SecretForm> Encoded(byte[] bytes)
    {
        if (bytes.Length >= ShortestLine)
        {
            yield return new SecretForm(Convert.ToHexString(bytes));
            yield return new SecretForm(Convert.ToHexStringLower(bytes));
        }

        foreach (var form in Whole(bytes).Concat(Pieces(bytes)))
            yield return form;
    }

    private static IEnumerable<SecretForm> Whole(byte[] bytes) =>
        bytes.Length < 3 ? [] : Alphabets(Convert.ToBase64String(bytes)).Select(t => new SecretForm(t));

    /// <summary>What all Base64 texts have in common that hold these bytes, 0, 1 or 2 bytes off a group of three.</summary>
    private static IEnumerable<SecretForm> Pieces(byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var text = Convert.ToBase64String([.. new byte[offset], .. bytes]);
            var (left, right) = (offset switch { 0 => 0, 1 => 2, _ => 3 }, ((offset + bytes.Length) % 3) switch { 0 => 0, 1 => 3, _ => 2 });
            if (text.Length - left - right < ShortestPiece)
                continue;
            foreach (var piece in Alphabets(text[left..^right]))
                yield return new SecretForm(piece, offset > 0, right > 0);
        }
    }

    /// <summary>As written, and with the two characters that are used in addresses and file names.</summary>
    private static IEnumerable<string> Alphabets(string base64)
    {
        yield return base64;
        if (base64.AsSpan().IndexOfAny('+', '/') >= 0)
            yield return base64.Replace('+', '-').Replace('/', '_');
    }
}
