using static RunbookEngine.Replication.Tables.Sources;

namespace RunbookEngine.Replication.Tables;

/// <summary>Notes and warnings that TrueCopy, Universal Replicator and global-active device have in common.</summary>
internal static class RemoteNotes
{
    public const string Identical = "declares the volumes identical: where they are not, PAIR is a lie";
    public const string Incomplete = "split out of COPY: the S-VOL is incomplete and not usable";
    public const string SvolOverwritten = "the P-VOL's data wins: what was written to the S-VOL since the split is overwritten";
    public const string PvolOverwritten = "the S-VOL's data wins: what was written to the old P-VOL since the split is overwritten";
    public const string DeletedUnsplit = "the S-VOL is only usable if the pair was split before it is deleted";
    public const string DeleteAgain = "deletes the S-VOL's half only; delete again at the P-VOL's array";

    public static IReadOnlyList<Note> Notes { get; } =
    [
        new(1, "there is no pair", CciCommands),
        new(2, "there is no pair to delete", CciCommands),
        new(3, "the pair exists: its name and its volumes are in use (CCI paircreate answers success in COPY and PAIR and does nothing)",
            CciCommands.Derived),
        new(4, "this split is refused while the pair copies", CciCommands),
        new(5, "the S-VOL is still being copied to: its data is incomplete and cannot be taken over (EX_VOLCUR)", CciTakeover),
        new(6, "a resync sent to a pair in COPY or PAIR is answered as success and nothing is done", CciCommands),
        new(7, "a swap resync needs the S-VOL in SSWS, or in SSUS with the P-VOL in PSUS", RestResync.Field),
        new(8, "the pair is split already: answered as success, and no option (S-VOL access, write protection) is applied", CciCommands),
        new(9, "the pair is suspended by an error (PSUE): a split is answered as success and nothing is done", CciCommands),
        new(10, "the S-VOL is taken over already (SSWS)", CciCommands.Field),
        new(11, "the S-VOL is in SSWS: only a swap resync is possible", CciCommands),
        new(12, "leaving SSWS by svolOperationMode PSUS is known for global-active device only", RestSplit.Unconfirmed),
        new(13, "the pair was deleted at the S-VOL's array: delete it here too, then create it again", UrStatus),
        new(14, "the S-VOL is in no pair, so there is nothing to take over (EX_VOLCRE)", CciTakeover),
        new(15, "the P-VOL has not been told of the takeover: split at its array first, then swap", CciTakeover.Field),
        new(16, "the pair is being deleted", RestRemoteStatus.Derived),
        new(17, "the pair is suspended because the journal was full (PFUS): a split is answered as success and nothing is done",
            CciCommands),
        new(18, "the split is on its way already: the journal is being drained", CciCommands.Derived),
        new(19, "a delta resync standby pair waits for the loss of the other copy; this operation is not described for it",
            UrStatus.Unconfirmed),
        new(26, "the journal data that a delta resync needs may not be kept (HOLDING): bring the other copies to PAIR first", UrDelta),
    ];
}
