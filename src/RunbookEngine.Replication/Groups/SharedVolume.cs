using RunbookEngine.Replication.States;

namespace RunbookEngine.Replication.Groups;

/// <summary>How another pair shares a volume with the pair in question.</summary>
public enum Sharing
{
    /// <summary>One volume is the P-VOL of both.</summary>
    PvolIsTheirPvol,

    /// <summary>This pair's P-VOL is the other pair's S-VOL (a copy of a replica).</summary>
    PvolIsTheirSvol,

    /// <summary>This pair's S-VOL is the other pair's P-VOL (a replica of a copy, cascade).</summary>
    SvolIsTheirPvol,

    /// <summary>One volume is the S-VOL of both: two mirrors of three data centers, of which one writes it.</summary>
    SvolIsTheirSvol,
}

/// <summary>Another pair that shares a volume with the pair in question.</summary>
/// <param name="Name">What to call it in a message.</param>
public sealed record SharedVolume(string Name, Sharing Sharing, PairState Pair);

/// <summary>An operation is not possible because of another pair on the same volume.</summary>
public sealed record SharingConflict(SharedVolume With, string Why, Tables.Source Source);
