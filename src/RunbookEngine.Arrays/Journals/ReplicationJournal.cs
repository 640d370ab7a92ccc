namespace RunbookEngine.Arrays.Journals;

/// <summary>A replication journal's mirror unit, as <c>journalInfo=basic</c> tells it: one entry per journal and mirror.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting journal information".</remarks>
public sealed record ReplicationJournal
{
    public required int JournalId { get; init; }

    /// <summary>Mirror unit, 0 to 3.</summary>
    public int? MuNumber { get; init; }

    public int? ConsistencyGroupId { get; init; }

    /// <summary>As written: <c>PJNN</c>, <c>SJNN</c> normal, <c>PJNF</c> filling, <c>PJSN</c> suspended, <c>PJSF</c> full, <c>PJSE</c> error; <c>SMPL</c> unused.</summary>
    public string? Status { get; init; }

    /// <summary>0 means the link is down.</summary>
    public int? ActivePaths { get; init; }

    /// <summary>Percent of the journal in use, whole numbers.</summary>
    public int? UsagePercent { get; init; }

    /// <summary>Eight hex digits: on the master journal the last write received, on the restore journal the last one applied.</summary>
    public string? QMarker { get; init; }

    /// <summary>Entries not yet delivered.</summary>
    public long? QCount { get; init; }

    public long? CapacityBytes { get; init; }

    /// <summary>True when the mirror takes part in a pair.</summary>
    public bool IsUsed => Status is not (null or "SMPL");

    /// <summary>True on the primary side (status begins with P).</summary>
    public bool IsMaster => Status?.StartsWith('P') ?? false;
}
