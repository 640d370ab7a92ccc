using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.RemoteCopies;

namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>Which ShadowImage command a pair takes in which state.</summary>
/// <remarks>
/// Source: ShadowImage user guide MK-98RD9021, pair status and tasks; Command Control Interface guide, pair commands and states; REST API
/// guide MK-98RD9014, "Pair status" (silent success of a repeated split or resync).
/// </remarks>
internal static class LocalRules
{
    public static Verdict Split(LocalPair pair, bool forceSuspend, bool forceSplit)
    {
        if (pair.Group.Migration)
            return forceSplit ? Verdict.Do : Wrong(pair, "split");
        if (forceSuspend)
            return pair.State == LocalState.Error ? Verdict.NoOp : Verdict.Do;
        return pair.State switch
        {
            LocalState.Split or LocalState.QuickSplit or LocalState.Error => Verdict.NoOp,
            LocalState.Pair => FirstLayerSplit(pair) ?? NotWhileRestoring(pair, "split"),
            LocalState.InitialCopy when !pair.AutoSplit => FirstLayerSplit(pair) ?? NotWhileRestoring(pair, "split"),
            _ => Wrong(pair, "split"),
        };
    }

    /// <summary>The whole consistency group or nothing: one pair in PSUE ends the split abnormally.</summary>
    /// <remarks>Source: Business Copy guide, example 3 of a consistency group split with pairs in different statuses (an OEM's edition).</remarks>
    public static Verdict SplitTogether(LocalPair pair, IReadOnlyList<LocalPair> members) =>
        members.FirstOrDefault(m => m.State == LocalState.Error) is { } failed && members.Any(m => m.State is LocalState.Pair or LocalState.InitialCopy)
            ? Verdict.Reject($"A pair of the consistency group is in PSUE. (copyPairName = {failed.Name})")
            : Split(pair, false, false);

    /// <summary>A pair of the second layer is split, or created to be split, only from a first layer in PSUS.</summary>
    /// <remarks>Source: ShadowImage guide MK-98RD9021, splitting ShadowImage pairs.</remarks>
    public static string? FirstLayerOf(World.Volume pvol) =>
        pvol.Uses.OfType<LocalPair>().FirstOrDefault(p => p.Svol == pvol && p.State != LocalState.Split) is { } first
            ? $"The pair of the first layer is not in PSUS. (copyPairName = {first.Name}, pvolStatus = {first.PvolStatus})"
            : null;

    private static Verdict? FirstLayerSplit(LocalPair pair) => FirstLayerOf(pair.Pvol) is { } reason ? Verdict.Reject(reason) : null;

    public static Verdict Resync(LocalPair pair)
    {
        if (pair.Group.Migration)
            return Wrong(pair, "resynchronized");
        return pair.State switch
        {
            LocalState.Split or LocalState.QuickSplit or LocalState.Error => NotWhileRestoring(pair, "resynchronized"),
            _ => Verdict.NoOp,
        };
    }

    public static Verdict Restore(LocalPair pair)
    {
        if (pair.Group.Migration || pair.State != LocalState.Split)
            return Wrong(pair, "restored");
        if (pair.Pvol.Uses.OfType<LocalPair>().Any(p => p.Svol == pair.Pvol))
            return Verdict.Reject("A pair of the second layer can't be restored.");
        if (pair.Pvol.Uses.OfType<LocalPair>().Any(p => p != pair && p.State is not (LocalState.Split or LocalState.Error)))
            return Verdict.Reject("Another pair of the same P-VOL is neither PSUS nor PSUE.");
        if (pair.Pvol.Uses.OfType<RemoteSide>().Any(s => !s.IsSuspended))
            return Verdict.Reject("The P-VOL is also a volume of a remote pair that is not split.");
        return Verdict.Do;
    }

    public static Verdict Delete(LocalPair pair) =>
        pair.State == LocalState.QuickSplit ? Wrong(pair, "deleted") : Verdict.Do;

    public static Verdict Migrate(LocalPair pair) => pair.State switch
    {
        LocalState.MigrationReady => Verdict.Do,
        LocalState.Migrating or LocalState.Migrated => Verdict.NoOp,
        _ => Wrong(pair, "migrated"),
    };

    /// <summary>While one pair of a P-VOL is being restored, the others can only be suspended or deleted.</summary>
    private static Verdict NotWhileRestoring(LocalPair pair, string done)
    {
        if (pair.Pvol.Uses.OfType<LocalPair>().Any(p => p != pair && p.State is LocalState.Restore or LocalState.QuickRestore))
            return Verdict.Reject("Another pair of the same P-VOL is being restored.");
        return pair.Svol.Uses.OfType<RemoteSide>().Any(s => s.IsCopying)
            ? Verdict.Reject($"The pair can't be {done} while the S-VOL is a volume of a remote pair that copies.")
            : Verdict.Do;
    }

    private static Verdict Wrong(LocalPair pair, string done) =>
        Verdict.Reject($"The pair can't be {done} in its state. (copyPairName = {pair.Name}, pvolStatus = {pair.PvolStatus}, svolStatus = {pair.SvolStatus})");
}
