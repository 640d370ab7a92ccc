using System.Security.Claims;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Access;

/// <summary>Who calls, and what they may do with one thing.</summary>
public interface IAccess
{
    /// <summary>The name that goes on record.</summary>
    string Actor(ClaimsPrincipal user);

    /// <summary>How the caller was known, for the record; null for nobody.</summary>
    Identification? KnownBy(ClaimsPrincipal user);

    /// <summary>Whether the caller has the permission for this runbook, environment and mode; null where there is none in question.</summary>
    /// <remarks>Null means somewhere: who may do it for one runbook gets an answer of yes. What concerns them all asks <see cref="MayAll"/>.</remarks>
    bool May(ClaimsPrincipal user, Permission permission, string? runbook = null, string? environment = null, string? mode = null);

    /// <summary>Whether the caller has the permission without bounds; null means every runbook, environment and mode there is.</summary>
    bool MayAll(ClaimsPrincipal user, Permission permission, string? runbook = null, string? environment = null, string? mode = null);

    /// <summary>Who it is, for what they leave behind: see <see cref="CallerIdentity.Id"/>. Null: nobody known.</summary>
    string? Identity(ClaimsPrincipal user);
}
