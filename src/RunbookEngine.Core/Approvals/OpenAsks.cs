using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>The runs that wait for people, with the steps that ask.</summary>
public sealed class OpenAsks(IRunStore store)
{
    /// <summary>Runs that are looked through; more do not wait at once.</summary>
    private const int MostRuns = 5000;

    public async Task<IReadOnlyList<(RunState Run, StepState Step, string Verb)>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<(RunState, StepState, string)>();
        var (before, seen) = ((RunId?)null, 0);
        while (seen < MostRuns)
        {
            var page = await store.ListAsync(new RunFilter(Outcomes: RunOutcomes.Awaiting, Before: before, Limit: 500), cancellationToken);
            foreach (var summary in page)
            {
                if (await store.LoadAsync(summary.Id, cancellationToken) is { } run)
                    found.AddRange(Of(run));
            }

            if (page.Count < 500)
                break;
            (before, seen) = (page[^1].Id, seen + page.Count);
        }

        return found;
    }

    /// <summary>Steps of a run that ask for an approval or an answer.</summary>
    public static IEnumerable<(RunState Run, StepState Step, string Verb)> Of(RunState run) =>
        from step in run.Steps.Values.OrderBy(s => s.StartedSequence)
        where step is { Status: StepStatus.Waiting, Waiting.OnPeople: true }
        let verb = run.Plan.Find(step.Key.Id)?.Verb
        where verb is "approve" or "manual"
        select (run, step, verb);
}
