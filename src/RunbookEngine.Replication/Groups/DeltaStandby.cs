using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Groups;

/// <summary>What the other two copies of three data centers make of a pair that stands by for delta resync, without anybody asking.</summary>
/// <remarks>Source: Universal Replicator guide, conditions for delta resync operations: the journal may not be kept while the synchronous copy is
/// suspended, and is kept again when both other copies are in PAIR.</remarks>
public static class DeltaStandby
{
    /// <summary>Null when nothing follows.</summary>
    /// <param name="synchronous">The TrueCopy or global-active device pair whose S-VOL is the standby pair's P-VOL.</param>
    /// <param name="mirror">The Universal Replicator pair that writes the standby pair's S-VOL.</param>
    public static PairEvent? Follows(PairState synchronous, PairState mirror) => (synchronous.S, mirror.S) switch
    {
        (PairStatus.SSUS or PairStatus.PSUE or PairStatus.SMPL, _) => PairEvent.StandbyLosesJournal,
        (PairStatus.PAIR, PairStatus.PAIR or PairStatus.PFUL) => PairEvent.StandbyHasJournal,
        _ => null,
    };
}
