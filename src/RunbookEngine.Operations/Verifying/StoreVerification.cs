using System.Runtime.CompilerServices;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Verifying;

/// <summary>Checks every run of a store, and that none is missing.</summary>
/// <param name="Broken">Runs whose journal cannot be trusted, with what is wrong.</param>
/// <param name="Register">Null where the store tells none: over a server.</param>
public sealed record StoreVerification(int Runs, long Events, IReadOnlyList<(RunId Run, string Break)> Broken, RegisterVerification? Register = null)
{
    private const int PageSize = 500;

    public bool IsGood => Broken.Count == 0 && Register is not { Broken.Count: > 0 };

    /// <summary>What is wrong, a sentence each.</summary>
    public IEnumerable<string> Problems => Broken.Select(b => $"the journal of run {b.Run} was tampered with or damaged: {b.Break}").Concat(Register?.Broken ?? []);

    /// <param name="expected">A line of the register that was noted down outside of the store; null: none.</param>
    public static async Task<StoreVerification> OfAsync(IRunJournal store, CancellationToken cancellationToken, string? expected = null)
    {
        var (runs, events, broken) = (0, 0L, new List<(RunId, string)>());
        await foreach (var run in RunsAsync(store, cancellationToken))
        {
            var found = await RunVerification.OfAsync(store, run.Id, cancellationToken);
            if (found.Break is { } wrong)
                broken.Add((run.Id, wrong));
            (runs, events) = (runs + 1, events + found.Entries.Count);
        }

        return new StoreVerification(runs, events, broken, store is IRunRegister register ? await RegisterVerification.OfAsync(store, register, expected, cancellationToken) : null);
    }

    internal static async IAsyncEnumerable<RunSummary> RunsAsync(IRunJournal store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RunId? before = null;
        while (await store.ListAsync(new RunFilter(Before: before, Limit: PageSize), cancellationToken) is { Count: > 0 } page)
        {
            foreach (var run in page)
                yield return run;
            before = page[^1].Id;
        }
    }
}
