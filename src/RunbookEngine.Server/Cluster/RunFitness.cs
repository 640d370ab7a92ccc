using RunbookEngine.Runs;

namespace RunbookEngine.Server.Cluster;

/// <summary>Whether this server may drive a run that is in its store: one that was started from a command line may be meant for another place.</summary>
/// <param name="refuse">Gives the reason why not, or null.</param>
public sealed class RunFitness(Func<RunState, CancellationToken, Task<string?>>? refuse = null)
{
    public Task<string?> RefuseAsync(RunState run, CancellationToken cancellationToken) =>
        refuse is null ? Task.FromResult<string?>(null) : refuse(run, cancellationToken);
}
