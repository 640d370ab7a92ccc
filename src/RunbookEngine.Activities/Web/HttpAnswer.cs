using System.Text;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Web;

/// <summary>What a web service answered. The body is masked and bounded.</summary>
/// <param name="Body">At most <see cref="MaxBody"/> characters.</param>
/// <param name="Truncated">There was more.</param>
internal sealed record HttpAnswer(int Status, string Body, bool Truncated)
{
    public const int MaxBody = 64 * 1024;

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, SecretMask mask, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        var buffer = new char[MaxBody + mask.Longest + 1];
        var count = await reader.ReadBlockAsync(buffer, cancellationToken);
        var more = count == buffer.Length;
        var text = mask.Apply(new string(buffer, 0, count), cut: more);
        var cut = more || text.Length > MaxBody;
        return new HttpAnswer((int)response.StatusCode, text.Length > MaxBody ? text[..MaxBody] : text, cut);
    }
}
