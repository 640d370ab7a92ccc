using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Planning;

/// <summary>How long the steps of a runbook took in earlier runs in the same environment and mode.</summary>
public static class StepHistory
{
    /// <summary>Runs that are looked at, the newest first.</summary>
    private const int Runs = 20;

    /// <returns>The median of each step by id; empty without runs.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    public static async Task<IReadOnlyDictionary<string, TimeSpan>> ReadAsync(IRunJournal store, Plan plan, CancellationToken cancellationToken)
    {
        var spans = new List<(string Step, TimeSpan Span)>();
        foreach (var run in (await store.ListAsync(new RunFilter(plan.Runbook, [RunOutcome.Succeeded], Limit: Runs), cancellationToken)).Where(r => r.Environment == plan.Environment.Name && r.Mode == plan.Mode))
        {
            if (RunFold.All(await store.ReadAsync(run.Id, 0, cancellationToken)) is { } state)
                spans.AddRange(state.Steps.Values.Where(s => s is { Status: StepStatus.Succeeded, StartedAt: not null, EndedAt: not null, Iterations: null })
                    .Select(s => (s.Key.Id.Value, s.EndedAt!.Value - s.StartedAt!.Value)));
        }

        return spans.GroupBy(s => s.Step).ToDictionary(g => g.Key, g => Median([.. g.Select(s => s.Span).Order()]));
    }

    private static TimeSpan Median(List<TimeSpan> spans) => spans[spans.Count / 2];
}
