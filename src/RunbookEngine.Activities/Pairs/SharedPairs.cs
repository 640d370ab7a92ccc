using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Other pairs on the volumes of a step's pairs, looked at before a request is sent that they would have refused.</summary>
internal sealed class SharedPairs(ArrayFleet fleet, UnitReader reader)
{
    /// <summary>A conflict that other pairs make for an operation on these; null when there is none, or it cannot be told.</summary>
    /// <param name="seen">The group, as just read.</param>
    /// <param name="act">The pairs that would be asked for.</param>
    public async Task<(SeenPair Pair, SharingConflict Conflict)?> FindAsync(
        SeenGroup seen, IReadOnlyList<SeenPair> act, PairOperation operation, CancellationToken cancellationToken)
    {
        var technology = seen.Unit.Technology;
        var concerned = SharingRules.Concerned(technology, operation);
        if (act.Count == 0 || concerned.Count == 0)
        {
            return null;
        }
        var others = new List<(string Name, SeenPair Pair, PairVolumes Volumes)>();
        if (concerned.Contains(technology))
        {
            others.AddRange(seen.All.Select(p => ($"{seen.Unit.Group.Name}/{p.Name}", p, Volumes(seen.Unit, p))));
        }
        foreach (var group in await Task.WhenAll((await NeighbourGroups.OfAsync(fleet, [seen.Unit], concerned, cancellationToken))
            .Select(unit => ReadAsync(unit, cancellationToken))))
        {
            others.AddRange(group?.All.Select(p => ($"{group.Unit.Group.Name}/{p.Name}", p, Volumes(group.Unit, p))) ?? []);
        }
        foreach (var pair in act)
        {
            var own = Volumes(seen.Unit, pair);
            var shared = others.Where(o => o.Pair != pair).SelectMany(o => own.SharedWith(o.Volumes).Select(s => new SharedVolume(o.Name, s, o.Pair.State)));
            if (SharingRules.Check(technology, operation, shared, pair.State) is [var conflict, ..])
            {
                return (pair, conflict);
            }
        }
        return null;
    }

    /// <summary>A group that cannot be read stands in nobody's way here: the array refuses what it must.</summary>
    private async Task<SeenGroup?> ReadAsync(PairUnit unit, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(unit, refresh: true, orAlone: false, cancellationToken);
        }
        catch (ArrayApiException)
        {
            return null;
        }
    }

    private static PairVolumes Volumes(PairUnit unit, SeenPair pair)
    {
        var (p, s) = unit.Technology.IsRemote() ? (pair.State.PvolArray, pair.State.SvolArray) : (unit.Target.Array, unit.Target.Array);
        return new PairVolumes((p, pair.Reading.PvolLdev), (s, pair.Reading.SvolLdev));
    }
}
