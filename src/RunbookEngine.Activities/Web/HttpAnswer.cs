using System.Text;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Web;

/// <summary>What a web service answered. The body is masked and bounded.</summary>
/// <param name="Body">At most <see cref="MaxBody"/> characters.</param>
/// <param name="Truncated">There was more.</param>
/// <param name="Location">Where a redirect points; null: nowhere.</param>
internal sealed record HttpAnswer(int Status, string Body, bool Truncated, string? Location = null)
{
    public const int MaxBody = 64 * 1024;

    /// <summary>Characters of an address that are told.</summary>
    private const int MaxLocation = 300;

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, SecretMask mask, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        var buffer = new char[MaxBody + mask.Longest + 1];
        var count = await reader.ReadBlockAsync(buffer, cancellationToken);
        var more = count == buffer.Length;
        var text = mask.Apply(new string(buffer, 0, count), cut: more);
        var cut = more || text.Length > MaxBody;
        return new HttpAnswer((int)response.StatusCode, text.Length > MaxBody ? text[..MaxBody] : text, cut, LocationOf(response) is { } location ? mask.Apply(location) : null);
    }

    /// <summary>Where a redirect (3xx) points, as it was sent, without user and password; null for other answers.</summary>
    public static string? LocationOf(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (>= 300 and < 400) || response.Headers.Location is not { } location)
        {
            return null;
        }
        var text = location is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? new UriBuilder(location) { UserName = "", Password = "" }.Uri.AbsoluteUri : location.OriginalString;
        return text.Length > MaxLocation ? text[..MaxLocation] + "…" : text;
    }
}
