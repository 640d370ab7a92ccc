using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Differential.Tests.Comparison;

/// <summary>What the model expects of one pair.</summary>
internal sealed class Member(int number, Technology technology)
{
    public int Number { get; } = number;

    public PairState Now { get; private set; } = PairState.None(technology);

    /// <summary>Where it goes by itself; the same as <see cref="Now"/> when nothing runs.</summary>
    public PairState End { get; private set; } = PairState.None(technology);

    /// <summary>Statuses before what runs, which a deletion goes on showing.</summary>
    public PairState Before { get; private set; } = PairState.None(technology);

    /// <summary>A copy of everything was begun and has not ended: what is left of it may be all.</summary>
    public bool OwesAll { get; set; }

    /// <summary>The arrays cannot talk and show statuses no row of the tables has: nothing to compare until they talk again.</summary>
    public bool Adrift { get; set; }

    /// <summary>What hosts may do hangs on how the pair got there, which its state does not say; cleared by the next change.</summary>
    public bool AccessUnknown { get; set; }

    public bool Moves => Now != End;

    public void Goes(PairState now, PairState end) => (Before, Now, End, AccessUnknown) = (Now, now, end, false);

    public void Is(PairState state)
    {
        Goes(state, state);
        if (state.Condition is PairCondition.Paired or PairCondition.SplitDone or PairCondition.Simplex or PairCondition.Suspended)
            OwesAll = false;
        // The next pair of these volumes is created from A again, with nothing remembered of this one.
        if (state.Condition == PairCondition.Simplex)
            Now = End = PairState.None(technology) with { PathsUp = state.PathsUp, QuorumUp = state.QuorumUp };
    }

    /// <summary>What lies over the statuses has come or gone.</summary>
    public void Align(Func<PairState, PairState> align) => (Now, End) = (align(Now), align(End));

    public override string ToString() => Moves ? $"{Now} ({Now.Condition}, then {End.Condition})" : $"{Now} ({Now.Condition})";
}
