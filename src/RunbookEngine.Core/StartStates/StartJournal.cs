namespace RunbookEngine.StartStates;

/// <summary>A replication journal.</summary>
/// <param name="Array">Alias.</param>
/// <param name="UsagePercent">The fullest mirror of it, whole percent; null when the array did not tell.</param>
public sealed record StartJournal(string Array, int Id, long? CapacityBytes, int? UsagePercent);
