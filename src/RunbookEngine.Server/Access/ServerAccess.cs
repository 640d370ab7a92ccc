using System.Security.Claims;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Access;

/// <summary>What callers may do follows from the grants of their key or token.</summary>
internal sealed class ServerAccess : IAccess
{
    public string Actor(ClaimsPrincipal user) => Caller(user)?.Person ?? "anonymous";

    public Identification? KnownBy(ClaimsPrincipal user) => Caller(user)?.KnownBy;

    public bool May(ClaimsPrincipal user, Permission permission, string? runbook = null, string? environment = null, string? mode = null) =>
        Caller(user)?.Grants.Any(g => g.Allows(permission, runbook, environment, mode)) ?? false;

    public bool MayAll(ClaimsPrincipal user, Permission permission, string? runbook = null, string? environment = null, string? mode = null) =>
        Caller(user)?.Grants.Any(g => g.AllowsAll(permission, runbook, environment, mode)) ?? false;

    public string? Identity(ClaimsPrincipal user) => Caller(user)?.Id;

    public static CallerIdentity? Caller(ClaimsPrincipal user) => user.Identities.OfType<CallerIdentity>().FirstOrDefault();
}
