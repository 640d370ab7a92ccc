using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>What a step does to one copy group.</summary>
/// <param name="Array">Alias of the array the target names.</param>
/// <param name="Pair">The pair the step names; null for the whole group.</param>
public sealed record GroupForecast(string Array, string CopyGroup, string? Pair, Technology Technology)
{
    public StepVerdict Verdict { get; init; }

    /// <summary>Sizes and journals; null for a group that no start state has.</summary>
    internal StartStates.StartGroup? Start { get; init; }

    /// <summary>Which arrays the pairs are on was read from the pairs, and not assumed.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>Why it is refused, fails or is uncertain; null when nothing needs saying.</summary>
    public string? Why { get; init; }

    /// <summary>The manual page that says so.</summary>
    public string? Source { get; init; }

    public IReadOnlyList<PairStanding> Before { get; init; } = [];

    /// <summary>While the arrays work; empty when it happens at once, or nothing is sent.</summary>
    public IReadOnlyList<PairStanding> OnTheWay { get; init; } = [];

    public IReadOnlyList<PairStanding> After { get; init; } = [];

    public PairOperation? Operation { get; init; }

    /// <summary>The most data any pair copies.</summary>
    public CopyKind Copy { get; init; }

    /// <summary>Pairs that copy.</summary>
    public int Copying { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What would be sent, in order.</summary>
    public IReadOnlyList<PlannedRequest> Requests { get; init; } = [];

    /// <summary>Why the end depends on timing; null when it does not.</summary>
    public string? Timing { get; init; }
}

/// <summary>One request that would be sent.</summary>
/// <param name="Addressee">Alias of the array it goes to.</param>
/// <param name="Pair">Null: by copy group.</param>
/// <param name="Arguments">The step's arguments as JSON, for a create; null for all else.</param>
public sealed record PlannedRequest(string Addressee, string CopyGroup, string? Pair, PairOperation Operation, string? Arguments = null);
