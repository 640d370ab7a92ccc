using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Vocabulary.FenceLevel;
using static RunbookEngine.Replication.Vocabulary.PairStatus;

namespace RunbookEngine.Replication.Predictions;

/// <summary>Whether an S-VOL that is taken over has the data of the P-VOL (CCI: EX_VOLCUR when not assured).</summary>
public sealed record TakeoverCurrency(bool IsAssured, string Why, Source Source)
{
    /// <summary>S-VOL status × fence level, read while the P-VOL's array cannot be asked; an absent row is "not usable".</summary>
    private static readonly IReadOnlyList<(PairStatus S, IReadOnlyList<FenceLevel> Assured)> Rows =
    [
        (PAIR, [Data, Status, Async]),
        (PFUL, [Data, Status, Async]),
        (PFUS, [Async]),
        (SSUS, []),
        (PSUS, []),
        (PSUE, [Data, Async]),
        (SSWS, [Data, Status, Never, Async]),
    ];

    /// <summary>The judgement for this pair's S-VOL. With the paths up a pair in PAIR is always current.</summary>
    public static TakeoverCurrency Of(PairState state)
    {
        var fence = state.Fence ?? (state.Technology == Technology.UniversalReplicator ? Async : Never);
        var row = Rows.Where(r => r.S == state.S).Select(r => r.Assured).FirstOrDefault();
        return row switch
        {
            null when state.S == SMPL => new(false, "the S-VOL is in no pair", Sources.CciTakeover),
            _ when state.SvolIncomplete =>
                new(false, "the S-VOL was still being copied to when it was split or suspended: its data is not usable", Sources.CciTakeover.Derived),
            null => new(false, $"the S-VOL's data is not usable in {state.S} (EX_VOLCUR)", Sources.CciTakeover),
            _ when row.Contains(fence) || (state is { PathsUp: true, P: PAIR or PFUL } && state.S is PAIR or PFUL) =>
                new(true, "the S-VOL has every write the hosts were told is safe, as far as it was received", Sources.CciTakeover),
            _ => new(false,
                $"the S-VOL ({state.S}, fence {fence}) may be older than the P-VOL: its data is as of the suspension (EX_VOLCUR)",
                Sources.CciTakeover),
        };
    }
}
