namespace RunbookEngine.Replication.Vocabulary;

/// <summary>One side of a pair, by the role it has now. Roles move in a swap; names of groups and pairs do not.</summary>
public enum PairSide
{
    Pvol,
    Svol,
}
