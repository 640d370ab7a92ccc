namespace RunbookEngine.Runs;

/// <summary>Which part of its plan a run is in.</summary>
public enum RunPhase
{
    Steps,
    Rollback,

    /// <summary>Rolled back to a checkpoint: stands there until a person resumes.</summary>
    AtCheckpoint,

    /// <summary>Cleanup and finally; the outcome is decided.</summary>
    Closing,
    Ended,
}
