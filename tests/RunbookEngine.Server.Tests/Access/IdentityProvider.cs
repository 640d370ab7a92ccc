using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RunbookEngine.Server.Tests.Access;

/// <summary>Stands in for an identity provider: OpenID Connect Discovery 1.0 and a JSON Web Key Set (RFC 7517), with one elliptic key.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private IdentityProvider(WebApplication app) => _app = app;

    public ECDsaSecurityKey Key { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "one" };

    public string Issuer => _app.Urls.First();

    public static async Task<IdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new IdentityProvider(builder.Build());
        provider._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = provider.Issuer, jwks_uri = $"{provider.Issuer}/keys" }));
        provider._app.MapGet("/keys", () =>
        {
            var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(provider.Key);
            return Results.Json(new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = provider.Key.KeyId, use = "sig" } } });
        });
        await provider._app.StartAsync();
        return provider;
    }

    /// <param name="signing">Null: the provider's own key.</param>
    public string Token(string audience = "runbook", string? issuer = null, TimeSpan? from = null, TimeSpan? until = null, SigningCredentials? signing = null, string subject = "u-17", string name = "akiko", params string[] groups)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            NotBefore = now + (from ?? TimeSpan.FromMinutes(-1)),
            Expires = now + (until ?? TimeSpan.FromMinutes(5)),
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["preferred_username"] = name, ["groups"] = groups },
            SigningCredentials = signing ?? new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.ECDsa.Dispose();
    }
}
