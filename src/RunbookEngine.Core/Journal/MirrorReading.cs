namespace RunbookEngine.Journal;

/// <summary>A mirror of Universal Replicator as its journals told it at one moment: what an age of the data on the S-VOLs can be computed from.</summary>
/// <param name="CopyGroup">Its name.</param>
/// <param name="Master">The journal on the P-VOLs' side; null when that array was not asked, or did not answer.</param>
/// <param name="Restore">The journal on the S-VOLs' side; null as above.</param>
public sealed record MirrorReading(string CopyGroup, JournalReading? Master, JournalReading? Restore)
{
    /// <summary>Why a side is missing; null when none is.</summary>
    public string? Problem { get; init; }
}

/// <summary>One journal of a mirror, as its array told it.</summary>
/// <param name="Array">Alias of the array.</param>
/// <param name="AskedAt">When the request was about to leave.</param>
/// <param name="AnsweredAt">When the answer was here: the array looked at some time between the two.</param>
/// <param name="Marker">Sequence number, counted by the array modulo 2^32: of the last write received on the master side, of the last one applied on the restore
/// side. Null: not told.</param>
/// <param name="Waiting">Entries not yet delivered; null: not told.</param>
/// <param name="UsagePercent">Of the capacity, in whole percent.</param>
public sealed record JournalReading(
    string Array, int Journal, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt, uint? Marker, long? Waiting, int? UsagePercent = null, long? CapacityBytes = null,
    string? Status = null);
