using RunbookEngine.Runs;

namespace RunbookEngine.Server.Running;

/// <summary>Sees to it that some node drives a run that has not ended.</summary>
public interface IRunPlacement
{
    /// <summary>The run was stored, or a person brought it on: do not wait until it is noticed.</summary>
    void Wake(RunId run);
}
