namespace RunbookEngine.Replication.Vocabulary;

/// <summary>How a global-active device volume serves host I/O.</summary>
/// <remarks>Source: global-active device guide MK-23VSP1B011, pair status and I/O mode.</remarks>
public enum IoMode
{
    /// <summary>Reads locally, writes both volumes: Mirror(RL), <c>L/M</c> on the wire.</summary>
    Mirror,

    /// <summary>Reads and writes this volume only: <c>L/L</c>.</summary>
    Local,

    /// <summary>Serves no host I/O: <c>B/B</c>.</summary>
    Block,
}
