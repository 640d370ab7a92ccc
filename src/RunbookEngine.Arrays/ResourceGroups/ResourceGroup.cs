namespace RunbookEngine.Arrays.ResourceGroups;

/// <summary>A resource group and whether somebody has it locked.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting information about a specific resource group".</remarks>
/// <param name="Id">0 to 1023; 0 is meta_resource.</param>
/// <param name="Name">1 to 32 characters.</param>
/// <param name="IsLocked">Locked by anybody.</param>
/// <param name="IsLockedByUs">True: by this very session; false: by the same user elsewhere; null: by nobody or another user.</param>
/// <param name="LockOwner">The user.</param>
/// <param name="LockHost">Where from; the array's own address when through the REST API.</param>
public sealed record ResourceGroup(int Id, string? Name, bool IsLocked, bool? IsLockedByUs, string? LockOwner, string? LockHost);
