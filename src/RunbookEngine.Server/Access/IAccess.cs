using System.Security.Claims;

namespace RunbookEngine.Server.Access;

/// <summary>Who calls, and what they may do with one thing.</summary>
public interface IAccess
{
    /// <summary>The name that goes on record.</summary>
    string Actor(ClaimsPrincipal user);

    /// <summary>Whether the caller has the permission for this runbook, environment and mode; null where there is none in question.</summary>
    bool May(ClaimsPrincipal user, Permission permission, string? runbook = null, string? environment = null, string? mode = null);
}
