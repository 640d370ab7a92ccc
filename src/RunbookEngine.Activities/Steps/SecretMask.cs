using System.Text.Encodings.Web;

namespace RunbookEngine.Activities.Steps;

/// <summary>Takes secret values out of text before it is journalled or shown.</summary>
internal sealed class SecretMask
{
    public const string Stars = "***";

    private readonly IReadOnlyList<string> _forms;

    /// <param name="secrets">Empty ones are ignored.</param>
    public SecretMask(IReadOnlyList<string> secrets) =>
        _forms = [.. secrets.Where(s => s.Length > 0).SelectMany(Forms).Distinct().OrderByDescending(f => f.Length)];

    /// <summary>Length of the longest form: how much more than the limit to capture, so that no secret is cut in two.</summary>
    public int Longest => _forms.Count == 0 ? 0 : _forms[0].Length;

    public string Apply(string text) => _forms.Aggregate(text, (masked, secret) => masked.Replace(secret, Stars, StringComparison.Ordinal));

    /// <summary>The secret itself, each of its longer lines, and how it looks inside a URL and a JSON text.</summary>
    private static IEnumerable<string> Forms(string secret)
    {
        IEnumerable<string> plain = [secret, .. secret.Split(['\n', '\r']).Where(line => line.Length >= 4)];
        return plain.SelectMany(p => new[]
        {
            p, Uri.EscapeDataString(p), JavaScriptEncoder.Default.Encode(p), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(p),
        });
    }
}
