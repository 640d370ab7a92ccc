namespace RunbookEngine.Simulator.World;

/// <summary>What a host may do with a volume.</summary>
internal enum Access
{
    None,
    Read,
    ReadWrite,
}
