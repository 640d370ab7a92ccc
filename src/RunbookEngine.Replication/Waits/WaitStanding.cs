namespace RunbookEngine.Replication.Waits;

/// <summary>Where a wait stands after a reading.</summary>
public enum WaitStanding
{
    /// <summary>Fulfilled.</summary>
    Met,

    /// <summary>Fulfilled, in a status that is as good but worth a warning (PFUL counts as PAIR).</summary>
    MetWithWarning,

    /// <summary>Not yet, and it can still come.</summary>
    OnTheWay,

    /// <summary>A status the wait was told to fail on.</summary>
    Failed,

    /// <summary>Cannot come any more by itself.</summary>
    Hopeless,
}
