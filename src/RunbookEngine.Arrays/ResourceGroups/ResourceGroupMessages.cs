namespace RunbookEngine.Arrays.ResourceGroups;

/// <summary>A resource group as the array spells it.</summary>
internal sealed record ResourceGroupResponse(
    int? ResourceGroupId, string? ResourceGroupName, string? LockStatus, bool? SelfLock, string? LockOwner, string? LockHost)
{
    public ResourceGroup ToGroup() => new(ResourceGroupId!.Value, ResourceGroupName, LockStatus == "Locked", SelfLock, LockOwner, LockHost);
}

/// <summary>Parameters of the lock; seconds to wait for another holder, 0 to 7200.</summary>
internal sealed record LockRequest(int WaitTime);
