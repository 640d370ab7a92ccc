using System.Text;

namespace RunbookEngine.Arrays.Transport;

/// <summary>Reads a body to its end, but no further than a limit.</summary>
internal static class AnswerBody
{
    private const int BlockBytes = 16 * 1024;

    /// <returns>Null when the body is longer than <paramref name="maxBytes"/>.</returns>
    public static async Task<string?> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > maxBytes)
        {
            return null;
        }
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var block = new byte[BlockBytes];
        while (await stream.ReadAsync(block, cancellationToken) is var count and > 0)
        {
            if (kept.Length + count > maxBytes)
            {
                return null;
            }
            kept.Write(block, 0, count);
        }
        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
