using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Journals;

/// <summary>An entry of <c>journals?journalInfo=basic</c> as the array spells it.</summary>
internal sealed record JournalResponse(
    int? JournalId,
    int? MuNumber,
    int? ConsistencyGroupId,
    string? JournalStatus,
    int? NumOfActivePaths,
    int? UsageRate,
    [property: System.Text.Json.Serialization.JsonPropertyName("qMarker")] string? QMarker,
    [property: System.Text.Json.Serialization.JsonPropertyName("qCount")] long? QCount,
    long? BlockCapacity)
{
    public ReplicationJournal ToJournal() => new()
    {
        JournalId = JournalId!.Value,
        MuNumber = MuNumber,
        ConsistencyGroupId = ConsistencyGroupId,
        Status = JournalStatus,
        ActivePaths = NumOfActivePaths,
        UsagePercent = UsageRate,
        QMarker = QMarker,
        QCount = QCount,
        CapacityBytes = Capacity.Bytes(BlockCapacity),
    };
}
