namespace RunbookEngine.Replication.Predictions;

/// <summary>How much data an operation makes the arrays copy.</summary>
public enum CopyKind
{
    None,
    /// <summary>What differs between the two volumes.</summary>
    Delta,
    /// <summary>Everything that is allocated.</summary>
    Full,
}
