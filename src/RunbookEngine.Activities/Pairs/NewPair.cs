using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>One pair of a <c>pair.create</c>. LDEV ids are decimal.</summary>
/// <param name="Svol">Null only for Thin Image.</param>
/// <param name="MirrorUnit">Of a Thin Image snapshot, chosen before it is announced.</param>
internal sealed record NewPair(string Name, int Pvol, int? Svol, int? MirrorUnit = null)
{
    private const int LastLdev = 65279;

    public static IReadOnlyList<NewPair> Read(StepArguments arguments, Technology technology)
    {
        if (arguments.Find("pairs") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            throw arguments.Wrong("pairs", "is empty", "a list of { name, pvol, svol }");
        }
        var pairs = list.EnumerateArray().Select((item, i) => new StepArguments($"{arguments.Verb}.pairs[{i + 1}]", item, arguments.Secrets))
            .Select(pair => new NewPair(pair.Text("name"), pair.Number("pvol", 0, LastLdev), technology == Technology.ThinImage ? pair.OptionalNumber("svol", 0, LastLdev) : pair.Number("svol", 0, LastLdev))).ToList();
        return pairs.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1) is { } twins
            ? throw arguments.Wrong("pairs", $"names '{twins.Key}' twice", "pairs with different names") : pairs;
    }

    /// <exception cref="InvalidArgumentsException">A snapshot without a pool.</exception>
    /// <param name="first">The group does not exist: this pair makes it.</param>
    public PairRequest.Create Request(PairOperation operation, NewGroup group, Technology technology, bool first) =>
        technology == Technology.ThinImage ? Snapshot(operation, group) : Pair(operation, group, technology, first);

    private PairRequest.Create Snapshot(PairOperation operation, NewGroup group) => new()
    {
        PvolLdevId = Pvol,
        SvolLdevId = Svol,
        MuNumber = MirrorUnit,
        SnapshotPoolId = group.Pool ?? throw new InvalidArgumentsException("pair.create: Thin Image needs 'pool', the pool that holds the differences"),
        InConsistencyGroup = operation.ConsistencyGroup?.Member,
        AutoSplit = operation.AutoSplit ? true : null,
        DataReductionForceCopy = group.DataReductionForceCopy ? true : null,
    };

    private PairRequest.Create Pair(PairOperation operation, NewGroup group, Technology technology, bool first) => new()
    {
        PairName = Name,
        PvolLdevId = Pvol,
        SvolLdevId = Svol,
        NewGroup = first,
        MuNumber = first ? group.MirrorUnit : null,
        InConsistencyGroup = technology == Technology.UniversalReplicator ? null : operation.ConsistencyGroup?.Member,
        ConsistencyGroupId = operation.ConsistencyGroup?.Id,
        AutoSplit = operation.AutoSplit ? true : null,
        Quick = operation.Quick ? true : null,
        CopyPace = operation.CopyPace,
        DataReductionForceCopy = group.DataReductionForceCopy ? true : null,
        PathGroupId = group.PathGroup,
        InitialCopy = operation.DoInitialCopy ? null : false,
        FenceLevel = operation.Fence,
        PvolJournalId = first ? group.PvolJournal : null,
        SvolJournalId = first ? group.SvolJournal : null,
        QuorumDiskId = group.QuorumDisk,
    };
}
