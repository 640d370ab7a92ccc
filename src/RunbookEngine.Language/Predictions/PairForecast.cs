using System.Collections.Immutable;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;

namespace RunbookEngine.Language.Predictions;

/// <summary>What an operation and the wait after it do to one pair whose state is known.</summary>
internal sealed record PairForecast(PairState From, PairNeed Need)
{
    /// <summary>What the pair may be in when the step has succeeded. Empty when it cannot.</summary>
    public ImmutableArray<PairState> Ends { get; init; } = [];

    /// <summary>What the pair may be in when the step has failed. Empty when it cannot fail.</summary>
    public ImmutableArray<PairState> Failing { get; init; } = [];

    /// <summary>While it runs; null when nothing moves.</summary>
    public PairState? Via { get; init; }

    public string? Why { get; init; }

    public Source? Source { get; init; }

    /// <summary>It is refused before anything is sent, as against a wait that is not fulfilled.</summary>
    public bool Unsent { get; init; }

    public CopyKind Copy { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why the end depends on timing or knowledge; null when it does not.</summary>
    public string? Timing { get; init; }

    private bool? _takesPvolAway;

    /// <summary>Hosts can use the P-VOL before it and not while it runs. Worked out once: one forecast serves all pairs that stand alike.</summary>
    public bool TakesPvolAway => _takesPvolAway ??= Need == PairNeed.Act && Via is not null
        && Via.PvolAccess == Replication.Vocabulary.HostAccess.None && From.PvolAccess != Replication.Vocabulary.HostAccess.None;

    public Chance Fails => Failing.IsEmpty ? Chance.No : Ends.IsEmpty ? Chance.Yes : Chance.May;
}

/// <summary>Where a pair stands before an operation, as the engine will decide it.</summary>
internal enum PairNeed
{
    /// <summary>It is where the operation ends.</summary>
    None,

    /// <summary>It is on its way there.</summary>
    Wait,

    /// <summary>The array is asked.</summary>
    Act,

    /// <summary>The operation cannot bring it there.</summary>
    Refused,
}
