using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Reviews;

/// <summary>Finds the runs that have worked on a run's copy groups since it last did.</summary>
internal static class LaterRuns
{
    /// <summary>Named at most; one is enough to stop.</summary>
    private const int Most = 5;

    /// <param name="family">The run and those it called: their own work is none of another's.</param>
    /// <param name="groups">Copy groups that matter; null: all that the run locks.</param>
    /// <param name="since">Requests announced after this count.</param>
    public static async Task<IReadOnlyList<LaterRun>> FindAsync(
        IRunJournal journal, IReadOnlyList<RunState> family, IReadOnlySet<string>? groups, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var run = family[0];
        var own = PlanLocks.Of(run.Plan).Where(l => groups?.Contains(l.CopyGroup) != false).ToHashSet();
        var (found, known) = (new List<LaterRun>(), family.Select(f => f.Id).ToHashSet());
        if (own.Count == 0)
            return found;
        RunId? before = null;
        while (found.Count < Most)
        {
            var page = await journal.ListAsync(new RunFilter(Before: before, Limit: 500) { Since = run.StartedAt }, cancellationToken);
            foreach (var other in page.Where(r => !known.Contains(r.Id) && !(r.Parent is { } parent && known.Contains(parent)) && !(r.EndedAt < since)))
            {
                if (RunFold.All(await journal.ReadAsync(other.Id, 0, cancellationToken)) is { } state && Of(state, own, since) is { } later)
                    found.Add(later);
                if (found.Count == Most)
                    break;
            }

            if (page.Count < 500)
                break;
            before = page[^1].Id;
        }

        return found;
    }

    private static LaterRun? Of(RunState run, HashSet<LockName> own, DateTimeOffset since)
    {
        var shared = PlanLocks.Of(run.Plan).Where(own.Contains).Select(l => l.CopyGroup).ToHashSet();
        var acts = shared.Count == 0 ? [] : run.Steps.Values.SelectMany(s => s.Operations)
            .Where(o => o.Intent.Array.Length > 0 && o.Result != OperationResult.NoEffect && o.IntendedAt > since)
            .SelectMany(o => o.Intent.Before.Select(b => (o.IntendedAt, b.CopyGroup))).Where(a => shared.Contains(a.CopyGroup)).ToList();
        return acts.Count == 0 ? null
            : new LaterRun(run.Id, run.Plan.Runbook, run.Actor, acts.Max(a => a.IntendedAt), [.. acts.Select(a => a.CopyGroup).Distinct().Order(StringComparer.Ordinal)]);
    }
}
