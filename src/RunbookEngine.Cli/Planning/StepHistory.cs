using RunbookEngine.Cli.Hosting;
using RunbookEngine.Journal;
using RunbookEngine.Persistence;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Planning;

/// <summary>How long the steps of a runbook took in earlier runs in the same environment and mode.</summary>
internal static class StepHistory
{
    /// <summary>Runs that are looked at, the newest first.</summary>
    private const int Runs = 20;

    /// <returns>The median of each step by id; empty without a store or without runs.</returns>
    public static async Task<IReadOnlyDictionary<string, TimeSpan>> ReadAsync(Invocation call, Plan plan, CancellationToken cancellationToken)
    {
        if (!Exists(call.Store ?? RunStores.Default()))
            return new Dictionary<string, TimeSpan>();
        try
        {
            await using var store = await Stores.OpenAsync(call, cancellationToken);
            var spans = new List<(string Step, TimeSpan Span)>();
            foreach (var run in (await store.ListAsync(new RunFilter(plan.Runbook, [RunOutcome.Succeeded], Limit: Runs), cancellationToken)).Where(r => r.Environment == plan.Environment.Name && r.Mode == plan.Mode))
            {
                if (RunFold.All(await store.ReadAsync(run.Id, 0, cancellationToken)) is { } state)
                    spans.AddRange(state.Steps.Values.Where(s => s is { Status: StepStatus.Succeeded, StartedAt: not null, EndedAt: not null, Iterations: null })
                        .Select(s => (s.Key.Id.Value, s.EndedAt!.Value - s.StartedAt!.Value)));
            }

            return spans.GroupBy(s => s.Step).ToDictionary(g => g.Key, g => Median([.. g.Select(s => s.Span).Order()]));
        }
        catch (Exception e) when (e is StoreUnavailableException or JournalCorruptException or ArgumentException)
        {
            call.Error.WriteLine($"note: earlier runs cannot be read, so the times are estimates: {e.Message}");
            return new Dictionary<string, TimeSpan>();
        }
    }

    /// <summary>A plan makes no store where there is none.</summary>
    private static bool Exists(string store) => !store.StartsWith("sqlite:", StringComparison.Ordinal) || File.Exists(store["sqlite:".Length..]);

    private static TimeSpan Median(List<TimeSpan> spans) => spans[spans.Count / 2];
}
