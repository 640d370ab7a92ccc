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

    private static readonly IReadOnlyList<(string Option, Func<PairOperation, bool> IsSet, IReadOnlyList<(IReadOnlyList<Technology> Technologies, IReadOnlyList<PairAction> Actions)> Allowed)> Rows =
    [
        //  option                 is asked for by                              technologies          actions
        ("quickMode",           o => o.Quick,                            [([ShadowImage],         [Create, Split, Resync, Restore])]),
        ("svolAccessMode",      o => o.SvolAccess is not null,           [([TrueCopy, UniversalReplicator], [Split])]),
        ("doPvolWriteProtect",  o => o.PvolWriteProtect,                 [([TrueCopy],            [Split])]),
        ("doDataSuspend",       o => o.DataSuspend,                      [([UniversalReplicator], [Split])]),
        ("forceSuspend",        o => o.ForceSuspend,                     [([ShadowImage],         [Split])]),
        ("svolOperationMode",   o => o.SvolOperationMode is not null,    [(Remote,                [Split])]),
        ("autoSplit",           o => o.AutoSplit,                        [([ShadowImage],         [Create]), ([ThinImage], [Create, Resync, Restore])]),
        ("doInitialCopy: false", o => !o.DoInitialCopy,                  [(Remote,                [Create])]),
        ("doDeltaResyncSuspend", o => o.DeltaResyncSuspend,              [([UniversalReplicator], [Create])]),
        ("takeover mode",       o => o.TakeoverMode is not null,         [(Remote,                [Takeover])]),
        ("copyPace",            o => o.CopyPace is not null,             [([ShadowImage],         [Create, Split, Resync, Restore]),
                                                                          ([TrueCopy, GlobalActiveDevice], [Create, Resync, SwapResync])]),
        ("consistencyGroup",    o => o.ConsistencyGroup is not null,     [([ShadowImage, UniversalReplicator, ThinImage], [Create]),
                                                                          ([TrueCopy, GlobalActiveDevice], [Create, Resync])]),
        ("fenceLevel",          o => o.Fence is not null,                [([TrueCopy, UniversalReplicator, GlobalActiveDevice], [Create]), ([TrueCopy], [Resync])]),
    ];

    private static readonly IReadOnlyList<(IReadOnlyList<Technology> Technologies, IReadOnlyList<PairAction> Actions)> Actions =
    [
        ([ShadowImage], [Create, Split, Resync, Restore, Delete]),
        (Remote,        [Create, Split, Resync, Delete, Takeover, SwapResync]),
        ([ThinImage],   [Create, Split, Resync, Restore, Delete, Clone]),
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
        Rows.Where(r => r.Allowed.Any(a => a.Technologies.Contains(technology) && a.Actions.Contains(action))).Select(r => r.Option).ToList();

    /// <summary>Why this operation can never be sent for this technology, whatever the pair's status; null when it can.</summary>
    public static Prediction.Rejected? Refuse(Technology technology, PairOperation operation)
    {
        var source = technology.IsRemote() ? Sources.RestSplit : technology == ThinImage ? Sources.RestTiCreate : Sources.RestSiCreate;
        if (!ActionsOf(technology).Contains(operation.Action))
        {
            return new($"{technology.RunbookName()} has no operation {operation.Action}", source);
        }

        if (Rows.FirstOrDefault(r => r.IsSet(operation) && !OptionsOf(technology, operation.Action).Contains(r.Option)) is (string stray, _, _))
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
}
