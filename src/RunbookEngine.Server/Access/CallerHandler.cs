using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RunbookEngine.Journal;
using System.Security.Claims;

namespace RunbookEngine.Server.Access;

/// <summary>Who calls: an API key in <c>Authorization: Bearer</c> or <c>X-Api-Key</c>, or a token of the identity provider.</summary>
internal sealed class CallerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeys keys, BearerTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Name = "RunbookEngine";

    /// <summary>Characters of a key or token that are looked at.</summary>
    private const int MaxLength = 16_384;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (shown, many) = Shown(Request.Headers);
        if (many)
            return AuthenticateResult.Fail("more than one key or token");
        if (shown is null)
            return AuthenticateResult.NoResult();
        if (shown.Length > MaxLength)
            return AuthenticateResult.Fail("longer than any key or token");
        var identity = shown.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal)
            ? await keys.OpenAsync(shown, Context.RequestAborted) is { } key ? new CallerIdentity(key.Name, $"key:{key.Id}", key.Grants) { KnownBy = Identification.OfKey(key.Id) } : null
            : await tokens.OpenAsync(shown, Context.RequestAborted);
        return identity is null
            ? AuthenticateResult.Fail("not a key or token that is good here")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    private static (string? Shown, bool Many) Shown(IHeaderDictionary headers)
    {
        var (bearer, plain) = (headers.Authorization, headers["X-Api-Key"]);
        if (bearer.Count + plain.Count > 1)
            return (null, true);
        if (plain.Count == 1)
            return (plain[0], false);
        // Anything but a bearer is something that is not good here, rather than nothing.
        return bearer is [{ } text] ? (text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? text["Bearer ".Length..].Trim() : "", false) : (null, false);
    }
}
