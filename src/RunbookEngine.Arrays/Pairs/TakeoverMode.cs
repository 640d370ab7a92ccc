namespace RunbookEngine.Arrays.Pairs;

/// <summary>How hard a takeover goes about it.</summary>
public enum TakeoverMode
{
    /// <summary>Swap the roles where both arrays can; else make the S-VOL writable (SSWS).</summary>
    Auto,

    /// <summary>Make the S-VOL writable (SSWS) without trying to swap.</summary>
    ForceSplit,
}
