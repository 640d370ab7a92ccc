using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;

namespace RunbookEngine.Language.Predictions;

/// <summary>Copy groups of one step that are on the same volumes are asked at the same time: which comes second, and is refused for what
/// the first one does, is open.</summary>
internal sealed class SideBySide(Neighbours neighbours, PairWorld world, PairOperation operation)
{
    public IEnumerable<Finding> Check(List<OperationUnitWork> works)
    {
        for (var i = 0; i < works.Count; i++)
        {
            // A group may stand in its own way too.
            for (var j = i; j < works.Count && neighbours.Shares(works[i].Key); j++)
            {
                if (Both(works[i], works[j]) is { } finding)
                    yield return finding;
            }
        }
    }

    private Finding? Both(OperationUnitWork one, OperationUnitWork other)
    {
        if (one.Change is null || other.Change is null || one.Fails == Chance.Yes || other.Fails == Chance.Yes || !neighbours.Share(one.Key, other.Key))
            return null;
        var (second, first) = (Behind(one, other), Behind(other, one));
        if ((second ?? first) is not { } refused)
            return null;
        var certain = second is { Certain: true } && first is { Certain: true };
        one.Collide(certain, refused.Conflict.Why);
        other.Collide(certain, refused.Conflict.Why);
        return new(PredictionCodes.SharedVolume, certain ? Severity.Error : Severity.Warning,
            $"{VerbWords.Word(operation)} of {(second is null ? other : one).Key.Name}/{refused.Pair} {(certain ? "is" : "may be")} refused, since the step asks for all of it at once: {refused.Conflict.Why}",
            $"one after the other, in steps of their own; {refused.Conflict.Source}");
    }

    /// <summary>What of the second is refused once the first is carried out.</summary>
    private (string Pair, SharingConflict Conflict, bool Certain)? Behind(OperationUnitWork second, OperationUnitWork first)
    {
        var carried = world.With(first.Carried());
        var found = second.Change!.Before.SelectMany(c => neighbours.Check(carried, second.Key, c, operation, first.Key)).OrderByDescending(f => f.Certain).ToList();
        return found.Count == 0 ? null : found[0];
    }
}
