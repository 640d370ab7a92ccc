namespace RunbookEngine.Server.Schedules.Firing;

/// <summary>One fire of a schedule: who took it on, and what became of it.</summary>
/// <param name="Due">When it was due, in UTC.</param>
/// <param name="Node">The node that took it on last.</param>
/// <param name="ClaimedAt">When that was.</param>
/// <param name="Begun">When the first node took it on.</param>
public sealed record FireRecord(DateTimeOffset Due, FireIntent Intent, string Node, DateTimeOffset ClaimedAt, DateTimeOffset Begun)
{
    /// <summary>How often a start was tried.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>Times that were missed and are told of together; <see cref="Due"/> is the last of them.</summary>
    public int Missed { get; init; }

    /// <summary>The first of those.</summary>
    public DateTimeOffset? FirstMissed { get; init; }

    /// <summary>Null: it is still being worked on.</summary>
    public FireOutcome? Outcome { get; init; }

    /// <summary>The run that it started, as a run id.</summary>
    public string? Run { get; init; }

    /// <summary>Why it has no run, or has none yet.</summary>
    public string? Reason { get; init; }
}
