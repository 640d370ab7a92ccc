namespace RunbookEngine.Arrays.Wire;

/// <summary>The arrays count blocks; we count bytes.</summary>
internal static class Capacity
{
    /// <summary>Source: REST API guide MK-98RD9014, "Units of capacity": one block is 512 bytes.</summary>
    private const long BlockBytes = 512;

    public static long? Bytes(long? blocks) => blocks * BlockBytes;
}
