using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using RunbookEngine.Documents;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Access;

/// <summary>API keys: <c>rbk_ID_SECRET</c>. Shown when they are made and never again; the store has their hash.</summary>
public sealed class ApiKeys(IDocumentStore documents, TimeProvider clock)
{
    public const string Prefix = "rbk_";

    /// <summary>How long a key lasts unless told otherwise.</summary>
    public static readonly TimeSpan DefaultLife = TimeSpan.FromDays(365);

    /// <summary>Longest life of a key.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);

    private const string Kind = "api-key";
    private const int IdLength = 10;
    private const string IdLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <param name="makers">See <see cref="ApiKey.Makers"/>.</param>
    /// <returns>The key as kept, and the text that opens the server: the only time it is there.</returns>
    public async Task<(ApiKey Key, string Text)> CreateAsync(
        string name, IReadOnlyList<Grant> grants, TimeSpan? life, string createdBy, CancellationToken cancellationToken, IReadOnlyList<string>? makers = null)
    {
        var id = RandomNumberGenerator.GetString(IdLetters, IdLength);
        var text = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        var now = clock.GetUtcNow();
        var key = new ApiKey(id, name, TextHash.Of(text), grants, now, createdBy, now + (life ?? DefaultLife)) { Makers = makers };
        return await documents.PutAsync(Kind, id, Json(key), 0, null, cancellationToken) is null
            ? await CreateAsync(name, grants, life, createdBy, cancellationToken, makers)
            : (key, text);
    }

    /// <summary>The key that a caller shows; null when it is none, or good no more.</summary>
    public async Task<ApiKey?> OpenAsync(string text, CancellationToken cancellationToken)
    {
        if (IdOf(text) is not { } id || await FindAsync(id, cancellationToken) is not { } key)
            return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.Hash), Encoding.ASCII.GetBytes(TextHash.Of(text))) && key.IsGood(clock.GetUtcNow()) ? key : null;
    }

    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        await documents.GetAsync(Kind, id, cancellationToken) is { } found ? JsonSerializer.Deserialize<ApiKey>(found.Body, JsonSerializerOptions.Web) : null;

    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        [.. (await documents.ListAsync(new DocumentFilter(Kind, After: after, Limit: limit), cancellationToken)).Select(d => JsonSerializer.Deserialize<ApiKey>(d.Body, JsonSerializerOptions.Web)!)];

    /// <returns>The key, revoked; null when there is none.</returns>
    public async Task<ApiKey?> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        while (await documents.GetAsync(Kind, id, cancellationToken) is { } found)
        {
            var key = JsonSerializer.Deserialize<ApiKey>(found.Body, JsonSerializerOptions.Web)!;
            if (key.RevokedAt is not null)
                return key;
            key = key with { RevokedAt = clock.GetUtcNow() };
            if (await documents.PutAsync(Kind, id, Json(key), found.Version, null, cancellationToken) is not null)
                return key;
        }

        return null;
    }

    /// <summary>Whether anybody could administer this server by a key.</summary>
    public async Task<bool> HasAdminAsync(CancellationToken cancellationToken)
    {
        string? after = null;
        while (await ListAsync(after, 1000, cancellationToken) is { Count: > 0 } page)
        {
            if (page.Any(k => k.IsGood(clock.GetUtcNow()) && k.Grants.Any(g => g.Role == Role.Admin)))
                return true;
            after = page[^1].Id;
        }

        return false;
    }

    /// <summary>The visible part of something that looks like a key; null when it does not.</summary>
    public static string? IdOf(string text) =>
        text.Length is > 50 and < 80 && text.StartsWith(Prefix, StringComparison.Ordinal) && text[(Prefix.Length + IdLength)] == '_'
            && text.AsSpan(Prefix.Length, IdLength).IndexOfAnyExcept(IdLetters) < 0
            ? text.Substring(Prefix.Length, IdLength)
            : null;

    private static string Json(ApiKey key) => JsonSerializer.Serialize(key, JsonSerializerOptions.Web);
}
