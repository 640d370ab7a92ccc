using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>A split of a consistency group whose P-VOLs are Universal Replicator S-VOLs waits until the journal has brought what was in it
/// when the split was asked for.</summary>
/// <remarks>
/// Source: ShadowImage guide MK-98RD9021, using consistency group pair split with shared volumes (the wait; at most three consistency groups a
/// journal; Universal Replicator in PAIR or PSUS) and splitting ShadowImage pairs (time-out of six hours).
/// </remarks>
internal sealed class JournalWait
{
    /// <summary>After that the split ends abnormally and the pairs are what they were.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>Consistency groups of ShadowImage that one journal keeps consistent.</summary>
    public const int MaxGroups = 3;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly SimulatedArrays _world;
    private readonly IReadOnlyList<(Mirror Mirror, long Entry)> _awaited;
    private readonly DateTimeOffset _until;

    private JournalWait(SimulatedArrays world, IReadOnlyList<(Mirror Mirror, long Entry)> awaited) =>
        (_world, _awaited, _until) = (world, awaited, world.Now + Longest);

    /// <summary>Null where nothing has to be waited for, or where the arrays do not keep such a group consistent.</summary>
    public static JournalWait? For(SimulatedArray array, IReadOnlyList<LocalPair> pairs)
    {
        var sides = pairs.Select(p => p.Pvol).SelectMany(v => v.Uses.OfType<RemoteSide>())
            .Where(s => s is { IsPrimary: false, Exists: true } && s.Pair.Group.Mirror is not null).ToList();
        if (sides.Count == 0 || sides.Any(s => s.Status is not ("PAIR" or "SSUS" or "SSWS")) || pairs.Any(p => p.State is not (LocalState.Pair or LocalState.InitialCopy)))
            return null;
        var groups = sides.Select(s => s.Pair.Group).Distinct().ToList();
        if (groups.Any(g => GroupsOn(array, g.JournalAt(array)) > MaxGroups))
            return null;
        var awaited = groups.Select(g => g.Mirror!).Where(m => m is { Flowing: true, QCount: > 0 }).Select(m => (m, m.LastWritten)).ToList();
        return awaited.Count == 0 ? null : new JournalWait(array.World, awaited);
    }

    /// <summary>Calls one of the two when the journal is through, or when the time is up.</summary>
    public Agenda.Entry? Begin(Action through, Action timedOut)
    {
        if (_awaited.All(a => !a.Mirror.Flowing || a.Mirror.RestoredEntries >= a.Entry))
        {
            through();
            return null;
        }
        if (_world.Now >= _until)
        {
            timedOut();
            return null;
        }
        return _world.Agenda.After(_until - _world.Now < LookAgain ? _until - _world.Now : LookAgain, () => Begin(through, timedOut));
    }

    private static int GroupsOn(SimulatedArray array, int? journal) => array.LocalCopies.Groups.Count(g => g.ConsistencyGroup is not null
        && g.Pairs.Any(p => p.Pvol.Uses.OfType<RemoteSide>().Any(s => !s.IsPrimary && s.Pair.Group.Mirror is not null && s.Pair.Group.JournalAt(array) == journal)));
}
