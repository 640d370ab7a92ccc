using System.Text.Json.Serialization;

namespace RunbookEngine.Server.Access;

/// <summary>A set of permissions that people are given.</summary>
[JsonConverter(typeof(RoleConverter))]
public enum Role
{
    /// <summary>Sees.</summary>
    [JsonStringEnumMemberName("viewer")] Viewer,

    /// <summary>Sees, and starts, stops and carries on runs.</summary>
    [JsonStringEnumMemberName("operator")] Operator,

    /// <summary>Sees, and decides on approvals.</summary>
    [JsonStringEnumMemberName("approver")] Approver,

    /// <summary>Sees, and writes runbooks and schedules.</summary>
    [JsonStringEnumMemberName("author")] Author,

    /// <summary>Sees, and breaks the glass together with a second person.</summary>
    [JsonStringEnumMemberName("emergency")] Emergency,

    /// <summary>All of it. Not the approval of an own run: that is for nobody.</summary>
    [JsonStringEnumMemberName("admin")] Admin,
}

/// <summary>By its word only: a number means another role when roles are added.</summary>
internal sealed class RoleConverter() : JsonStringEnumConverter<Role>(null, allowIntegerValues: false);

public static class Roles
{
    public static IReadOnlySet<Permission> Permissions(this Role role) => role switch
    {
        Role.Operator => new HashSet<Permission> { Permission.View, Permission.Operate },
        Role.Approver => new HashSet<Permission> { Permission.View, Permission.Approve },
        Role.Emergency => new HashSet<Permission> { Permission.View, Permission.BreakGlass },
        Role.Author => new HashSet<Permission> { Permission.View, Permission.Author },
        Role.Admin => Enum.GetValues<Permission>().ToHashSet(),
        _ => new HashSet<Permission> { Permission.View },
    };

    public static string Word(this Role role) => role.ToString().ToLowerInvariant();

    /// <returns>Null when there is no such role.</returns>
    public static Role? Parse(string? word) =>
        Enum.GetValues<Role>().Where(r => r.Word() == word).Select(r => (Role?)r).FirstOrDefault();
}
