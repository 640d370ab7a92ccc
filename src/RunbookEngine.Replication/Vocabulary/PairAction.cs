namespace RunbookEngine.Replication.Vocabulary;

/// <summary>What can be asked of a pair. Options (quick, svolAccessMode …) are separate.</summary>
public enum PairAction
{
    Create,
    Split,
    Resync,
    Restore,
    Delete,
    /// <summary>S-VOL takeover: makes the S-VOL writable, swapping the roles where the arrays can.</summary>
    Takeover,
    /// <summary>Resync in which S-VOL and P-VOL exchange their roles first.</summary>
    SwapResync,
    /// <summary>Thin Image only: turns a clone-attribute pair into an independent copy; the pair vanishes at the end.</summary>
    Clone,
}
