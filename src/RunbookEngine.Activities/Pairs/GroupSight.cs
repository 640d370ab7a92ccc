using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.QuorumDisks;
using RunbookEngine.Journal;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>A remote copy group as the arrays that answer tell it around a takeover: pairs, journals, quorum.</summary>
/// <param name="PvolArray">Alias of the array with the P-VOLs.</param>
/// <param name="Pvols">Its storage device id.</param>
/// <param name="Svols">Storage device id of the array with the S-VOLs.</param>
/// <param name="At">When the look was begun.</param>
public sealed record GroupSight(string CopyGroup, Technology Technology, string PvolArray, string SvolArray, string Pvols, string Svols, DateTimeOffset At)
{
    /// <summary>By name. A side whose array did not tell is <see cref="PairStatus.Unknown"/>.</summary>
    public IReadOnlyList<(string Name, PairState State)> Pairs { get; init; } = [];

    /// <summary>The array that told this without its partner, by alias; null when both did.</summary>
    public string? Alone { get; init; }

    /// <summary>Universal Replicator: production's journal; null when its array does not tell.</summary>
    public ReplicationJournal? Master { get; init; }

    /// <summary>Universal Replicator: the journal at the S-VOLs.</summary>
    public ReplicationJournal? Restore { get; init; }

    /// <summary>global-active device: the number of its quorum disk.</summary>
    public int? QuorumId { get; init; }

    /// <summary>That quorum disk as each array that answers sees it, by alias.</summary>
    public IReadOnlyList<(string Array, QuorumDisk Disk)> Quorums { get; init; } = [];

    /// <summary>What a later loss is measured against; null when only one array told.</summary>
    public DeliveryReading? Delivery => Alone is not null || Pairs.Count == 0 ? null
        : new DeliveryReading(CopyGroup, Technology.RunbookName(), Pvols, Svols, Pairs.All(p => p.State is { P: PairStatus.PAIR, S: PairStatus.PAIR }), At)
        {
            Journal = Master?.JournalId,
            Marker = Master?.QMarker,
            UsagePercent = Master?.UsagePercent,
            CapacityBytes = Master?.CapacityBytes,
            Waiting = Master?.QCount,
        };

    /// <summary>The pairs with the statuses that they had before, where that is known: a takeover changes what is to be judged.</summary>
    internal GroupSight Before(IReadOnlyDictionary<string, PairReading> before) => this with
    {
        Pairs = [.. Pairs.Select(p => !before.TryGetValue(p.Name, out var was) ? p : (p.Name, Was(p.State, was)))],
    };

    /// <summary>How the sides serve I/O belongs to the statuses of now.</summary>
    private static PairState Was(PairState now, PairReading was)
    {
        var (p, s) = (PairStates.Status(was.PvolStatus), PairStates.Status(was.SvolStatus));
        return (now.P, now.S) == (p, s) ? now
            : PairState.Observed(now.Technology, p, s, now.Fence) with { PvolArray = now.PvolArray, SvolArray = now.SvolArray };
    }
}
