using RunbookEngine.Differential.Tests.Arrays;
using RunbookEngine.Differential.Tests.Sequences;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Differential.Tests.Comparison;

/// <summary>Plays steps to the simulator and asks the model about each.</summary>
internal sealed class SideBySide(Technology technology, bool clones, Coverage coverage)
{
    /// <summary>Longer than what the tables call "seconds", with the other array's notice of it.</summary>
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(6);

    /// <summary>Longer than any copy of the scene takes.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromHours(2);

    private readonly TwoArrays _arrays = new(technology, clones);
    private readonly Member[] _members = [.. Enumerable.Range(0, TwoArrays.Pairs).Select(n => new Member(n, technology))];
    private Answer? _last;
    private string? _gone;

    public TwoArrays Arrays => _arrays;

    public IReadOnlyList<Member> Members => _members;

    /// <summary>PFUL and PFUS lie over every pair of a journal or pool, whatever each does; null where there is neither.</summary>
    private bool? OverThreshold => technology switch
    {
        Technology.UniversalReplicator => _arrays.RemoteGroup?.Mirror?.High,
        Technology.ThinImage => _arrays.World["A"].Pools[0].State != PoolState.Normal,
        _ => null,
    };

    private bool PathsUp => _arrays.Link.Connected;

    public async Task PlayAsync(Step step)
    {
        foreach (var member in _members)
            Look(member, "before a step");
        switch (step)
        {
            case Step.Operate operate:
                await OperateAsync(operate);
                break;
            case Step.Happen happen:
                _last = null;
                // What the model's events do not speak of: a half-way deletion or drain, and paths lost with a journal near its end.
                Settle(m => m.Now.Condition is PairCondition.Deleting or PairCondition.Draining
                    || (happen.Event is PairEvent.PathsLost or PairEvent.PvolArrayLost && OverThreshold == true));
                new Happenings(this).Let(happen);
                break;
            case Step.Return:
                ComeBack();
                break;
            case Step.Foreign foreign:
                new Happenings(this).Foreign(foreign);
                break;
            default:
                Settle();
                break;
        }
    }

    public void Lose(string? array)
    {
        _gone = array;
        if (array is not null)
            _arrays.World[array].Gone = true;
        else
            _arrays.Link.LineUp = false;
        _arrays.World.LinksChanged();
    }

    /// <summary>Everything that runs comes to its end.</summary>
    public void Settle(Func<Member, bool>? when = null)
    {
        if (when is not null && !_members.Any(when))
            return;
        _arrays.Advance(Settling);
        foreach (var member in _members)
        {
            Look(member, "when settled", ended: true);
        }
        if (_last?.Job is { } job && _last is { Kind: AnswerKind.Changed, Failed: false } && job.State != "Succeeded" && !_members.Any(m => m.Adrift))
            throw new Difference("job", $"the job did what was asked and ended {job.State}: {job.Error?.Message}");
        _last = null;
    }

