using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Verifying;

/// <summary>Checks the hash chain of every run of a store.</summary>
/// <param name="Broken">Runs whose journal cannot be trusted, with what is wrong.</param>
public sealed record StoreVerification(int Runs, long Events, IReadOnlyList<(RunId Run, string Break)> Broken)
{
    private const int PageSize = 500;

    public static async Task<StoreVerification> OfAsync(IRunJournal store, CancellationToken cancellationToken)
    {
        var (runs, events, broken) = (0, 0L, new List<(RunId, string)>());
        RunId? before = null;
        while (await store.ListAsync(new RunFilter(Before: before, Limit: PageSize), cancellationToken) is { Count: > 0 } page)
        {
            foreach (var run in page)
            {
                var entries = await store.ReadAsync(run.Id, 0, cancellationToken);
                // A run that goes on meanwhile has more events than its row said; one whose end is missing has less.
                if ((HashChain.FindBreak(entries) ?? (entries.Count < run.Sequence ? $"events after {entries.Count} are missing: the run's row counts {run.Sequence}" : null)) is { } wrong)
                    broken.Add((run.Id, wrong));
                (runs, events) = (runs + 1, events + entries.Count);
            }

            before = page[^1].Id;
        }

        return new StoreVerification(runs, events, broken);
    }
}
