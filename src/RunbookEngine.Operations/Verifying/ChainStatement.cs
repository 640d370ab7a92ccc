namespace RunbookEngine.Operations.Verifying;

/// <summary>What a hash chain that holds proves, in the same words on every front.</summary>
/// <remarks>Nothing signs a chain: whoever can write the store can change an event and recompute all hashes after it.</remarks>
public static class ChainStatement
{
    /// <summary>No event was changed, lost or moved by anybody who did not recompute the chain.</summary>
    public const string Consistent = "consistent in itself";

    /// <summary>What it takes to know more.</summary>
    public const string Limit =
        "nothing signs it: whoever can write the store could have recomputed it; compare the last hash with one that was kept elsewhere";
}