    /// <summary>Compares what is seen with where the model has the pair, and takes over how far it has come.</summary>
    public void Look(Member member, string when, bool ended = false)
    {
        if (member.Adrift)
            return;
        var sight = Sight.Of(_arrays, member.Number);
        if (OverThreshold is { } over)
            member.Align(state => StatusModel.After(state, over ? PairEvent.ThresholdPassed : PairEvent.ThresholdLeft));
        if (member.Now.Condition == PairCondition.Deleting && IsOver(member, sight))
            member.Is(member.End);
        if (member.Moves && (ended || !Shows(sight, member.Now)) && Shows(sight, member.End))
            member.Is(member.End);
        var stillListed = member.Now.Condition == PairCondition.Deleting && technology.IsRemote() && (Shows(sight, member.Before) || OverThreshold == true && sight.P == PairStatus.PFUL);
        var filling = member.Now.Condition == PairCondition.Draining && sight is { P: PairStatus.PFUL, S: PairStatus.PFUL };
        if (ended && member.Moves || !(Shows(sight, member.Now) || stillListed || filling))
            throw new Difference($"{technology} {member.Before.Condition}→{member.Now.Condition}", $"v{member.Number} {when}: the model has {member}, the simulator shows {sight}");
        if (member.Now.Condition is PairCondition.Unclear or PairCondition.Deleting)
            return;
        if (sight.Exists && technology.IsRemote() && sight.PvolArray != member.Now.PvolArray)
            throw new Difference($"{technology} roles {member.Now.Condition}", $"v{member.Number} {when}: the model has the P-VOL at {member.Now.PvolArray}, the simulator at {sight.PvolArray}");
        // With fence level STATUS it depends on whether the S-VOL was told before the paths went, and no status shows that.
        if (member.Now is { Condition: PairCondition.TakenOverUnseen, P: PairStatus.PSUS } or { Condition: PairCondition.TakenOverUnseen, P: PairStatus.PSUE, Fence: FenceLevel.Status })
            return;
        var model = member.Now with { Fence = member.Now.Fence ?? FenceLevel.Never };
        var gone = _gone is { } lost && (lost == member.Now.PvolArray || lost == member.Now.SvolArray);
        if (!gone && !member.AccessUnknown && (sight.PvolAccess, sight.SvolAccess) != (model.PvolAccess, model.SvolAccess))
        {
            throw new Difference($"{technology} access {member.Now.Condition} {member.Now.P}/{member.Now.S} {member.Now.Fence}",
                $"v{member.Number} {when}: the model lets hosts {member.Now.PvolAccess}/{member.Now.SvolAccess} in {member.Now}, the simulator {sight}");
        }
    }

    /// <summary>Takes the pair as it is seen, where the model leaves it open what became of it.</summary>
    public void TakeAsSeen(Member member)
    {
        var sight = Sight.Of(_arrays, member.Number);
        var seen = PairState.Observed(technology, sight.P, sight.S, member.Now.Fence) with
        {
            PvolArray = sight.PvolArray ?? member.Now.PvolArray,
            SvolArray = sight.PvolArray is { } at ? at == "A" ? "B" : "A" : member.Now.SvolArray,
            SvolIncomplete = member.Now.SvolIncomplete,
            PathsUp = PathsUp,
            QuorumUp = member.Now.QuorumUp,
        };
        var shown = StatusTables.Of(technology).Conditions
            .Where(r => (r.P, r.S) == (sight.P, sight.S) && (r.Fences.Count == 0 || r.Fences.Contains(member.Now.Fence ?? FenceLevel.Never))).ToList();
        // A side split on its own while the paths were down keeps what that split left hosts, which no status shows.
        var lettingHosts = shown.Where(r => (r.PvolAccess, r.SvolAccess) == (sight.PvolAccess, sight.SvolAccess)).ToList();
        var splitAlone = lettingHosts.Count == 0 && sight is { P: PairStatus.PSUE, S: PairStatus.SSUS };
        var rows = (splitAlone ? shown : lettingHosts).Select(r => r.Condition).Distinct().ToList();
        member.Adrift = rows.Count == 0;
        var half = sight.P == PairStatus.SMPL || sight.S == PairStatus.SMPL;
        if (member.Adrift && PathsUp && !half)
            throw new Difference($"{technology} no row {sight.P}/{sight.S}", $"v{member.Number}, before {member}: no row of the model shows {sight}");
        var condition = rows.Contains(member.Now.Condition) ? member.Now.Condition : rows.Contains(member.End.Condition) ? member.End.Condition : rows.FirstOrDefault();
        var state = seen with { Condition = condition };
        member.Is(state);
        if (StatusModel.Settle(state) is var end && end != state)
            member.Goes(state, end);
        member.AccessUnknown = splitAlone;
    }

    /// <summary>Puts the one pair into a condition by hand, on both sides of the comparison.</summary>
    public void Place(PairCondition condition, Action<TwoArrays> place)
    {
        place(_arrays);
        var member = _members[0];
        var sight = Sight.Of(_arrays, member.Number);
        member.Is(member.Now.Becoming(condition) with { P = sight.P, S = sight.S, PathsUp = PathsUp });
        member.AccessUnknown = true;
    }

