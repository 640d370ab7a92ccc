using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Running;

/// <summary>Runs in flight and the environments of the server: an environment that is replaced is where the same arrays are now.</summary>
public sealed class RunEnvironments(EnvironmentLibrary library, IEngineStore store, RunOperator people)
{
    /// <summary>Open runs that are looked at when an environment is replaced.</summary>
    private const int MostRuns = 1000;

    /// <summary>What an engine asks when it takes a run over.</summary>
    public static Func<PlanEnvironment, CancellationToken, Task<PlanEnvironment?>> Today(EnvironmentLibrary library) =>
        async (pinned, cancellationToken) => (await library.FindAsync(pinned.Name, cancellationToken))?.Model.ToPlan();

    /// <summary>Brings one run to its environment as it is now.</summary>
    /// <exception cref="OperatorRefusedException">An alias stands for another array there.</exception>
    public async Task RefreshAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        if (await store.LoadAsync(run, cancellationToken) is { } state && await library.FindAsync(state.Plan.Environment.Name, cancellationToken) is { } today)
            await people.ChangeEnvironmentAsync(run, today.Model.ToPlan(), null, actor, $"environment {today.Model.Name} of the server", cancellationToken);
    }

    /// <summary>Runs in flight whose arrays an environment would exchange for others, each with what is wrong; empty when it can replace the old one.</summary>
    public async Task<IReadOnlyList<string>> RefusalsAsync(EnvironmentModel next, CancellationToken cancellationToken)
    {
        var refusals = new List<string>();
        foreach (var run in await OpenAsync(next.Name, cancellationToken))
        {
            try
            {
                if (await store.LoadAsync(run, cancellationToken) is { } state)
                    _ = TodaysEnvironment.Of(state.Plan.Environment, next.ToPlan(), state.Plan.Environment.Without ?? []);
            }
            catch (ArgumentException e)
            {
                refusals.Add($"run {run}: {e.Message}");
            }
        }

        return refusals;
    }

    /// <summary>Brings every run in flight to the environment that was just stored.</summary>
    /// <returns>The runs that were changed.</returns>
    public async Task<IReadOnlyList<RunId>> ReplacedAsync(EnvironmentModel next, string actor, CancellationToken cancellationToken)
    {
        var changed = new List<RunId>();
        foreach (var run in await OpenAsync(next.Name, cancellationToken))
        {
            var changes = await people.ChangeEnvironmentAsync(run, next.ToPlan(), null, actor, $"environment {next.Name} of the server", cancellationToken);
            if (changes.Count > 0)
                changed.Add(run);
        }

        return changed;
    }

    private async Task<IReadOnlyList<RunId>> OpenAsync(string environment, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(new RunFilter(Limit: MostRuns) { Environment = environment, Open = true }, cancellationToken)).Select(r => r.Id)];
}
