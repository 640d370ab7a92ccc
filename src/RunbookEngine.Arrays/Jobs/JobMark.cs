namespace RunbookEngine.Arrays.Jobs;

/// <summary>A point in an array's job history, taken before a change is sent, so that its job can be told from older ones
/// without trusting that two clocks agree.</summary>
/// <param name="Endpoint">The REST server whose numbers these are.</param>
/// <param name="HighestJobId">The highest job number seen there; -1 when its history was empty.</param>
/// <param name="At">Our clock.</param>
public sealed record JobMark(string Endpoint, long HighestJobId, DateTimeOffset At);
