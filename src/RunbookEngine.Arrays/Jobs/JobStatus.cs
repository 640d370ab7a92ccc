namespace RunbookEngine.Arrays.Jobs;

/// <summary>How far a job is.</summary>
public enum JobStatus
{
    /// <summary>A word we do not know; the job is taken to be under way.</summary>
    Other,
    Initializing,
    Running,
    Completed,
}
