using System.Text;
using Microsoft.AspNetCore.Http;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Server.Api;

/// <summary>Texts and preconditions of requests.</summary>
internal static class Bodies
{
    /// <summary>The body as UTF-8 text; null when it is none, or larger than a runbook may be.</summary>
    public static async Task<string?> TextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > DocumentLimits.Bytes)
            return null;
        using var all = new MemoryStream();
        var buffer = new byte[16_384];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            all.Write(buffer, 0, read);
            if (all.Length > DocumentLimits.Bytes)
                return null;
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(all.GetBuffer(), 0, (int)all.Length);
            return text.Contains('\0') ? null : text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public static string ETag(int version) => $"\"{version}\"";
}