    /// <summary>The paths are back, and neither array has noticed yet.</summary>
    public void PathsBackUnnoticed()
    {
        _arrays.Link.LineUp = true;
        _arrays.World.LinksChanged();
        foreach (var member in _members)
        {
            member.Align(state => state with { PathsUp = true });
            if (member.Now.Condition == PairCondition.TakenOverUnseen)
                member.Goes(member.Now, member.Now.Becoming(PairCondition.TakenOver));
        }
    }

    public void Wait(TimeSpan span) => _arrays.Advance(span);

    private void ComeBack()
    {
        if (PathsUp)
            return;
        if (_gone is { } gone)
            _arrays.World[gone].Gone = false;
        _gone = null;
        _arrays.Link.LineUp = true;
        _arrays.World.LinksChanged();
        _arrays.Advance(Seconds);
        foreach (var member in _members)
            TakeAsSeen(member);
    }

    private async Task OperateAsync(Step.Operate step)
    {
        var target = _members[step.Member];
        var unit = step.Operation.Action == PairAction.Create ? OperationUnit.Pair : step.Unit;
        var order = unit == OperationUnit.Pair ? [target] : Order();
        // A group without pairs does not exist: the request goes to nothing.
        var nothing = order.Count == 0 && target.Now.IsSimplex && target.Now.Condition == PairCondition.Simplex;
        if (nothing)
            order = [target];
        if (order.Count == 0)
            return;
        var natural = step.Operation.Side;
        var first = order[0].Now;
        var askedAlias = !technology.IsRemote() || step.Operation.Action == PairAction.Create ? "A" : natural == PairSide.Pvol ? first.PvolArray : first.SvolArray;
        var asked = _arrays.World[askedAlias];
        // A creation is asked of the array that is to have the P-VOL: it has no other side.
        PairOperation For(Member m) => technology.IsRemote() && step.Operation.Action != PairAction.Create
            ? step.Operation with { SentTo = m.Now.PvolArray == askedAlias ? PairSide.Pvol : PairSide.Svol } : step.Operation;

        if (unit == OperationUnit.Group && !nothing)
            order = [.. order.Where(m => OnRecord(m, askedAlias))];
        if (order.Count == 0 || Skipped(step.Operation, unit, order, asked, For))
            return;
        if (step.Operation.Action == PairAction.Create && technology == Technology.GlobalActiveDevice && target.Now.IsSimplex)
            _arrays.ReserveAgain(target.Number);
        var together = Together(asked);
        var alone = _gone is not null && step.Operation.Action != PairAction.SwapResync;
        var predictions = order.Select(m => (Member: m, Prediction: UnitRules.Refuse(technology, For(m), unit) ?? StatusModel.Predict(m.Now, For(m)))).ToList();
        var answer = await Answer.OfAsync(_arrays, asked, Requests.For(_arrays, asked, step.Operation, unit, target.Number, alone, step.Put));
        _last = answer;
        var drifting = predictions.Any(p => p.Member.Adrift);
        if (!drifting)
            Judgement.Check(technology, predictions, unit, answer, For, together);
        foreach (var (member, prediction) in predictions)
        {
            if (!member.Adrift && UnitRules.Refuse(technology, For(member), unit) is null)
                coverage.Add(member.Now, For(member));
            Follow(member, prediction, For(member), answer, drifting);
        }
        foreach (var member in _members)
            Look(member, $"after {step}");
        if (step.Settle)
            Settle();
    }

    private void Follow(Member member, Prediction prediction, PairOperation operation, Answer answer, bool drifting)
    {
        var changed = answer.Changed.Contains(Judgement.NameOf(technology, member.Number));
        if (drifting || prediction is Prediction.Uncertain)
        {
            if (changed || member.Adrift)
            {
                _arrays.Advance(Seconds);
                TakeAsSeen(member);
            }
            return;
        }
        if (!changed || prediction is not Prediction.Accepted accepted)
            return;
        if (accepted.Copy != CopyKind.None)
            Judgement.CheckCopy(member, accepted, operation, Sight.Of(_arrays, member.Number));
        member.OwesAll |= accepted.Copy == CopyKind.Full;
        if (accepted.Intermediate == accepted.Final)
        {
            // A UR split out of COPY drains too, which takes as long as the journal is full.
            _arrays.Advance(technology == Technology.UniversalReplicator && OverThreshold == true ? Settling : Seconds);
            if (accepted.Copy == CopyKind.None)
                Judgement.CheckCopy(member, accepted, operation, Sight.Of(_arrays, member.Number));
            member.Is(accepted.Final);
        }
        else
        {
            member.Goes(accepted.Intermediate, accepted.Final);
        }
    }

