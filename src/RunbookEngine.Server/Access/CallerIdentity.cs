using System.Security.Claims;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Access;

/// <summary>A caller whose key or token was found good.</summary>
public sealed class CallerIdentity : ClaimsIdentity
{
    private readonly string? _id;

    /// <param name="person">The name on record; of a token's holder the one that was bound to issuer and subject.</param>
    /// <param name="credential">What it was shown by, for limits and logs: <c>key:ID</c> or <c>token:SUBJECT</c>; never a secret.</param>
    public CallerIdentity(string person, string credential, IReadOnlyList<Grant> grants)
        : base([new Claim(ClaimTypes.Name, person)], "RunbookEngine") => (Person, Credential, Grants) = (person, credential, grants);

    public string Person { get; }

    /// <summary>How the person was known, for the record.</summary>
    public Identification? KnownBy { get; init; }

    public string Credential { get; }

    /// <summary>Who it is, whatever they are called: <c>key:ID</c>, or <c>token:</c> and a hash of issuer and subject.</summary>
    public string Id { get => _id ?? Credential; init => _id = value; }

    /// <summary>Of a token; null for a key.</summary>
    public string? Issuer { get; init; }

    /// <summary>Of a token, unique for its issuer; null for a key.</summary>
    public string? Subject { get; init; }

    /// <summary>When the token is over; null for a key, which is looked up.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyList<Grant> Grants { get; }
}
