using RunbookEngine.Cli.Hosting;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Runs;

/// <summary>Finds the run that a person means: its id, <c>latest</c>, or the beginning or end of its id.</summary>
/// <remarks>Ids begin with the time, so ids of one day begin alike; their ends differ.</remarks>
internal static class RunFinder
{
    /// <summary>Fewest characters of an id that are taken for one.</summary>
    public const int ShortestPart = 4;

    /// <summary>Runs looked through for the end of an id, newest first.</summary>
    private const int SearchLimit = 20_000;

    /// <exception cref="CommandFailure">There is none, or several.</exception>
    public static async Task<RunId> FindAsync(IRunJournal store, string text, CancellationToken cancellationToken)
    {
        if (text == "latest")
            return await LatestAsync(store, cancellationToken) ?? throw new CommandFailure(Exit.Usage, "there is no run yet", "start one with runbook run");
        if (RunId.TryParse(text) is { } id)
            return await store.FindAsync(id, cancellationToken) is not null
                ? id
                : throw new CommandFailure(Exit.Usage, $"there is no run {id} in the store", "runbook runs lists them; --store names another store");
        var part = text.ToLowerInvariant();
        if (part.Length < ShortestPart || !part.All(c => char.IsAsciiHexDigit(c) || c == '-'))
            throw new CommandFailure(
                Exit.Usage, $"'{text}' is no run id", $"give an id, at least {ShortestPart} characters of its beginning or end, or latest");
        var found = new List<RunId>();
        await foreach (var run in AllAsync(store, cancellationToken))
        {
            var name = run.Id.ToString();
            if (name.StartsWith(part, StringComparison.Ordinal) || name.EndsWith(part, StringComparison.Ordinal))
                found.Add(run.Id);
        }

        return found switch
        {
            [var one] => one,
            [] => throw new CommandFailure(Exit.Usage, $"no run's id begins or ends with '{text}'", "runbook runs lists them"),
            _ => throw new CommandFailure(
                Exit.Usage, $"'{text}' means {found.Count} runs: {string.Join(", ", found.Take(4))}{(found.Count > 4 ? " ..." : "")}",
                "give more characters; the end of an id tells runs of one day apart"),
        };
    }

    private static async Task<RunId?> LatestAsync(IRunJournal store, CancellationToken cancellationToken)
    {
        await foreach (var run in AllAsync(store, cancellationToken))
        {
            if (run.Parent is null)
                return run.Id;
        }

        return null;
    }

    private static async IAsyncEnumerable<RunSummary> AllAsync(
        IRunJournal store, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RunId? before = null;
        for (var seen = 0; seen < SearchLimit;)
        {
            var page = await store.ListAsync(new RunFilter(Before: before, Limit: 1000), cancellationToken);
            foreach (var run in page)
                yield return run;
            if (page.Count < 1000)
                yield break;
            (before, seen) = (page[^1].Id, seen + page.Count);
        }
    }
}
