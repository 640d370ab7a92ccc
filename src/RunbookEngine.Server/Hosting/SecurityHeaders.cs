using Microsoft.AspNetCore.Http;

namespace RunbookEngine.Server.Hosting;

/// <summary>What every answer tells browsers: keep nothing, guess nothing, run nothing.</summary>
internal static class SecurityHeaders
{
    public static void Add(HttpContext context, TlsOptions tls)
    {
        var headers = context.Response.Headers;
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("X-Frame-Options", "DENY");
        // Styles for the report, which is one file with its style in it.
        headers.TryAdd("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        headers.TryAdd("Cache-Control", "no-store");
        if (context.Request.IsHttps && tls.HstsMaxAge > TimeSpan.Zero)
            headers.TryAdd("Strict-Transport-Security", $"max-age={(long)tls.HstsMaxAge.TotalSeconds}");
    }
}