    /// <summary>What the known readings keep out, and what cannot be sent.</summary>
    private bool Skipped(PairOperation operation, OperationUnit unit, List<Member> order, SimulatedArray asked, Func<Member, PairOperation> of)
    {
        if (asked.Gone || operation.DeltaResyncSuspend)
            return true;
        // A group of which one array has lost its half takes no new pairs, which is no matter of a pair's status.
        if (operation.Action == PairAction.Create && order[0].Now.IsSimplex && technology.IsRemote()
            && _arrays.World["A"].RemoteCopies.Find(TwoArrays.Group) != _arrays.World["B"].RemoteCopies.Find(TwoArrays.Group))
        {
            return true;
        }
        var alone = operation.Action == PairAction.Takeover || operation.SvolOperationMode is not null;
        return (_gone is not null && !alone && operation.Action != PairAction.SwapResync)
            || (UnitRules.Refuse(technology, operation, unit) is not null && technology == Technology.UniversalReplicator)
            || (operation.Action == PairAction.Takeover && order.Any(m => of(m).SentTo == PairSide.Pvol))
            || (operation is { Action: PairAction.Takeover, TakeoverMode: null or TakeoverMode.Auto } && order.DistinctBy(m => (m.Now.P, m.Now.S)).Count() > 1)
            || (operation.Action == PairAction.Clone && !clones)
            || (operation is { Action: PairAction.Create, AutoSplit: true } && clones && order[0].Now.IsSimplex)
            || (unit == OperationUnit.Pair && technology.IsRemote() && operation.Action != PairAction.Create && !OnRecord(order[0], asked.Alias) && order[0].Now.Condition != PairCondition.Simplex);
    }

    /// <summary>The pair is not listed, and its volumes are free.</summary>
    private bool IsOver(Member member, Sight sight) =>
        !sight.Exists && sight is { PvolAccess: HostAccess.ReadWrite, SvolAccess: HostAccess.ReadWrite } && member.End.IsSimplex;

    /// <summary>The records of an array that is gone stand still, and nobody reads them: only the other side is compared.</summary>
    private bool Shows(Sight sight, PairState state) =>
        (sight.P == state.P || (_gone is not null && state.PvolArray == _gone)) && (sight.S == state.S || (_gone is not null && state.SvolArray == _gone));

    private bool OnRecord(Member member, string alias) => technology.IsRemote()
        ? _arrays.RemoteGroup?.PairsAt(_arrays.World[alias]).Any(p => p.Name == TwoArrays.Name(member.Number)) ?? false
        : Sight.Of(_arrays, member.Number).Exists;

    /// <summary>The pairs of the group in the order the array has them.</summary>
    private List<Member> Order() => technology switch
    {
        Technology.ShadowImage => [.. (_arrays.LocalGroup?.Pairs ?? []).Select(p => _members.First(m => TwoArrays.Name(m.Number) == p.Name))],
        Technology.ThinImage => [.. (_arrays.SnapshotGroup?.Pairs ?? []).Select(p => _members.First(m => TwoArrays.Pvol(m.Number) == p.Pvol.LdevId))],
        _ => [.. (_arrays.RemoteGroup?.Pairs ?? []).Select(p => _members.First(m => TwoArrays.Name(m.Number) == p.Name))],
    };

    private bool Together(SimulatedArray asked) => technology switch
    {
        Technology.ShadowImage => _arrays.LocalGroup?.ConsistencyGroup is not null,
        Technology.ThinImage => _arrays.SnapshotGroup?.Consistent ?? false,
        _ => _arrays.RemoteGroup?.PairsAt(asked).All(p => p.ConsistencyGroup is not null) ?? false,
    };
}
