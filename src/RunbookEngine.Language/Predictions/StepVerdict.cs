namespace RunbookEngine.Language.Predictions;

/// <summary>What becomes of a step, in one word.</summary>
public enum StepVerdict
{
    /// <summary>Holds other steps.</summary>
    Container,

    /// <summary>Reads, asks people, runs a program: nothing about pairs is predicted of it.</summary>
    NoPairs,

    /// <summary>The arrays accept what is asked.</summary>
    Accepted,

    /// <summary>The pairs are where the operation ends: nothing is sent.</summary>
    NothingToDo,

    /// <summary>A wait or an assertion is fulfilled.</summary>
    Holds,

    /// <summary>Statuses, or values known only when it runs, leave it open.</summary>
    Uncertain,

    /// <summary>The pairs refuse, or nothing would happen: the step fails before anything is sent.</summary>
    Rejected,

    /// <summary>Something was sent and the wanted status does not come, or an assertion does not hold.</summary>
    Fails,

    /// <summary>Not this time: another run mode, or a condition that is false.</summary>
    Skipped,

    /// <summary>A step before it fails.</summary>
    NotReached,
}
