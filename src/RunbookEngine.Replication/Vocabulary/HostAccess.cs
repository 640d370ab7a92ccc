namespace RunbookEngine.Replication.Vocabulary;

/// <summary>What a host may do with a volume.</summary>
public enum HostAccess
{
    None,
    Read,
    ReadWrite,
}
