using RunbookEngine.Runs;

namespace RunbookEngine.Activities;

/// <summary>Another engine has adopted the run, or may have; this one must not act on it any more.</summary>
public sealed class RunTakenOverException : Exception
{
    public RunTakenOverException(string engine)
        : base($"The run was taken over by {engine}.") => Engine = engine;

    /// <summary>The lease could not be renewed in time, so another engine may have the run by now.</summary>
    public RunTakenOverException(RunId run)
        : base($"The lease of run {run} was not renewed in time: another engine may have the run, so nothing more is sent.")
    {
    }

    /// <summary>The engine that has the run now; null when only the lease has lapsed.</summary>
    public string? Engine { get; }
}
