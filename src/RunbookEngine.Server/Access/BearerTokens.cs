using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Access;

/// <summary>Checks bearer tokens of the configured identity provider and reads from them who calls and what for.</summary>
internal sealed partial class BearerTokens(OidcOptions options, IConfigurationManager<OpenIdConnectConfiguration>? provider, PersonNames people, TimeProvider clock, ILogger<BearerTokens> log)
{
    /// <summary>How far the provider's clock may be off.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>Only keys that the provider alone has: with a shared secret, whoever can check a token can make one.</summary>
    public static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly string[] Types = ["JWT", "at+jwt"];

    /// <returns>Null when the token is not good here; why is in the log, without the token.</returns>
    public async Task<CallerIdentity?> OpenAsync(string token, CancellationToken cancellationToken)
    {
        var handler = new JsonWebTokenHandler { MapInboundClaims = false };
        if (provider is null || !handler.CanReadToken(token) || !IsForAccess(token))
            return null;
        try
        {
            var result = await ValidateAsync(handler, token, cancellationToken);
            // The provider may have changed its keys since they were fetched.
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            {
                provider.RequestRefresh();
                result = await ValidateAsync(handler, token, cancellationToken);
            }

            if (result is { IsValid: true, SecurityToken: JsonWebToken { Subject.Length: > 0 and <= 400 } good })
                return await IdentityAsync(good, cancellationToken);
            Refused(result.Exception?.GetType().Name ?? "invalid");
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            Unreachable(options.Issuer!, e.Message);
        }

        return null;
    }

    /// <summary>A token that says it is something else (a logout token, an identity proof), or asks for what is not understood here, opens nothing (RFC 7515, 8725).</summary>
    private bool IsForAccess(string token)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan(0, token.IndexOf('.'))), new JsonDocumentOptions { AllowDuplicateProperties = false });
            var type = header.RootElement.TryGetProperty("typ", out var typ) ? typ.GetString() : null;
            var good = !header.RootElement.TryGetProperty("crit", out _)
                && (type is null || Types.Contains(type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) ? type["application/".Length..] : type, StringComparer.OrdinalIgnoreCase));
            if (!good)
                Refused("its header has a foreign typ, or a crit");
            return good;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private async Task<TokenValidationResult> ValidateAsync(JsonWebTokenHandler handler, string token, CancellationToken cancellationToken)
    {
        var known = await provider!.GetConfigurationAsync(cancellationToken);
        return await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            IssuerSigningKeys = known.SigningKeys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = ClockSkew,
            LifetimeValidator = (from, until, _, _) =>
                clock.GetUtcNow().UtcDateTime is var now && until is not null && now - ClockSkew < until && (from is null || from - ClockSkew <= now),
        });
    }

    private async Task<CallerIdentity> IdentityAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        var known = options.Grants.Select(g => g.Value).ToHashSet(StringComparer.Ordinal);
        var values = Values(token).Where(known.Contains).ToHashSet(StringComparer.Ordinal);
        var person = await people.SeeAsync(options.Issuer!, token.Subject, token.TryGetClaim(options.NameClaim, out var name) ? name.Value : null, values, cancellationToken);
        return new CallerIdentity(person.Name, $"token:{token.Subject}", options.GrantsOf(values))
        {
            Issuer = options.Issuer,
            Subject = token.Subject,
            Id = PersonNames.IdOf(options.Issuer!, token.Subject),
            ExpiresAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + ClockSkew,
            KnownBy = Identification.OfToken(options.Issuer!, token.Subject),
        };
    }

    private IEnumerable<string> Values(JsonWebToken token)
    {
        var path = options.RolesClaim.Split('.');
        foreach (var claim in token.Claims.Where(c => c.Type == (path.Length == 1 ? options.RolesClaim : path[0])))
        {
            if (path.Length == 1)
                yield return claim.Value;
            else
                foreach (var value in Nested(claim, path[1..]))
                    yield return value;
        }
    }

    private static IReadOnlyList<string> Nested(Claim claim, string[] path)
    {
        try
        {
            var at = JsonElement.Parse(claim.Value);
            foreach (var part in path)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at))
                    return [];
            }

            return at.ValueKind == JsonValueKind.Array ? [.. at.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    [LoggerMessage(6101, LogLevel.Information, "A bearer token was refused: {Why}")]
    private partial void Refused(string why);

    [LoggerMessage(6102, LogLevel.Warning, "The identity provider {Issuer} cannot be asked for its keys: {Message}")]
    private partial void Unreachable(string issuer, string message);
}
