using System.Text.Json.Serialization;

namespace RunbookEngine.Server.Cluster;

/// <summary>What a node tells of itself with every heartbeat.</summary>
/// <param name="Id">Unique per start of a node; the engine's name in journals.</param>
/// <param name="Name">As configured.</param>
/// <param name="Version">Of the program.</param>
/// <param name="At">Of this heartbeat, by the node's clock.</param>
/// <param name="Leaving">It is handing its runs over.</param>
/// <param name="Shards">The shards it has, and since when.</param>
/// <param name="Driven">Runs that it carries on now.</param>
/// <param name="Waiting">Runs of its shards that stand until people act or a deadline comes.</param>
/// <param name="ClockSkew">Its clock less the database's, in milliseconds; null without PostgreSQL.</param>
public sealed record NodeReport(
    string Id, string Name, string Host, int ProcessId, string Version, DateTimeOffset StartedAt, DateTimeOffset At, bool Leaving,
    IReadOnlyDictionary<int, DateTimeOffset> Shards, int Driven, int Waiting, double? ClockSkew)
{
    /// <summary>When its document was last written.</summary>
    [JsonIgnore]
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>It was heard of lately and is not about to go.</summary>
    public bool IsThere(DateTimeOffset now, TimeSpan heartbeat) => !Leaving && !IsSilent(now, heartbeat);

    /// <summary>Three heartbeats are missing.</summary>
    public bool IsSilent(DateTimeOffset now, TimeSpan heartbeat) => now - WrittenAt > heartbeat * 3.5;
}
