namespace RunbookEngine.Arrays.Pairs;

/// <summary>Names one pair. <paramref name="Name"/> is the copy pair name, unique inside the group;
/// for Thin Image it is the snapshot id, <c>pvolLdevId,muNumber</c>.</summary>
public sealed record PairRef(CopyGroupRef Group, string Name);
