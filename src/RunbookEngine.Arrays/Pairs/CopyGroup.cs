namespace RunbookEngine.Arrays.Pairs;

/// <summary>A copy group and all its pairs, as one array told them at one moment.</summary>
/// <param name="Ref">From the array that was asked.</param>
/// <param name="MuNumber">Mirror unit of a remote group, where the array gives it.</param>
/// <param name="Pairs">Members in the array's order. The arrays keep no status of a group: it is what its members say.</param>
/// <param name="ReadAt">When the read was begun, by our clock; a change made later may not be in it.</param>
public sealed record CopyGroup(CopyGroupRef Ref, int? MuNumber, IReadOnlyList<Pair> Pairs, DateTimeOffset ReadAt);
