using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Differential.Tests.Arrays;

/// <summary>A pair as nobody outside a simulation could see it, both sides at one moment.</summary>
/// <param name="PvolArray">Null when neither array has the pair on record.</param>
/// <param name="Progress">Percent alike while a copy runs, null when none does.</param>
internal sealed record Sight(PairStatus P, PairStatus S, string? PvolArray, HostAccess PvolAccess, HostAccess SvolAccess, int? Progress)
{
    public bool Exists => PvolArray is not null;

    public static Sight Of(TwoArrays arrays, int member)
    {
        arrays.World.AdvanceToNow();
        var name = TwoArrays.Name(member);
        switch (arrays.Technology)
        {
            case Technology.ShadowImage:
                return arrays.LocalGroup?.Find(name) is { } local
                    ? new(Parse(local.PvolStatus), Parse(local.SvolStatus), "A", Of(local.Pvol), Of(local.Svol), Copying(local) ? local.Progress : null)
                    : None(arrays, member, "A");
            case Technology.ThinImage:
                return arrays.SnapshotGroup?.Pairs.FirstOrDefault(p => p.Pvol.LdevId == TwoArrays.Pvol(member)) is { } snapshot
                    ? new(Parse(snapshot.Status), Parse(snapshot.Status), "A", Of(snapshot.Pvol), Of(snapshot.Svol!), snapshot.Progress)
                    : None(arrays, member, "A");
            default:
                return arrays.RemoteGroup?.Pairs.FirstOrDefault(p => p.Name == name) is { } remote
                    ? new(Parse(remote.Primary.Shown), Parse(remote.Secondary.Shown), remote.Primary.Array.Alias,
                        Of(remote.Primary.Volume), Of(remote.Secondary.Volume), remote.Progress)
                    : None(arrays, member, "B");
        }
    }

    private static Sight None(TwoArrays arrays, int member, string svolArray) => new(PairStatus.SMPL, PairStatus.SMPL, null,
        Of(arrays.World["A"].Volumes[TwoArrays.Pvol(member)]), Of(arrays.World[svolArray].Volumes[TwoArrays.Svol(member)]), null);

    private static bool Copying(LocalPair pair) =>
        pair.State is LocalState.InitialCopy or LocalState.SteadySplit or LocalState.QuickSplit or LocalState.Resync or LocalState.Restore or LocalState.QuickRestore;

    private static HostAccess Of(Volume volume) => Enum.Parse<HostAccess>(volume.Access.ToString());

    private static PairStatus Parse(string status) => Enum.Parse<PairStatus>(status);

    public override string ToString() => $"{P}/{S} P at {PvolArray ?? "-"}, hosts {PvolAccess}/{SvolAccess}" + (Progress is { } p ? $", {p} %" : "");
}
