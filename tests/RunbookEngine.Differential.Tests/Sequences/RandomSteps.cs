using RunbookEngine.Differential.Tests.Arrays;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Differential.Tests.Sequences;

/// <summary>Random operations with random options, and random faults.</summary>
internal sealed class RandomSteps(Technology technology, int seed)
{
    private readonly Random _random = new(seed);

    private static readonly IReadOnlyDictionary<Technology, PairEvent[]> Events = new Dictionary<Technology, PairEvent[]>
    {
        [Technology.ShadowImage] = [PairEvent.PairFault],
        [Technology.TrueCopy] = [PairEvent.PathsLost, PairEvent.PairFault, PairEvent.SvolFault, PairEvent.PvolArrayLost],
        [Technology.UniversalReplicator] =
            [PairEvent.PathsLost, PairEvent.PairFault, PairEvent.SvolFault, PairEvent.PvolArrayLost, PairEvent.ThresholdPassed, PairEvent.ThresholdLeft, PairEvent.Full],
        [Technology.GlobalActiveDevice] = [PairEvent.PathsLost, PairEvent.PairFault, PairEvent.SvolFault, PairEvent.PvolArrayLost, PairEvent.QuorumLost, PairEvent.QuorumBack],
        [Technology.ThinImage] = [PairEvent.PairFault, PairEvent.ThresholdPassed, PairEvent.ThresholdLeft, PairEvent.Full],
    };

    public IReadOnlyList<Step> Sequence(int length)
    {
        var steps = new List<Step>();
        for (var member = 0; member < TwoArrays.Pairs; member++)
        {
            if (member == 0 || Chance(0.4))
                steps.Add(new Step.Operate(Create(), OperationUnit.Pair, member, Chance(0.7), false));
        }
        while (steps.Count < length)
            steps.Add(Next());
        return steps;
    }

    private Step Next()
    {
        var member = _random.Next(TwoArrays.Pairs);
        return _random.Next(100) switch
        {
            < 78 => new Step.Operate(Operation(), Chance(0.4) ? OperationUnit.Group : OperationUnit.Pair, member, Chance(0.5), Chance(0.3)),
            < 86 => new Step.Happen(Pick(Events[technology]), member),
            < 92 => new Step.Return(),
            < 95 => new Step.Foreign(Pick(PairAction.Split, PairAction.Resync, PairAction.Delete), member),
            _ => new Step.Rest(),
        };
    }

    private PairOperation Create() => Options(PairOperation.Create, strays: 0);

    private PairOperation Operation()
    {
        var action = Pick([.. OptionTable.ActionsOf(technology)]);
        return action == PairAction.Delete
            ? new(action) { SentTo = Side() }
            : Options(new PairOperation(action), Chance(0.1) ? 0.3 : 0) with { SentTo = Side() };
    }

    private PairSide? Side() => technology.IsRemote() ? Pick<PairSide?>(null, null, null, PairSide.Pvol, PairSide.Svol) : null;

    /// <param name="strays">Chance of each option that does not belong to the action.</param>
    private PairOperation Options(PairOperation o, double strays)
    {
        var own = OptionTable.OptionsOf(technology, o.Action);
        bool Takes(string option, double chance = 0.3) => Chance(own.Contains(option) ? chance : strays);
        o = o with
        {
            Quick = Takes("quickMode"),
            SvolAccess = Takes("svolAccessMode", 0.5) ? Pick<HostAccess?>(HostAccess.Read, HostAccess.ReadWrite) : null,
            PvolWriteProtect = Takes("doPvolWriteProtect"),
            DataSuspend = Takes("doDataSuspend"),
            ForceSuspend = Takes("forceSuspend", 0.2),
            AutoSplit = Takes("autoSplit"),
            DoInitialCopy = !Takes("doInitialCopy: false"),
            TakeoverMode = Takes("takeover mode", 0.6) ? Pick<TakeoverMode?>(TakeoverMode.Auto, TakeoverMode.ForceSplit) : null,
            CopyPace = Takes("copyPace") ? Pick<int?>(1, 2, 3, 4, 15) : null,
            Fence = Takes("fenceLevel") ? Fence() : null,
            SvolOperationMode = Takes("svolOperationMode", 0.25) ? Pick<SvolOperationMode?>(SvolOperationMode.Ssws, SvolOperationMode.Psus) : null,
            ConsistencyGroup = Takes("consistencyGroup", 0.15) ? new ConsistencyGroup(o.Action == PairAction.Create || Chance(0.6)) : null,
        };
        // Most requests shall be possible ones: an excluded pair of options is kept in one of four.
        if (Chance(0.75))
        {
            o = o.SvolOperationMode is not null ? o with { SvolAccess = null, PvolWriteProtect = false, DataSuspend = false } : o;
            o = o.PvolWriteProtect && o.SvolAccess == HostAccess.ReadWrite ? o with { SvolAccess = null } : o;
            o = o.ForceSuspend ? o with { Quick = false } : o;
            o = o is { Action: PairAction.Create, Quick: true } ? o with { AutoSplit = true } : o;
            o = o is { Action: PairAction.Create, AutoSplit: true } && technology == Technology.ShadowImage ? o with { ConsistencyGroup = null } : o;
        }
        return o;
    }

    private FenceLevel Fence() => technology switch
    {
        Technology.UniversalReplicator when Chance(0.8) => FenceLevel.Async,
        Technology.GlobalActiveDevice when Chance(0.8) => FenceLevel.Never,
        _ => Pick(FenceLevel.Data, FenceLevel.Status, FenceLevel.Never),
    };

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T Pick<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
