namespace RunbookEngine.Arrays.Jobs;

/// <summary>What a job is doing, or how it ended.</summary>
public enum JobState
{
    /// <summary>A word we do not know.</summary>
    Other,
    Queued,
    Started,

    /// <summary>Creating remote pairs only: the array has taken the request.</summary>
    StorageAccepted,
    Succeeded,
    Failed,

    /// <summary>The outcome cannot be determined; the objects must be read.</summary>
    Unknown,
}
