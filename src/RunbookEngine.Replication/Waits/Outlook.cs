using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Waits;

/// <summary>Whether a status in hand can still turn into a wanted one.</summary>
public static class Outlook
{
    /// <summary>Statuses alone: true when they are wanted, or when a pair on its way to a wanted one may show them. An operation that
    /// leads there is taken to have been accepted.</summary>
    public static bool CanStillBecome(Technology technology, PairStatus p, PairStatus s, IReadOnlyCollection<PairStatus> wanted) =>
        WaitGoal.For(technology, wanted, failOn: []).Judge(p, s) is not WaitStanding.Hopeless;

    /// <summary>A pair whose condition is known, left to itself: true when what it is doing ends, or may end, in a wanted status.
    /// Errors that might happen do not count.</summary>
    public static bool WillBecomeByItself(PairState state, WaitGoal goal, string pvolArrayAtStart) =>
        Ahead(state).Any(ahead => goal.Judge(ahead, pvolArrayAtStart) is WaitStanding.Met or WaitStanding.MetWithWarning);

    /// <summary>The state and everything it can become without an operation and without an error, nearest first.</summary>
    public static IReadOnlyList<PairState> Ahead(PairState state)
    {
        List<PairState> seen = [.. state.Possible.Select(c => state with { Condition = c })];
        for (var i = 0; i < seen.Count; i++)
        {
            var from = seen[i];
            foreach (var to in StatusTables.Of(state.Technology).Moves.Where(m => m.From == from.Condition).SelectMany(m => m.To))
            {
                if (seen.All(s => s.Condition != to))
                {
                    seen.Add(from.Becoming(to));
                }
            }
        }

        return seen;
    }
}
