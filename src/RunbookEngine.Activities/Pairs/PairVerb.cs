using RunbookEngine.Activities.Steps;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>A changing pair verb with its arguments: what is asked of the pairs, and where that ends.</summary>
/// <param name="Word">As the journal names it: <c>split</c>, <c>swapResync</c> …</param>
internal sealed record PairVerb(string Word, PairOperation Operation)
{
    /// <summary>The pairs of a <c>pair.create</c>; empty for all else.</summary>
    public IReadOnlyList<NewPair> NewPairs { get; init; } = [];

    /// <summary>What else a <c>pair.create</c> says.</summary>
    public NewGroup? NewGroup { get; init; }

    public WaitGoal NaturalEnd(Technology technology) => WaitGoal.NaturalEnd(technology, Operation);

    /// <exception cref="InvalidArgumentsException">An argument has no usable value, or the technology cannot do it.</exception>
    public static PairVerb Read(StepArguments arguments, Technology technology)
    {
        var word = arguments.Verb[(arguments.Verb.IndexOf('.') + 1)..];
        var operation = word switch
        {
            "split" => Split(arguments),
            "resync" => Resync(arguments),
            "restore" => PairOperation.Restore with { Quick = arguments.Flag("quick", false), CopyPace = Pace(arguments) },
            "delete" => PairOperation.Delete,
            "takeover" => PairOperation.Takeover with
            {
                TakeoverMode = arguments.Choice("mode", "auto", "auto", "force") == "force" ? TakeoverMode.ForceSplit : TakeoverMode.Auto,
            },
            "swapResync" => PairOperation.SwapResync with { CopyPace = Pace(arguments) },
            "create" => Create(arguments, technology),
            _ => throw new InvalidArgumentsException($"{arguments.Verb} is no pair operation"),
        };
        if (OptionTable.Refuse(technology, operation) is { } refused)
        {
            throw new InvalidArgumentsException($"{arguments.Verb}: {refused.Why} ({technology.RunbookName()})");
        }
        return word == "create"
            ? new PairVerb(word, operation) { NewPairs = NewPair.Read(arguments, technology), NewGroup = Pairs.NewGroup.Read(arguments) }
            : new PairVerb(word, operation);
    }

    /// <summary>The journal's word for an operation that a verb or an undo sends.</summary>
    public static string WordOf(PairOperation operation) => operation.Action switch
    {
        PairAction.SwapResync => "swapResync",
        _ => operation.Action.ToString().ToLowerInvariant(),
    };

    private static PairOperation Split(StepArguments arguments) => PairOperation.Split with
    {
        Quick = arguments.Flag("quick", false),
        CopyPace = Pace(arguments),
        SvolAccess = arguments.OptionalText("svolAccess") is null ? null
            : arguments.Choice("svolAccess", "read", "read", "read-write") == "read-write" ? HostAccess.ReadWrite : HostAccess.Read,
        PvolWriteProtect = arguments.Flag("pvolWriteProtect", false),
        DataSuspend = arguments.Flag("dataSuspend", false),
        ForceSuspend = arguments.Flag("forceSuspend", false),
        SvolOperationMode = arguments.Flag("swap", false) ? SvolOperationMode.Ssws : null,
    };

    private static PairOperation Resync(StepArguments arguments) => PairOperation.Resync with
    {
        Quick = arguments.Flag("quick", false),
        CopyPace = Pace(arguments),
        ConsistencyGroup = Membership(arguments),
        Fence = Fence(arguments),
    };

    private static PairOperation Create(StepArguments arguments, Technology technology) => PairOperation.Create with
    {
        Quick = arguments.Flag("quick", false),
        CopyPace = Pace(arguments),
        AutoSplit = arguments.Flag("autoSplit", false),
        DoInitialCopy = arguments.Flag("initialCopy", true),
        ConsistencyGroup = Membership(arguments) is { Member: true } group ? group : null,
        Fence = technology == Technology.TrueCopy ? Fence(arguments) : null,
    };

    private static int? Pace(StepArguments arguments) => arguments.OptionalNumber("copyPace", 1, 15);

    private static ConsistencyGroup? Membership(StepArguments arguments) => arguments.OptionalText("consistencyGroup") switch
    {
        null => null,
        "true" => new ConsistencyGroup(true),
        "false" => new ConsistencyGroup(false),
        _ => new ConsistencyGroup(true, arguments.Number("consistencyGroup", 0, 255)),
    };

    private static FenceLevel? Fence(StepArguments arguments) => arguments.OptionalText("fenceLevel") is null ? null
        : arguments.Choice("fenceLevel", "never", "never", "status", "data") switch
        {
            "data" => FenceLevel.Data,
            "status" => FenceLevel.Status,
            _ => FenceLevel.Never,
        };
}
