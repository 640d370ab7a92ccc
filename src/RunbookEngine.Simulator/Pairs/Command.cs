using RunbookEngine.Simulator.Rest;

namespace RunbookEngine.Simulator.Pairs;

/// <summary>A command given to one pair or to all pairs of a copy group.</summary>
internal sealed record Command<T>
{
    public required IReadOnlyList<T> Members { get; init; }

    /// <summary>Members of a consistency group change together: one refusal stops all.</summary>
    public required bool Together { get; init; }

    public required Func<T, Verdict> Judge { get; init; }

    /// <summary>Carries the command out on the members that take it, all at one point in time.</summary>
    public required Action<IReadOnlyList<T>> Act { get; init; }

    public required Func<T, string> Name { get; init; }

    public required Func<T, string> LinkOf { get; init; }

    /// <summary>What the job names when all went well.</summary>
    public required string Affected { get; init; }

    /// <summary>Whether a member has reached what was asked, or can't any more.</summary>
    public required Func<T, Ended?> Until { get; init; }

    /// <summary>Walks the members in order. Without a consistency group those before the first refusal have changed and stay changed.</summary>
    public JobResult Run()
    {
        var taken = new List<T>();
        ArrayError? error = null;
        foreach (var member in Members)
        {
            var verdict = Judge(member);
            error = verdict.Error;
            if (error is not null)
                break;
            if (verdict.Acts)
                taken.Add(member);
        }
        if (error is not null && Together)
            taken.Clear();
        if (taken.Count > 0)
            Act(taken);
        return new JobResult
        {
            Affected = error is null ? [Affected] : [.. taken.Select(LinkOf)],
            PairsChanged = [.. taken.Select(Name)],
            Changed = taken.Count > 0,
            Error = error,
            Until = taken.Count == 0 ? null : () => AllOf(taken),
        };
    }

    private Ended? AllOf(IReadOnlyList<T> members)
    {
        var all = true;
        foreach (var member in members)
        {
            var ended = Until(member);
            if (ended is { Error: not null })
                return ended;
            all &= ended is not null;
        }
        return all ? Ended.Well : null;
    }
}
