namespace RunbookEngine.Replication.Operations;

/// <summary>Parameter <c>mode</c> of the takeover action.</summary>
public enum TakeoverMode
{
    /// <summary>Exchanges the roles where both arrays can be reached, otherwise makes the S-VOL writable (SSWS).</summary>
    Auto,

    /// <summary>Makes the S-VOL writable (SSWS) without trying to exchange the roles.</summary>
    ForceSplit,
}
