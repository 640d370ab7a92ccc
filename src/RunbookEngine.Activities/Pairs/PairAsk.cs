using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;
using Side = RunbookEngine.Replication.Vocabulary.PairSide;

namespace RunbookEngine.Activities.Pairs;

/// <summary>From what is to be asked to the request, addressed to the array that takes it.</summary>
internal static class PairAsk
{
    /// <exception cref="InvalidPairRequestException">The pairs' roles are mixed, or no array of that technology takes it.</exception>
    public static ArrayRequest Describe(ArrayFleet fleet, SeenGroup seen, Ask ask, PairOperation operation)
    {
        var array = Addressee(fleet, seen, ask, operation);
        var request = PairRequests.Of(operation, seen.Options.WithoutPartner);
        return ask.Pair is null
            ? array.DescribeRequest(seen.Unit.Group, request)
            : array.DescribeRequest(new PairRef(seen.Unit.Group, ask.Pair), request);
    }

    /// <summary>Inside one array: that one. Else the array that holds the P-VOLs, or the S-VOLs for what only their array takes; read from
    /// the pairs, since names say nothing about roles.</summary>
    private static IPairArray Addressee(ArrayFleet fleet, SeenGroup seen, Ask ask, PairOperation operation)
    {
        var unit = seen.Unit;
        if (!unit.Technology.IsRemote())
        {
            return fleet[unit.Target.Array];
        }
        var holders = ask.Touched.Where(p => !p.State.IsSimplex)
            .Select(p => StatusModel.SideOf(p.State, operation) == Side.Svol ? p.State.SvolArray : p.State.PvolArray).Where(a => a.Length > 0).Distinct().ToList();
        if (holders.Count > 1)
        {
            throw new InvalidPairRequestException(
                $"copy group {unit.Group.Name}: {string.Join(" and ", holders)} both hold {(operation.Side == Side.Svol ? "S" : "P")}-VOLs of it; operate its pairs one by one, or bring them into one direction first");
        }
        var name = holders.FirstOrDefault() ?? (operation.Side == Side.Svol ? unit.Target.RemoteArray : unit.Target.Array)
            ?? unit.Target.Array;
        return fleet.Find(name) ?? throw new InvalidPairRequestException(
            $"copy group {unit.Group.Name}: the request goes to array {name}, which the environment does not know");
    }
}
