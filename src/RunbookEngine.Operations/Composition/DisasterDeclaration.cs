using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Operations.Composition;

/// <summary>Declares a disaster: who, why, and what could not be known then. Whether two sites will write to the same data is nothing an engine can
/// find out; it tells what it sees, and a person decides.</summary>
/// <param name="store">Where earlier runs tell how far the copies were while production was there; null: nowhere.</param>
public sealed class DisasterDeclaration(ArrayConnections connections, TimeProvider clock, IRunJournal? store)
{
    /// <param name="plan">In mode disaster, with its copy groups pinned.</param>
    /// <param name="absent">Aliases of the arrays that do not answer.</param>
    /// <exception cref="CommandFailure">No array tells of the pairs.</exception>
    public async Task<DisasterDeclared> DeclareAsync(
        Plan plan, IReadOnlyList<string> absent, string actor, string? reason, CancellationToken cancellationToken)
    {
        try
        {
            var sights = await new DisasterReader(connections, clock).ReadAsync(plan, cancellationToken);
            var known = store is null ? [] : await new DeliveryMemory(store, clock).KnownAsync([.. sights.Select(s => (s.CopyGroup, s.Pvols, s.Svols))], cancellationToken);
            return Of(sights, known, absent, actor, reason);
        }
        catch (ArrayApiException e)
        {
            throw new CommandFailure(Exit.Unreachable, e.Message, "nothing was changed; try again when one of the two arrays answers", e);
        }
    }

    /// <summary>From what was read to the declaration. Pure.</summary>
    public static DisasterDeclared Of(
        IReadOnlyList<GroupSight> sights, IReadOnlyList<DeliveryReading> known, IReadOnlyList<string> absent, string actor, string? reason) =>
        new(actor, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), absent,
            [
                .. sights.GroupBy(s => s.PvolArray).SelectMany(Production),
                .. sights.Where(s => s.Technology == Technology.GlobalActiveDevice).SelectMany(Quorum).Distinct(),
                .. sights.SelectMany(Taken),
            ],
            [.. sights.Select(s => RecoveryPoint.Of(s, known, taken: false))])
        {
            Known = known.Count > 0 ? known : null,
        };

    private static IEnumerable<string> Production(IGrouping<string, GroupSight> at)
    {
        var told = at.SelectMany(s => s.Pairs).Select(p => p.State.P).Where(p => p != PairStatus.Unknown).Distinct().ToList();
        if (told.Count > 0)
            yield return $"array {at.Key} answers, and its P-VOLs are {string.Join(", ", told)}: production may be writing there now";
        if (at.Any(s => s.Pairs.Any(p => p.State.P == PairStatus.Unknown)))
            yield return $"whether production still writes on {at.Key} is not known: that array does not answer. Make sure of it by other means before hosts of the other site start";
    }

    /// <summary>Which side the quorum disk let go on shows in how the S-VOLs serve I/O.</summary>
    private static IEnumerable<string> Quorum(GroupSight sight)
    {
        var id = sight.QuorumId is { } number ? $"quorum disk {number} of {sight.CopyGroup}" : $"the quorum disk of {sight.CopyGroup}";
        if (sight.Quorums.Count == 0)
            yield return $"{id}: no array tells its status";
        foreach (var (array, disk) in sight.Quorums)
            yield return $"{id}, seen from {array}: {disk.Status ?? "status not told"}";
        yield return sight.Pairs.Select(p => p.State).Distinct().ToList() switch
        {
            var states when states.All(s => s.SvolIoMode == IoMode.Local) => $"{sight.CopyGroup}: the S-VOLs serve alone (I/O mode local) already: the quorum let this side go on",
            var states when states.Any(s => s.SvolIoMode == IoMode.Block) =>
                $"{sight.CopyGroup}: S-VOLs are blocked (I/O mode block): the quorum let the other side go on, or both stopped. Production may be writing; a takeover makes two truths if it is",
            var states when states.All(s => s.SvolIoMode == IoMode.Mirror) =>
                $"{sight.CopyGroup}: the S-VOLs mirror still (I/O mode mirror): no write has met the loss yet, and which side the quorum lets go on is open",
            _ => $"{sight.CopyGroup}: the array does not tell how the S-VOLs serve I/O, so which side the quorum let go on is not known",
        };
    }

    private static IEnumerable<string> Taken(GroupSight sight) => sight.Pairs.Count(p => p.State.S == PairStatus.SSWS) is > 0 and var taken
        ? [$"{taken} of {sight.Pairs.Count} S-VOLs of {sight.CopyGroup} are taken over (SSWS) already"] : [];
}
