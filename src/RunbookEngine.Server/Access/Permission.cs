using Microsoft.AspNetCore.Builder;

namespace RunbookEngine.Server.Access;

/// <summary>What somebody may do. A role is a set of these, within the runbooks, environments and modes that it is given for.</summary>
public enum Permission
{
    /// <summary>See runs, plans, runbooks, locks and schedules.</summary>
    View,

    /// <summary>Plan, start, cancel, resume, roll back, answer.</summary>
    Operate,

    /// <summary>Decide on approvals; never on those of an own run.</summary>
    Approve,

    /// <summary>With a second person, set a decision aside in an emergency.</summary>
    BreakGlass,

    /// <summary>Write runbooks, schedules and calendars.</summary>
    Author,

    /// <summary>Keys, roles, environments, breaking locks, backup.</summary>
    Administer,
}

/// <summary>Metadata of an endpoint: the permission without which nobody gets in. An endpoint without it is for nobody, unless it allows anonymous callers.</summary>
public sealed record PermissionNeeded(Permission Permission);

public static class PermissionEndpoints
{
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new PermissionNeeded(permission));
}
