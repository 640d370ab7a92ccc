namespace RunbookEngine.Runs;

/// <summary>How far a part of the plan has come.</summary>
internal enum Progress
{
    /// <summary>Every step of it succeeded or was skipped.</summary>
    Done,

    /// <summary>Something runs, or can start.</summary>
    Busy,

    /// <summary>Only people can bring it on, or nothing in it may start any more.</summary>
    Blocked,

    /// <summary>A step failed for good and nothing in it runs any more.</summary>
    Failed,
}

/// <summary>What may still happen in a part of the plan.</summary>
internal enum Pace
{
    Go,

    /// <summary>What runs goes on; nothing new starts.</summary>
    Finish,

    /// <summary>As <see cref="Finish"/>; what only waits ends at once.</summary>
    Abandon,
}
