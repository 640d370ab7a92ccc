using RunbookEngine.Replication.Predictions;

namespace RunbookEngine.Language.Predictions;

/// <summary>The rollback of a run that stands after a given step.</summary>
/// <param name="First">The undo of that step; null when it has none.</param>
/// <param name="Then">The rest of the way, shared with the step before; null at the start of the run or at the point of no return.</param>
/// <param name="Beside">The first undo of the rest is carried out at the same time: another iteration of a loop that runs side by side.</param>
public sealed record WayBack(UndoForecast? First, WayBack? Then, bool Beside = false)
{
    private readonly TimeSpread _abreast = (First?.Time ?? TimeSpread.Nothing).Beside(Beside ? Then!._abreast : TimeSpread.Nothing);

    private readonly TimeSpread _after = Beside ? Then!._after : Then?.Time ?? TimeSpread.Nothing;

    /// <summary>Whether all pairs come back to what they were: at the start, or at the point of no return.</summary>
    public Chance LeadsBack { get; } = Least(First is null or { IsNothing: true } ? Chance.Yes : First.LeadsBack, Then?.LeadsBack ?? Chance.Yes);

    public CopyKind Copy { get; } = Most(First?.Copy ?? CopyKind.None, Then?.Copy ?? CopyKind.None);

    public TimeSpread Time => _abreast.Then(_after);

    /// <summary>Undos that do something.</summary>
    public int Count { get; } = (First is null or { IsNothing: true } ? 0 : 1) + (Then?.Count ?? 0);

    /// <summary>It ends at the point of no return, not at the start.</summary>
    public bool StopsAtPivot { get; init; } = Then?.StopsAtPivot ?? false;

    /// <summary>The undos that do something, in the order they are carried out.</summary>
    public IEnumerable<UndoForecast> List()
    {
        for (var at = this; at is not null; at = at.Then)
        {
            if (at.First is { IsNothing: false } undo)
                yield return undo;
        }
    }

    private static Chance Least(Chance one, Chance other) => one < other ? one : other;

    private static CopyKind Most(CopyKind one, CopyKind other) => one > other ? one : other;
}
