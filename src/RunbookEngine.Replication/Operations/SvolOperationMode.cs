namespace RunbookEngine.Replication.Operations;

/// <summary>Option <c>svolOperationMode</c> of a split that is sent to the array holding the S-VOL.</summary>
public enum SvolOperationMode
{
    /// <summary>Forces the S-VOL writable; ownership of the data moves to it.</summary>
    Ssws,

    /// <summary>Turns SSWS back into a plain suspended S-VOL. Seen for global-active device only.</summary>
    Psus,
}
