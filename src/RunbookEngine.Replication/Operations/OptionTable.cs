using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Vocabulary.PairAction;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Operations;

/// <summary>Which option belongs to which technology and action, and which options exclude each other.</summary>
public static class OptionTable
{
    private static readonly IReadOnlyList<Technology> Remote = [TrueCopy, UniversalReplicator, GlobalActiveDevice];

    private static readonly IReadOnlyList<Row> Rows =
    [
        //  option                   is asked for by                         technologies                          actions
        new("quickMode",            o => o.Quick,                         In([ShadowImage],                    [Create, Split, Resync, Restore])),
        new("svolAccessMode",       o => o.SvolAccess is not null,        In([TrueCopy, UniversalReplicator],  [Split])),
        new("doPvolWriteProtect",   o => o.PvolWriteProtect,              In([TrueCopy],                       [Split])),
        new("doDataSuspend",        o => o.DataSuspend,                   In([UniversalReplicator],            [Split])),
        new("forceSuspend",         o => o.ForceSuspend,                  In([ShadowImage],                    [Split])),
        new("svolOperationMode",    o => o.SvolOperationMode is not null, In(Remote,                           [Split])),
        new("autoSplit",            o => o.AutoSplit,                     In([ShadowImage],                    [Create]),
                                                                          In([ThinImage],                      [Create, Resync, Restore])),
        new("doInitialCopy: false", o => !o.DoInitialCopy,                In(Remote,                           [Create])),
        new("doDeltaResyncSuspend", o => o.DeltaResyncSuspend,            In([UniversalReplicator],            [Create])),
        new("takeover mode",        o => o.TakeoverMode is not null,      In(Remote,                           [Takeover])),
        new("copyPace",             o => o.CopyPace is not null,          In([ShadowImage],                    [Create, Split, Resync, Restore]),
                                                                          In([TrueCopy, GlobalActiveDevice],   [Create, Resync, SwapResync])),
        new("consistencyGroup",     o => o.ConsistencyGroup is not null,  In([TrueCopy, GlobalActiveDevice],   [Create, Resync, SwapResync]),
                                                                          In([ShadowImage, UniversalReplicator, ThinImage], [Create])),
        new("fenceLevel",           o => o.Fence is not null,             In(Remote,                           [Create]),
                                                                          In([TrueCopy],                       [Resync, SwapResync])),
    ];

    private static readonly IReadOnlyList<Place> Actions =
    [
        new([ShadowImage], [Create, Split, Resync, Restore, Delete]),
        new(Remote,        [Create, Split, Resync, Delete, Takeover, SwapResync]),
        new([ThinImage],   [Create, Split, Resync, Restore, Delete, Clone]),
    ];

    private static readonly IReadOnlyList<(string Why, Func<PairOperation, bool> Broken, Evidence Evidence)> Together =
    [
        ("svolOperationMode excludes every other split option",
            o => o.SvolOperationMode is not null && (o.SvolAccess is not null || o.PvolWriteProtect || o.DataSuspend), Evidence.Derived),
        ("doPvolWriteProtect and svolAccessMode rw exclude each other",
            o => o.PvolWriteProtect && o.SvolAccess == HostAccess.ReadWrite, Evidence.Unconfirmed),
        ("forceSuspend excludes quickMode", o => o.ForceSuspend && o.Quick, Evidence.Derived),
        ("quickMode of a create needs autoSplit", o => o.Action == Create && o.Quick && !o.AutoSplit, Evidence.Field),
        ("svolAccessMode is r or rw", o => o.SvolAccess == HostAccess.None, Evidence.Manual),
        ("copyPace is 1 to 15", o => o.CopyPace is < 1 or > 15, Evidence.Manual),
        ("a consistency group id is 0 to 255", o => o.ConsistencyGroup?.Id is < 0 or > 255, Evidence.Manual),
        ("doDeltaResyncSuspend excludes doInitialCopy: false", o => o.DeltaResyncSuspend && !o.DoInitialCopy, Evidence.Derived),
    ];

    /// <summary>The actions a technology has.</summary>
    public static IReadOnlyList<PairAction> ActionsOf(Technology technology) =>
        Actions.First(a => a.Technologies.Contains(technology)).Actions;

    /// <summary>The options an action of a technology takes, as the arrays spell them.</summary>
    public static IReadOnlyList<string> OptionsOf(Technology technology, PairAction action) =>
        [.. Rows.Where(r => r.Allows(technology, action)).Select(r => r.Option)];

    /// <summary>Why this operation can never be sent for this technology, whatever the pair's status; null when it can.</summary>
    public static Prediction.Rejected? Refuse(Technology technology, PairOperation operation)
    {
        var source = technology.IsRemote() ? Sources.RestSplit : technology == ThinImage ? Sources.RestTiCreate : Sources.RestSiCreate;
        if (!ActionsOf(technology).Contains(operation.Action))
        {
            return new($"{technology.RunbookName()} has no operation {operation.Action}", source);
        }

        if (Rows.FirstOrDefault(r => r.IsSet(operation) && !r.Allows(technology, operation.Action)) is { Option: var stray })
        {
            return new($"option {stray} does not belong to {operation.Action} of {technology.RunbookName()}", source);
        }

        if (Together.FirstOrDefault(t => t.Broken(operation)) is (string why, _, var evidence))
        {
            return new(why, source with { Evidence = evidence });
        }

        return operation switch
        {
            { Action: Create, AutoSplit: true, ConsistencyGroup.Member: true } when technology == ShadowImage =>
                new("autoSplit and a consistency group exclude each other: split the group instead", Sources.RestSiCreate.Field),
            { Action: Create, Fence: not null and not FenceLevel.Async } when technology == UniversalReplicator =>
                new("the fence level of Universal Replicator is ASYNC", Sources.RestCreate.Field),
            { Action: Create, Fence: not null and not FenceLevel.Never } when technology == GlobalActiveDevice =>
                new("the fence level of global-active device is NEVER", Sources.RestGadWorkflow),
            { Fence: FenceLevel.Async } when technology == TrueCopy =>
                new("the fence level of TrueCopy is DATA, STATUS or NEVER", Sources.TcFence),
            { NeedsSvolSide: true, SentTo: PairSide.Pvol } =>
                new("only the array that holds the S-VOL takes this request", Sources.RestSplit),
            { PvolWriteProtect: true, SentTo: PairSide.Svol } or { DataSuspend: true, SentTo: PairSide.Svol } =>
                new("only the array that holds the P-VOL takes this request", Sources.RestSplit.Derived),
            _ => null,
        };
    }

    private static Place In(IReadOnlyList<Technology> technologies, IReadOnlyList<PairAction> actions) => new(technologies, actions);

    private sealed record Place(IReadOnlyList<Technology> Technologies, IReadOnlyList<PairAction> Actions);

    private sealed record Row(string Option, Func<PairOperation, bool> IsSet, params IReadOnlyList<Place> Places)
    {
        public bool Allows(Technology technology, PairAction action) =>
            Places.Any(p => p.Technologies.Contains(technology) && p.Actions.Contains(action));
    }
}
