using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>One request to come.</summary>
/// <param name="Pair">By pair; null: by copy group.</param>
/// <param name="Touched">The pairs it is about, as read before.</param>
internal sealed record Ask(string? Pair, IReadOnlyList<SeenPair> Touched);

/// <summary>Chooses between one request for the group and one for each pair. Pure.</summary>
internal static class AskPlanner
{
    /// <summary>By group where the array leaves the others alone, else by pair; Universal Replicator always by group.</summary>
    /// <param name="act">Pairs that need the operation; not empty.</param>
    /// <param name="all">Every pair of the copy group.</param>
    /// <param name="onlyPair">The step names a single pair.</param>
    public static IReadOnlyList<Ask> Plan(
        Technology technology, PairOperation operation, IReadOnlyList<SeenPair> act, IReadOnlyList<SeenPair> all, bool onlyPair)
    {
        var byGroup = UnitRules.Refuse(technology, operation, OperationUnit.Group) is null;
        var byPair = UnitRules.Refuse(technology, operation, OperationUnit.Pair) is null;
        var others = all.Where(p => act.All(a => a.Name != p.Name));
        var spares = others.All(p => StatusModel.Predict(p.State, operation) is Prediction.NothingHappens);
        // No array takes a request for a group whose P-VOLs are on both.
        var oneWay = all.Where(p => !p.State.IsSimplex).Select(p => p.State.PvolArray).Distinct().Count() <= 1;
        return byGroup && !onlyPair && ((spares && oneWay) || !byPair)
            ? [new Ask(null, all)]
            : [.. act.Select(p => new Ask(p.Name, [p]))];
    }
}
