using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Snapshots;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Faults;

/// <summary>Pairs changed by somebody who does not use the REST API: no job, no ledger entry, no question whether the status allows it.</summary>
internal static class ForeignChanges
{
    /// <param name="array">For a remote pair the array somebody sat at; null means the one with the P-VOL. For others the array they lie in.</param>
    /// <param name="pair">Null means every pair of the group.</param>
    /// <returns>Pairs changed.</returns>
    public static int Apply(SimulatedArrays world, string? array, string group, string? pair, string change)
    {
        var count = 0;
        var arrays = world.Arrays.Where(a => array is null || a.Alias == array).ToList();
        foreach (var remote in arrays.Select(a => a.RemoteCopies.Find(group)).OfType<RemoteGroup>().Distinct().ToList())
        {
            foreach (var member in remote.Pairs.Where(p => pair is null || p.Name == pair).ToList())
            {
                Change(member, array is null ? member.Primary : member.At(world[array]), change);
                count++;
            }
        }
        foreach (var member in arrays.Select(a => a.LocalCopies.Find(group)).OfType<LocalGroup>().SelectMany(g => g.Pairs).Where(p => pair is null || p.Name == pair).ToList())
        {
            Change(member, change);
            count++;
        }
        foreach (var member in arrays.Select(a => a.Snapshots.FindGroup(group)).OfType<SnapshotGroup>().SelectMany(g => g.Pairs).Where(p => pair is null || p.Id == pair).ToList())
        {
            Change(member, change);
            count++;
        }
        return count;
    }

    private static void Change(RemotePair pair, RemoteSide side, string change)
    {
        switch (change)
        {
            case "split":
                pair.Split(side, TimeSpan.Zero, svolWritable: false, protectPvol: false, unsent: 0);
                break;
            case "resync":
                pair.Resync();
                break;
            case "swap":
                pair.SwapResync();
                break;
            case "takeover":
                pair.TakeOver(0);
                break;
            case "delete":
                pair.DeleteNow(side);
                break;
            case "error" when pair.Delta is not null:
                pair.BreakStandby();
                break;
            default:
                if (pair.Primary.Exists)
                    pair.FailPvol(fenced: pair.Group.Technology == "TC" && (pair.FenceLevel == "DATA" || (pair.FenceLevel == "STATUS" && !pair.Group.Connected)));
                if (pair.Secondary.Exists && pair.Group.Connected)
                    pair.FailSvol();
                break;
        }
    }

    private static void Change(LocalPair pair, string change)
    {
        switch (change)
        {
            case "split":
                pair.Split(quickMode: true, null);
                break;
            case "resync":
                pair.Resync(quickMode: false);
                break;
            case "delete":
                pair.Vanish();
                break;
            case "error":
                pair.Fail();
                break;
        }
    }

    private static void Change(SnapshotPair pair, string change)
    {
        switch (change)
        {
            case "split":
                pair.Store();
                break;
            case "resync":
                pair.Resync(storeAgain: false);
                break;
            case "delete":
                pair.Vanish();
                break;
            case "error":
                pair.Fail();
                break;
        }
    }
}
