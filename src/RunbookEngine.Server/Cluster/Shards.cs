using System.Buffers.Binary;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Cluster;

/// <summary>Runs are placed in shards, not one by one: placing a shard costs several commits, however many runs are in it.</summary>
internal static class Shards
{
    /// <summary>For ever the same: two nodes that count differently would both drive a run, or neither.</summary>
    public const int Count = 16;

    public static int Of(RunId run)
    {
        Span<byte> id = stackalloc byte[16];
        run.Value.TryWriteBytes(id, bigEndian: true, out _);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(id[8..]) % Count);
    }

    /// <summary>What a node has at most while all are there.</summary>
    public static int Share(int nodes) => (Count + nodes - 1) / Math.Max(1, nodes);
}
