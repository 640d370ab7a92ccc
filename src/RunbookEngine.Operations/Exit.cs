namespace RunbookEngine.Operations;

/// <summary>What the process says to the one that started it. A contract: scripts rely on the numbers.</summary>
public enum Exit
{
    Done = 0,

    /// <summary>The run failed and nothing was rolled back, or an unexpected error.</summary>
    Failed = 1,
    Usage = 2,
    Invalid = 3,
    RolledBack = 4,
    NeedsPerson = 5,
    Refused = 6,
    Unreachable = 7,

    /// <summary>Stopped by the user; the run can be resumed.</summary>
    Stopped = 130,
}
