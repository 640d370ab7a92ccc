namespace RunbookEngine.Locks;

/// <summary>What a run locks: one copy group of one array, by the array's storage device id, so that every environment means the same.</summary>
public readonly record struct LockName(string StorageDeviceId, string CopyGroup) : IComparable<LockName>
{
    /// <summary>Locks are taken in this order, so that two runs cannot wait for each other.</summary>
    public int CompareTo(LockName other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => $"{StorageDeviceId}/{CopyGroup}";
}
