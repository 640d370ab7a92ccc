using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Faults;

/// <summary>Faults set from inside the process, and the pairs as nobody outside a simulation could see them.</summary>
public static class Backstage
{
    public static void Set(this SimulatedArrays world, FaultSpec fault)
    {
        lock (world.Gate)
            world.Faults.Add(fault);
    }

    /// <summary>Some time from now the first pair of the copy group (or snapshot group) that still runs is suspended by an error, as when its S-VOL fails.</summary>
    public static void SuspendOnePair(this SimulatedArrays world, string array, string copyGroup, TimeSpan after)
    {
        lock (world.Gate)
        {
            world.Agenda.AdvanceTo(world.Clock.GetUtcNow());
            world.Agenda.After(after, () => Suspend(world[array], copyGroup));
        }
    }

    /// <summary>The array goes with everything it was doing, or comes back with its records as they were.</summary>
    public static void SetGone(this SimulatedArrays world, string array, bool gone) => Change(world, () => WorldFaults.SetGone(world[array], gone));

    /// <summary>The REST servers of the array go out of reach, or come back; its pairs go on.</summary>
    public static void SetManagementGone(this SimulatedArrays world, string array, bool gone) => Change(world, () => world[array].ManagementGone = gone);

    /// <summary>The line between two arrays goes down or up.</summary>
    public static void SetLine(this SimulatedArrays world, string first, string second, bool up) => Change(world, () =>
    {
        world.LinkBetween(world[first], world[second]).LineUp = up;
        world.LinksChanged();
    });

    private static void Change(SimulatedArrays world, Action change)
    {
        lock (world.Gate)
        {
            world.Agenda.AdvanceTo(world.Clock.GetUtcNow());
            change();
            world.CheckWaitingJobs();
        }
    }

    /// <summary>Every pair, the settled and the moving ones, in a fixed order.</summary>
    public static IReadOnlyList<PairRecord> Pairs(this SimulatedArrays world)
    {
        lock (world.Gate)
        {
            world.Agenda.AdvanceTo(world.Clock.GetUtcNow());
            return [.. Records(world).OrderBy(p => p.CopyGroup, StringComparer.Ordinal).ThenBy(p => p.Pair, StringComparer.Ordinal)];
        }
    }

    private static void Suspend(SimulatedArray array, string copyGroup)
    {
        if (array.RemoteCopies.Find(copyGroup) is { } remote)
            remote.Pairs.FirstOrDefault(p => p.Secondary.Exists && !p.Secondary.IsSuspended)?.SvolError();
        else if (array.LocalCopies.Find(copyGroup) is { } local)
            local.Pairs.FirstOrDefault(p => p.State is not LocalCopies.LocalState.Gone)?.Fail();
        else
            array.Snapshots.FindGroup(copyGroup)?.Pairs.FirstOrDefault()?.Fail();
    }

    private static IEnumerable<PairRecord> Records(SimulatedArrays world)
    {
        foreach (var group in world.Arrays.SelectMany(a => a.RemoteCopies.Groups).Distinct())
        {
            foreach (var pair in group.Pairs)
            {
                var (p, s) = (pair.Primary, pair.Secondary);
                yield return new PairRecord(
                    group.Technology, group.Name, pair.Name, p.Array.Alias, s.Array.Alias, p.Shown, s.Shown, s.SvolWritable);
            }
        }

        foreach (var array in world.Arrays)
        {
            foreach (var pair in array.LocalCopies.Groups.SelectMany(g => g.Pairs))
                yield return new PairRecord("SI", pair.Group.Name, pair.Name, array.Alias, array.Alias, pair.PvolStatus, pair.SvolStatus, false);
            foreach (var pair in array.Snapshots.All)
                yield return new PairRecord("TI", pair.Group.Name, pair.Id, array.Alias, array.Alias, pair.Status, pair.Status, false);
        }
    }
}

/// <param name="Technology">SI, TI, TC, UR or GAD.</param>
/// <param name="PvolArray">Alias of the array that holds the P-VOL now.</param>
/// <param name="SvolWritable">Split so that hosts may write on the S-VOL; of TC, UR and GAD.</param>
public sealed record PairRecord(
    string Technology, string CopyGroup, string Pair, string PvolArray, string SvolArray, string PvolStatus, string SvolStatus, bool SvolWritable)
{
    public override string ToString() => $"{CopyGroup}/{Pair} {PvolStatus}/{SvolStatus}";
}
