using System.Text.Json;

namespace RunbookEngine.Language.Expressions;

/// <summary>
/// Takes known secrets out of a text, such as the output of a command. Finds a secret as it is and as Base64, in a URL and in
/// JSON. A secret of fewer than three characters is not searched for: it would blot out everything.
/// </summary>
public sealed class SecretMask
{
    private const int ShortestSecret = 3;

    private readonly string[] _forms;

    public SecretMask(IEnumerable<string> secrets)
    {
        _forms =
        [
            .. secrets.Where(s => s.Length >= ShortestSecret).SelectMany(Forms).Distinct(StringComparer.Ordinal)
                // Longest first: a secret may be a part of another one.
                .OrderByDescending(form => form.Length),
        ];
    }

    public string Apply(string text)
    {
        foreach (var form in _forms)
        {
            text = text.Replace(form, Value.Mask, StringComparison.Ordinal);
        }

        return text;
    }

    private static IEnumerable<string> Forms(string secret) =>
    [
        secret,
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)),
        Uri.EscapeDataString(secret),
        JsonSerializer.Serialize(secret)[1..^1],
    ];
}
