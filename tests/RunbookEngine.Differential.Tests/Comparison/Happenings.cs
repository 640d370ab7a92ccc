using RunbookEngine.Differential.Tests.Arrays;
using RunbookEngine.Differential.Tests.Sequences;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Differential.Tests.Comparison;

/// <summary>Faults and foreign changes, in the simulator and in the model. What the model has no row for is not done.</summary>
internal sealed class Happenings(SideBySide scene)
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(6);

    /// <summary>Longer than the path blockade watch of a journal, five minutes.</summary>
    private static readonly TimeSpan PathWatch = TimeSpan.FromSeconds(302);

    /// <summary>Longer than the data overflow watch, 60 s.</summary>
    private static readonly TimeSpan OverflowWatch = TimeSpan.FromSeconds(61);

    private readonly TwoArrays _arrays = scene.Arrays;

    private Technology Technology => _arrays.Technology;

    public void Let(Step.Happen step)
    {
        var member = scene.Members[step.Member];
        switch (step.Event)
        {
            case PairEvent.PathsLost or PairEvent.PvolArrayLost:
                LosePaths(step.Event, member.Now.PvolArray);
                break;
            case PairEvent.ThresholdPassed or PairEvent.ThresholdLeft or PairEvent.Full when Technology == Technology.ThinImage:
                Fill(step.Event);
                break;
            case PairEvent.ThresholdPassed or PairEvent.ThresholdLeft or PairEvent.Full:
                FillJournal(step.Event);
                break;
            case PairEvent.QuorumLost or PairEvent.QuorumBack:
                SetQuorum(step.Event);
                break;
            default:
                FailPair(step.Event, member);
                break;
        }
    }

    public void Foreign(Step.Foreign step)
    {
        var member = scene.Members[step.Member];
        var operation = step.Action == PairAction.Split && Technology == Technology.ShadowImage ? PairOperation.Split with { Quick = true } : new(step.Action);
        if (!_arrays.Link.Connected || member.Adrift || member.Moves || StatusModel.Predict(member.Now, operation) is not Prediction.Accepted accepted)
            return;
        ForeignChanges.Apply(_arrays.World, null, TwoArrays.Group, Judgement.NameOf(Technology, member.Number), step.Action.ToString().ToLowerInvariant());
        member.Goes(accepted.Intermediate, accepted.Final);
        scene.Settle();
    }

    private void LosePaths(PairEvent happened, string pvolArray)
    {
        if (!_arrays.Link.Connected)
            return;
        var lost = happened == PairEvent.PvolArrayLost ? pvolArray : null;
        scene.Lose(lost);
        scene.Wait(Technology == Technology.UniversalReplicator ? PathWatch : Seconds);
        foreach (var member in scene.Members)
        {
            // To TC and UR an array that is gone is paths that are gone; GAD has a quorum disk that tells them apart.
            var concerns = lost is not null && Technology == Technology.GlobalActiveDevice && member.Now.PvolArray == lost
                ? PairEvent.PvolArrayLost
                // Hosts write to both volumes all the time here: both arrays report at once, and the smaller serial number is A's.
                : lost is null && Technology == Technology.GlobalActiveDevice && member.Now.SvolArray == "A" ? PairEvent.PathsLostSvolFirst
                : PairEvent.PathsLost;
            Apply(member, concerns);
        }
    }

    private void SetQuorum(PairEvent happened)
    {
        if (!_arrays.Link.Connected)
            return;
        var young = scene.Members.ToDictionary(m => m, m => _arrays.RemoteGroup?.Pairs.FirstOrDefault(p => p.Name == TwoArrays.Name(m.Number))?.Young ?? false);
        WorldFaults.SetQuorum(_arrays.World, null, null, blocked: happened == PairEvent.QuorumLost);
        foreach (var member in scene.Members.Where(m => !m.Adrift))
        {
            var concerns = happened == PairEvent.QuorumLost && member.Now.QuorumUp && young[member] ? PairEvent.QuorumLostInNewCopy : happened;
            var after = StatusModel.After(member.Now, concerns);
            if (after.Condition != member.Now.Condition)
                member.Is(after);
            else
                member.Align(state => state == member.Now ? after : StatusModel.Settle(after));
            scene.Look(member, $"after {concerns}");
        }
    }

    private void FillJournal(PairEvent happened)
    {
        if (_arrays.RemoteGroup?.Mirror is not { } mirror || !_arrays.Link.Connected || scene.Members.Any(m => m.Adrift))
            return;
        if (happened == PairEvent.ThresholdLeft)
        {
            scene.Settle();
            return;
        }
        mirror.HoldFull(true);
        if (happened == PairEvent.Full)
            scene.Wait(OverflowWatch);
        mirror.HoldFull(false);
        foreach (var member in scene.Members)
        {
            Apply(member, PairEvent.ThresholdPassed, look: happened != PairEvent.Full);
            if (happened == PairEvent.Full)
                Apply(member, PairEvent.Full);
        }
    }

    private void Fill(PairEvent happened)
    {
        WorldFaults.FillPool(_arrays.World["A"], 0, happened switch
        {
            PairEvent.ThresholdPassed => PoolState.OverThreshold,
            PairEvent.Full => PoolState.Full,
            _ => PoolState.Normal,
        });
        foreach (var member in scene.Members)
            Apply(member, happened);
        if (happened != PairEvent.Full)
            return;
        // Nothing can be created in a full pool, which is no matter of the pair's status.
        WorldFaults.FillPool(_arrays.World["A"], 0, PoolState.OverThreshold);
    }

    private void FailPair(PairEvent happened, Member member)
    {
        if (member.Adrift || member.Now.IsSimplex || !_arrays.Link.Connected || StatusModel.After(member.Now, happened) == member.Now)
            return;
        if (happened == PairEvent.PairFault)
            ForeignChanges.Apply(_arrays.World, null, TwoArrays.Group, Judgement.NameOf(Technology, member.Number), "error");
        else
            _arrays.RemoteGroup!.Pairs.First(p => p.Name == TwoArrays.Name(member.Number)).SvolError();
        scene.Wait(Seconds);
        Apply(member, happened);
    }

    private void Apply(Member member, PairEvent happened, bool look = true)
    {
        if (member.Adrift)
            return;
        var after = StatusModel.After(member.Now, happened);
        if (after.Condition == member.Now.Condition)
            member.Align(state => state == member.Now ? after : state with { PathsUp = after.PathsUp });
        else if (StatusModel.Settle(after) is var end && end != after)
            member.Goes(after, end);
        else
            member.Is(after);
        if (look)
            scene.Look(member, $"after {happened}");
    }
}
