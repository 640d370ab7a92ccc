using System.Security.Claims;

namespace RunbookEngine.Server.Access;

/// <summary>A caller whose key or token was found good.</summary>
public sealed class CallerIdentity : ClaimsIdentity
{
    /// <param name="person">The name on record.</param>
    /// <param name="credential">What it was shown by, for limits and logs: <c>key:ID</c> or <c>token:SUBJECT</c>; never a secret.</param>
    public CallerIdentity(string person, string credential, IReadOnlyList<Grant> grants)
        : base([new Claim(ClaimTypes.Name, person)], "RunbookEngine") => (Person, Credential, Grants) = (person, credential, grants);

    public string Person { get; }

    public string Credential { get; }

    public IReadOnlyList<Grant> Grants { get; }
}
