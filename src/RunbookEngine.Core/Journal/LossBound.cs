namespace RunbookEngine.Journal;

/// <summary>How much of production's data a copy may lack when it is taken over.</summary>
/// <param name="CopyGroup">Its name.</param>
/// <param name="Text">The bound in words.</param>
/// <param name="Seconds">The bound in time where there is one: 0 for a copy that has every acknowledged write.</param>
/// <param name="Bytes">The bound in bytes where there is one.</param>
public sealed record LossBound(string CopyGroup, string Text, double? Seconds = null, long? Bytes = null)
{
    /// <summary>The copy has every write up to here for certain; null: no reading proves a moment.</summary>
    public DateTimeOffset? UpTo { get; init; }
}

/// <summary>How far the S-VOLs of a remote copy group were when both of its arrays were read: a later loss is measured against it.</summary>
/// <param name="Technology">As runbooks spell it.</param>
/// <param name="Pvols">Storage device id of the array that had the P-VOLs.</param>
/// <param name="Svols">Storage device id of the array that had the S-VOLs.</param>
/// <param name="InStep">Every pair was in PAIR on both sides.</param>
/// <param name="At">When it was read.</param>
public sealed record DeliveryReading(string CopyGroup, string Technology, string Pvols, string Svols, bool InStep, DateTimeOffset At)
{
    /// <summary>Universal Replicator: the master journal.</summary>
    public int? Journal { get; init; }

    /// <summary>Its sequence number of the newest write, eight hex digits.</summary>
    public string? Marker { get; init; }

    public int? UsagePercent { get; init; }

    public long? CapacityBytes { get; init; }

    /// <summary>Entries that had not been delivered.</summary>
    public long? Waiting { get; init; }

    /// <summary>Whether a restore journal that stands at that number has every write of this reading. The numbers run over after 32 bits.</summary>
    public bool IsReachedBy(string? restored) =>
        Number(Marker) is { } written && Number(restored) is { } there && unchecked((int)(there - written)) >= 0;

    private static uint? Number(string? marker) =>
        uint.TryParse(marker, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
