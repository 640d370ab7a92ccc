using System.Runtime.CompilerServices;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;

namespace RunbookEngine.Language.Predictions;

/// <summary>Remembers standings of groups and what was made of them, so that a plan which goes through the same states again and again
/// (split, resync, split ...) costs little more than one that does so once.</summary>
internal sealed class KnownStandings
{
    /// <summary>Standings of one group that are told apart; later ones are taken as new.</summary>
    private const int MostOfOne = 32;

    private readonly Dictionary<GroupKey, List<GroupStanding>> _standings = [];
    private readonly Dictionary<string, WaitPlan> _waits = [];
    private readonly Dictionary<Question, OperationUnitWork> _works = [];

    /// <summary>The standing that is known and equal, else this one.</summary>
    public GroupStanding Same(GroupStanding standing)
    {
        if (!_standings.TryGetValue(standing.Key, out var known))
            _standings[standing.Key] = known = [];
        if (known.Find(k => ReferenceEquals(k.Start, standing.Start) && k.SameAs(standing)) is { } same)
            return same;
        if (known.Count < MostOfOne)
            known.Add(standing);
        return standing;
    }

    /// <summary>Waits that want the same are one.</summary>
    public WaitPlan? Same(WaitPlan? wait)
    {
        if (wait is null)
            return null;
        var text = $"{wait.None} {string.Join(',', wait.For)} / {string.Join(',', wait.FailOn)} {wait.Scope} {wait.Timeout} {wait.Stall} {wait.Poll}";
        return _waits.TryGetValue(text, out var same) ? same : _waits[text] = wait;
    }

    /// <param name="wait">As <see cref="Same(WaitPlan?)"/> gives it.</param>
    public OperationUnitWork Work(GroupStanding before, PlannedUnit unit, PairOperation operation, WaitPlan? wait, Func<OperationUnitWork> begin)
    {
        var question = new Question(before, unit, operation, wait);
        return _works.TryGetValue(question, out var known) ? known : _works[question] = begin();
    }

    /// <summary>All but the operation are known by reference, since their contents are long.</summary>
    private readonly record struct Question(GroupStanding Before, PlannedUnit Unit, PairOperation Operation, WaitPlan? Wait)
    {
        public bool Equals(Question other) => ReferenceEquals(Before, other.Before) && ReferenceEquals(Unit, other.Unit)
            && ReferenceEquals(Wait, other.Wait) && Operation == other.Operation;

        public override int GetHashCode() =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(Before), RuntimeHelpers.GetHashCode(Unit), Wait is null ? 0 : RuntimeHelpers.GetHashCode(Wait), Operation.Action);
    }
}
