using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Pairs;

/// <summary>Which copy groups to list: a technology and, for TC, UR and GAD, the partner array.</summary>
/// <param name="Alone">Ask this array alone, without a session on the partner.</param>
internal sealed record GroupQuery(Technology Technology, string? PartnerStorageDeviceId, bool Alone = false);
