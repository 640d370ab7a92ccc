using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>A unit whose pairs are waited for.</summary>
/// <param name="Start">As it was before what was asked of it: how to read it, and statuses that may still show for a moment.</param>
/// <param name="Names">The pairs.</param>
/// <param name="Judge">Where a pair stands, given who held its P-VOL at the start.</param>
/// <param name="GoneIsEnd">A pair that is no longer listed is there.</param>
internal sealed record WaitedUnit(
    SeenGroup Start, IReadOnlyList<string> Names, Func<PairState, string, WaitStanding> Judge, bool GoneIsEnd, string Wanted)
{
    /// <summary>A status that was there before, or was not read, may be old news: the array has the request and has not written it down everywhere.</summary>
    private static readonly TimeSpan OldNews = TimeSpan.FromMinutes(1);

    /// <summary>Who held each P-VOL at the start, where that differs from <see cref="Start"/> (the step had begun before).</summary>
    public IReadOnlyDictionary<string, string?> PvolArrays { get; init; } = new Dictionary<string, string?>();

    public static WaitedUnit For(SeenGroup start, IReadOnlyList<string> names, WaitGoal goal) =>
        new(start, names, (state, at) => goal.Judge(state, at), goal.GoneIsEnd, goal.ToString());

    public WaitStanding StandingOf(string name, SeenPair? pair, TimeSpan waited)
    {
        if (pair is null && GoneIsEnd)
        {
            return WaitStanding.Met;
        }
        var state = (pair ?? PairStates.Absent(Start.Unit, name)).State;
        var before = Start.Find(name)?.State;
        var pvolArray = PvolArrays.GetValueOrDefault(name) ?? before?.PvolArray ?? state.PvolArray;
        var standing = Judge(state, pvolArray);
        if (standing is not (WaitStanding.Hopeless or WaitStanding.Failed) || waited >= OldNews || before is null)
        {
            return standing;
        }
        var fresh = state with
        {
            P = state.P == before.P ? PairStatus.Unknown : state.P,
            S = state.S == before.S ? PairStatus.Unknown : state.S,
        };
        return Judge(fresh, pvolArray) is WaitStanding.OnTheWay or WaitStanding.Met or WaitStanding.MetWithWarning ? WaitStanding.OnTheWay
            : standing;
    }
}
