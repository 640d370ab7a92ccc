namespace RunbookEngine.Activities;

/// <summary>Another engine has adopted the run; this one must not act on it any more.</summary>
public sealed class RunTakenOverException(string engine) : Exception($"The run was taken over by {engine}.")
{
    /// <summary>The engine that has the run now.</summary>
    public string Engine { get; } = engine;
}
