namespace RunbookEngine.Server.Access;

/// <summary>Section <c>access</c> of the configuration file.</summary>
public sealed record AccessOptions
{
    /// <summary>Bearer tokens of an identity provider. Default: none are taken, only API keys.</summary>
    public OidcOptions Oidc { get; init; } = new();
}

/// <summary>Whose bearer tokens open the server, and what they open.</summary>
public sealed record OidcOptions
{
    /// <summary>Address of the identity provider, exactly as its tokens name it; <c>https</c>, or this machine. Default: none, no tokens are taken.</summary>
    public string? Issuer { get; init; }

    /// <summary>What tokens for this server name as audience. Needed with <see cref="Issuer"/>.</summary>
    public string? Audience { get; init; }

    /// <summary>Claim that names the person on record. Default: <c>preferred_username</c>; without it the token's subject.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>Claim that lists what the person belongs to; a dot goes into a nested claim, as in <c>realm_access.roles</c>. Default: <c>groups</c>.</summary>
    public string RolesClaim { get; init; } = "groups";

    /// <summary>PEM file of the authority that signed the identity provider's certificate. Default: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>What the values of <see cref="RolesClaim"/> give; a token with none of them gives nothing.</summary>
    public IReadOnlyList<OidcGrant> Grants { get; init; } = [];

    /// <summary>What somebody with these values in the roles claim is granted.</summary>
    public IReadOnlyList<Grant> GrantsOf(IReadOnlySet<string> values) =>
        [.. Grants.Where(g => values.Contains(g.Value)).Select(g => new Grant(g.Role, g.Runbooks, g.Environments, g.Modes))];
}

/// <summary>A role for those whose token has a value.</summary>
public sealed record OidcGrant
{
    /// <summary>Value in the roles claim.</summary>
    public string Value { get; init; } = "";

    public Role Role { get; init; }

    /// <summary>Names or globs; default: all.</summary>
    public IReadOnlyList<string> Runbooks { get; init; } = [];

    /// <summary>Names or globs; default: all.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>Modes; <c>none</c> for runs without one. Default: all.</summary>
    public IReadOnlyList<string> Modes { get; init; } = [];
}
