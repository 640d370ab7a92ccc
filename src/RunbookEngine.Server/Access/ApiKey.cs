namespace RunbookEngine.Server.Access;

/// <summary>A key as it is kept: without its secret.</summary>
/// <param name="Id">What a key is named by; it is the visible part of the key itself.</param>
/// <param name="Name">Who acts with it: the actor on record. Several keys may have the same.</param>
/// <param name="Hash">SHA-256 of the whole key in lower-case hexadecimal. The secret has 256 random bits, so nothing slower is needed.</param>
/// <param name="RevokedAt">From when on it opens nothing; null while it does.</param>
public sealed record ApiKey(
    string Id, string Name, string Hash, IReadOnlyList<Grant> Grants, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt = null)
{
    /// <summary>Names of who made it over the API, and of who had made the key they did it with: all of them have had it in their hands, or could have. Null for a key that was made
    /// on the server's machine, and for those of earlier versions.</summary>
    public IReadOnlyList<string>? Makers { get; init; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
