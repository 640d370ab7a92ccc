using RunbookEngine.Operations.Composition;
using RunbookEngine.Runs;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Cluster;

/// <summary>Whether this server may drive a run that is in its store: one that was started from a command line may be meant for another place.</summary>
/// <param name="refuse">Gives the reason why not, or null.</param>
public sealed class RunFitness(Func<RunState, CancellationToken, Task<string?>>? refuse = null)
{
    /// <summary>Runs in environments that this server knows; simulated arrays inside another process are none.</summary>
    public static RunFitness Of(EnvironmentLibrary environments) => new(async (run, cancellationToken) =>
        PassingArrays.AreThoseOf(run.Plan) ? "its arrays were simulated inside the process that started it"
        : await environments.FindAsync(run.Plan.Environment.Name, cancellationToken) is null ? $"its environment {run.Plan.Environment.Name} is none of this server"
        : null);

    public Task<string?> RefuseAsync(RunState run, CancellationToken cancellationToken) =>
        refuse is null ? Task.FromResult<string?>(null) : refuse(run, cancellationToken);
}
