using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>All pairs of the simulated arrays at one moment.</summary>
internal sealed record PairPicture(IReadOnlyList<PairRecord> Pairs)
{
    public static PairPicture Of(SimulatedArrays world) => new(world.Pairs());

    /// <summary>A copy is under way, so the picture will change by itself.</summary>
    public bool IsMoving => Pairs.Any(p => p.PvolStatus is "COPY" or "RCPY" || p.SvolStatus is "COPY" or "RCPY");

    /// <summary>What is different now: status of both sides, the side that holds the P-VOL, write access to a split S-VOL.</summary>
    public IReadOnlyList<PairDifference> Against(PairPicture before)
    {
        var was = before.Pairs.ToDictionary(Key);
        var now = Pairs.ToDictionary(Key);
        return [.. was.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Select(key => (key, Was: Words(was.GetValueOrDefault(key)), Now: Words(now.GetValueOrDefault(key))))
            .Where(p => p.Was != p.Now)
            .Select(p => new PairDifference(p.key, p.Was, p.Now))];
    }

    private static string Key(PairRecord pair) => $"{pair.CopyGroup}/{pair.Pair}";

    /// <summary>PFUL is a PAIR whose journal is filling: it comes and goes with the load.</summary>
    private static string Words(PairRecord? pair)
    {
        if (pair is null)
            return "no pair";
        var (p, s) = (pair.PvolStatus.Replace("PFUL", "PAIR"), pair.SvolStatus.Replace("PFUL", "PAIR"));
        var where = pair.PvolArray == pair.SvolArray ? "" : $", P-VOL at {pair.PvolArray}";
        return $"{p}/{s}{(s == "SSUS" && pair.SvolWritable ? " writable" : "")}{where}";
    }
}

/// <summary>A pair that is not as it should be.</summary>
/// <param name="Pair">Copy group and pair.</param>
/// <param name="Expected">Status of P-VOL and S-VOL, and where the P-VOL is.</param>
public sealed record PairDifference(string Pair, string Expected, string Found)
{
    public override string ToString() => $"{Pair}: {Found} instead of {Expected}";
}
