using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Pairs;

/// <summary>Which copy groups to list: a technology and, for TC, UR and GAD, the partner array.</summary>
internal sealed record GroupQuery(Technology Technology, string? PartnerStorageDeviceId);
