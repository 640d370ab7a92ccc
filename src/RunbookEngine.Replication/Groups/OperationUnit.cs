namespace RunbookEngine.Replication.Groups;

/// <summary>What one request acts on.</summary>
public enum OperationUnit
{
    Pair,

    /// <summary>A copy group, or a snapshot group (Thin Image).</summary>
    Group,
}
