using System.Globalization;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.QuorumDisks;
using RunbookEngine.Journal;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Operations.Composition;

/// <summary>Declares a disaster: who, why, and what could not be known then. Whether two sites will write to the same data is nothing an engine can
/// find out; it tells what it sees, and a person decides.</summary>
public sealed class DisasterDeclaration(ArrayConnections connections, TimeProvider clock)
{
    /// <param name="plan">In mode disaster, with its copy groups pinned.</param>
    /// <param name="absent">Aliases of the arrays that do not answer.</param>
    /// <exception cref="CommandFailure">No array tells of the pairs.</exception>
    public async Task<DisasterDeclared> DeclareAsync(
        Plan plan, IReadOnlyList<string> absent, string actor, string? reason, CancellationToken cancellationToken)
    {
        try
        {
            var (start, quorums) = await new DisasterReader(connections, clock).ReadAsync(plan, cancellationToken);
            return Of(plan, start, quorums, absent, actor, reason);
        }
        catch (ArrayApiException e)
        {
            throw new CommandFailure(Exit.Unreachable, e.Message, "nothing was changed; try again when one of the two arrays answers", e);
        }
    }

    /// <summary>From what was read to the declaration. Pure.</summary>
    public static DisasterDeclared Of(
        Plan plan, PlanStartState start, IReadOnlyList<(string Array, QuorumDisk Disk)> quorums, IReadOnlyList<string> absent, string actor, string? reason)
    {
        var names = TargetResolver.TargetsOf(plan).SelectMany(t => (t.CopyGroups ?? []).Select(g => (t.Technology, g.Name))).ToHashSet();
        var groups = start.Groups.Where(g => g.RemoteArray is not null && names.Contains((g.Technology, g.Name))).ToList();
        var unknown = groups.SelectMany(Production).Distinct()
            .Concat(groups.Where(g => g.Technology == "global-active-device").SelectMany(g => Quorum(g, quorums)).Distinct())
            .Concat(groups.SelectMany(Taken));
        return new DisasterDeclared(actor, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), absent, [.. unknown], [.. groups.Select(g => Bound(start, g))]);
    }

    private static IEnumerable<string> Production(StartGroup group) => group.Pairs.Select(p => p.PvolArray ?? group.Array).Distinct().Select(at =>
        group.Pairs.Any(p => (p.PvolArray ?? group.Array) == at && p.PvolStatus.Length == 0)
            ? $"whether production still writes on {at} is not known: that array does not answer. Make sure of it by other means before hosts of the other site start"
            : $"array {at} answers, and its P-VOLs are {string.Join(", ", group.Pairs.Select(p => p.PvolStatus).Distinct())}: production may be writing there now");

    private static IEnumerable<string> Quorum(StartGroup group, IReadOnlyList<(string Array, QuorumDisk Disk)> quorums)
    {
        var there = quorums.Where(q => q.Array == group.Array || q.Array == group.RemoteArray).ToList();
        if (there.Count == 0)
            yield return "no array tells of a quorum disk: which side it let go on is not known";
        foreach (var (array, disk) in there)
            yield return $"quorum disk {disk.Id}, seen from {array}: {disk.Status ?? "status not told"}; which side it let go on shows only in the pairs";
    }

    private static IEnumerable<string> Taken(StartGroup group) => group.Pairs.Count(p => p.SvolStatus == "SSWS") is > 0 and var taken
        ? [$"{taken} of {group.Pairs.Length} S-VOLs of {group.Name} are taken over (SSWS) already"] : [];

    private static LossBound Bound(PlanStartState start, StartGroup group)
    {
        var whole = group.Pairs.All(p => p.SvolStatus is "PAIR" or "SSWS");
        var statuses = string.Join(", ", group.Pairs.Select(p => p.SvolStatus.Length == 0 ? "?" : p.SvolStatus).Distinct());
        if (!whole && group.Technology == "universal-replicator")
            return OfJournal(start, group) with { Text = $"S-VOLs are {statuses}: they stand where the mirror was suspended; {OfJournal(start, group).Text}" };
        if (!whole)
            return new(group.Name, $"S-VOLs are {statuses}: their data is as of the moment the pairs were suspended, and when that was no array tells");
        return group.Technology switch
        {
            "universal-replicator" => OfJournal(start, group),
            "global-active-device" => new(group.Name, $"S-VOLs are {statuses}: they have every write that production was told is done", 0),
            _ => OfFence(group, statuses),
        };
    }

    private static LossBound OfFence(StartGroup group, string statuses)
    {
        var fences = group.Pairs.Select(p => p.FenceLevel ?? "?").Distinct().ToList();
        return fences is ["DATA"]
            ? new(group.Name, $"fence level DATA, S-VOLs are {statuses}: they have every write that production was told is done", 0)
            : new(group.Name,
                $"fence level {string.Join(", ", fences)}, S-VOLs are {statuses}: they have every write up to the loss of the paths; what production went on to write after that they lack");
    }

    private static LossBound OfJournal(PlanStartState start, StartGroup group)
    {
        var (own, other) = (Journal(start, group, pvol: false), Journal(start, group, pvol: true));
        if (other is { CapacityBytes: { } capacity, UsagePercent: { } usage })
            return new(group.Name,
                $"production's journal {other.Id} on {other.Array} is {usage} % full: up to {Size(capacity * usage / 100)} are not delivered yet", Bytes: capacity * usage / 100);
        if (own is not { CapacityBytes: { } like })
            return new(group.Name, "what production's journal had not delivered is lost, and no array tells how much that is");
        return new(group.Name,
            $"journal {own.Id} on {own.Array} is {own.UsagePercent?.ToString(CultureInfo.InvariantCulture) ?? "?"} % full and is applied; what production's journal had not delivered is lost: "
            + $"at most what it holds, {Size(like)} when it is as large as this one", Bytes: like);
    }

    private static StartJournal? Journal(PlanStartState start, StartGroup group, bool pvol)
    {
        var pair = group.Pairs.FirstOrDefault(p => (pvol ? p.PvolJournal : p.SvolJournal) is not null);
        var array = pvol ? pair?.PvolArray : pair?.SvolArray;
        return pair is null ? null : start.Journals.FirstOrDefault(j => j.Array == array && j.Id == (pvol ? pair.PvolJournal : pair.SvolJournal));
    }

    private static string Size(long bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.#} MB");
}
