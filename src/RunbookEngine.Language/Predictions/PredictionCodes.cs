namespace RunbookEngine.Language.Predictions;

/// <summary>Rules that need a start state: RB21xx.</summary>
public static class PredictionCodes
{
    /// <summary>The pairs refuse the operation.</summary>
    public const string Rejected = "RB2101";

    /// <summary>The array would answer success and do nothing.</summary>
    public const string NothingHappens = "RB2102";

    /// <summary>The operation never ends in the status that is waited for.</summary>
    public const string WaitNotMet = "RB2103";

    /// <summary>The copy group does not exist at this point.</summary>
    public const string GroupGone = "RB2104";

    /// <summary>A split that should make the S-VOL writable changes nothing.</summary>
    public const string StaysReadOnly = "RB2105";

    /// <summary>Another pair on the same volume stands in the way.</summary>
    public const string SharedVolume = "RB2106";

    /// <summary>A normal resync of a pair that was taken over.</summary>
    public const string ResyncFromSsws = "RB2107";

    /// <summary>A rollback copies older data over newer.</summary>
    public const string RollbackOverwrites = "RB2108";

    /// <summary>Everything is copied where a delta would be expected.</summary>
    public const string FullCopy = "RB2109";

    /// <summary>Hosts cannot use the P-VOL meanwhile.</summary>
    public const string PvolInaccessible = "RB2110";

    /// <summary>An assertion does not hold.</summary>
    public const string AssertionFails = "RB2111";

    /// <summary>The run is not over by <c>finishBy</c>.</summary>
    public const string Window = "RB2112";

    /// <summary>The wait gives up before the copy is expected to end.</summary>
    public const string WaitTooShort = "RB2113";

    /// <summary>The rollback does not bring the pairs back.</summary>
    public const string NoWayBack = "RB2114";

    /// <summary>What happens depends on timing.</summary>
    public const string Timing = "RB2115";

    /// <summary>The operation goes by copy group only.</summary>
    public const string WrongUnit = "RB2116";

    /// <summary>An expression has no value.</summary>
    public const string NoValue = "RB2117";

    /// <summary>The S-VOL may not have the data of the P-VOL.</summary>
    public const string StaleData = "RB2118";

    /// <summary><c>on</c> names nothing that the run may touch.</summary>
    public const string NothingNamed = "RB2119";

    /// <summary>A volume or journal of a new pair is missing, in use, or unlike its partner.</summary>
    public const string NewPairVolume = "RB2120";

    /// <summary>The volumes of a new pair were not looked at.</summary>
    public const string NewPairNotLookedAt = "RB2121";

    /// <summary>A secret, a connection's credentials or a program that a step needs is not there.</summary>
    public const string NeedMissing = "RB2122";
}
