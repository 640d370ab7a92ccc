using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>One unit of a changing pair verb: settle what is open, look, decide, ask.</summary>
internal sealed class UnitWork(StepContext step, ArrayFleet fleet, UnitReader reader, OperationSender sender, PairUnit unit, PairVerb verb,
    WaitLimits wait, StepLimits limits)
{
    /// <summary>Looks and asks in one attempt of the step; an array that keeps failing its jobs ends the attempt.</summary>
    private const int MaxRounds = 3;

    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(5);

    /// <summary>Pairs are read again when the last look is older than this.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private SeenGroup? _seen;
    private ArrayClient? _alone;
    private IReadOnlyList<NewPair> _newPairs = verb.NewPairs;
    private IReadOnlyList<PairDecision> _decisions = [];

    public PairUnit Unit => unit;

    /// <summary>As it was before anything was asked of it now.</summary>
    public SeenGroup Seen => _seen ?? throw new InvalidOperationException($"{unit.Name} was not looked at");

    /// <summary>Something was sent, or followed, in this execution.</summary>
    public bool Acted { get; private set; }

    /// <summary>Once it was looked at: there are pairs to ask for.</summary>
    public bool HasToAct => _decisions.Any(d => d.Need == PairNeed.Act);

    /// <summary>The pairs of the step as they were at its end; empty before.</summary>
    public IReadOnlyList<PairReading> After { get; set; } = [];

    /// <summary>The pairs that must get there.</summary>
    public IReadOnlyList<string> Names => _newPairs.Count > 0
        ? [.. _newPairs.Select(p => p.Name)]
        : [.. Seen.Pairs.Select(p => p.Name)
            .Concat(UnitOperations.Of(step, unit).SelectMany(o => o.Intent.Before).Select(b => b.Pair).Where(unit.Covers)).Distinct()];

    /// <summary>What cannot be told of pairs that were there already.</summary>
    public IEnumerable<string> Doubts => verb.Operation is { Action: PairAction.Split, SvolAccess: HostAccess.ReadWrite }
        ? _decisions.Where(d => d.Need == PairNeed.None && d.Pair.Reading.SvolAccess is null)
            .Select(d => $"{d.Pair.Reading} was split before this run; no array tells whether its S-VOL is writable")
        : [];

    /// <summary>Settles open operations, reads and decides. Sends nothing.</summary>
    /// <returns>Null to go on; else the step ends with this.</returns>
    public async Task<StepOutcome?> LookAsync(CancellationToken cancellationToken)
    {
        foreach (var open in UnitOperations.Of(step, unit).Where(o => o.Result is null).ToList())
        {
            Acted = true;
            if (await sender.SettleAsync(unit, open, cancellationToken) is SendResult.Ended ended)
            {
                return ended.Outcome;
            }
        }
        return await SettleOthersAsync(cancellationToken) ?? Refusal() ?? TakenByAnother() ?? await ObstacleAsync(cancellationToken);
    }

    /// <summary>A forced takeover that finds S-VOLs in SSWS which this run did not take over: another engine, or a person, is doing the same, perhaps
    /// from the other site. A global-active device S-VOL goes to SSWS by itself when its quorum lets it.</summary>
    private StepOutcome? TakenByAnother()
    {
        if (!verb.Operation.MeetsOtherTakeovers(unit.Technology) || step.Attempt > 1)
        {
            return null;
        }
        var taken = Seen.Pairs.Where(p => p.State.S == PairStatus.SSWS).ToList();
        if (taken.Count == 0 || step.State.Steps.Values.SelectMany(s => s.Operations).Any(o => !o.Undo && UnitOperations.Concerns(o, unit)))
        {
            return null;
        }
        return new StepOutcome.Ambiguous(new Ambiguity(
            $"{taken.Count} of {Seen.Pairs.Count} S-VOLs of {unit.Name} are taken over (SSWS) already, and not by this run: who did that?",
            "Whoever did it is done, and hosts may use the S-VOLs; --mark-done goes on with the next step without asking the array.",
            "The takeover is this run's to finish; --retry takes those S-VOLs as they are and asks for the rest.",
            [
                $"read from {Seen.Source.Name}: {PairText.Line(taken.Select(p => p.Reading))}",
                "another engine at the other site may be driving the same takeover: hosts of two sites must not write to the same volumes",
            ]));
    }

    /// <summary>What earlier steps have under way on these pairs must be over and visible before it can be said what they need.</summary>
    private async Task<StepOutcome?> SettleOthersAsync(CancellationToken cancellationToken)
    {
        foreach (var open in UnitOperations.LeftOpen(step, unit))
        {
            if (await sender.SettleAsync(unit, open, cancellationToken) is SendResult.Ended { Outcome: StepOutcome.Ambiguous doubt })
            {
                if (step.Attempt == 1)
                {
                    return doubt;
                }
                await step.ConcludeAsync(open.Intent, OperationResult.SetAside, "a person had this step tried again", cancellationToken);
            }
        }
        await ReadAsync();
        foreach (var late in Aftermath.Of(step, Seen, verb.Operation).GroupBy(a => a.Operation).ToList())
        {
            var waited = WaitedUnit.For(Seen, [.. late.Select(a => a.Pair)], WaitGoal.NaturalEnd(unit.Technology, late.Key));
            var waiter = new PairWaiter(step, fleet, reader, [waited], wait with { Scope = "all" },
                $"an earlier {PairVerb.WordOf(late.Key)} of {unit.Name} is under way", verb.Operation.GoesAlone);
            if (await waiter.WaitAsync(startCounts: false, limits, cancellationToken) is { } failure)
            {
                return new StepOutcome.Failed(failure);
            }
            await ReadAsync();
        }
        return null;
    }

    /// <summary>Asks the array for what the pairs need.</summary>
    /// <returns>Null when nothing is left to ask; else the step ends with this.</returns>
    public async Task<StepOutcome?> ActAsync(CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            if (step.Clock.GetUtcNow() - Seen.At > Fresh || round > 1)
            {
                await ReadAsync();
            }
            var refused = Refusal() ?? (round > 1 ? await ObstacleAsync(cancellationToken) : null);
            if (refused is not null)
            {
                return refused;
            }
            var result = await AskAsync(cancellationToken);
            switch (result)
            {
                case null or SendResult.Done:
                    return null;
                case SendResult.Ended ended:
                    return ended.Outcome;
                case SendResult.Again again when round == MaxRounds:
                    return new StepOutcome.Failed(again.Why);
                case SendResult.Again { AskAlone: { } answering }:
                    // At once, and without the partner also when that one comes and goes.
                    _alone = fleet.Find(answering);
                    break;
                default:
                    await Task.Delay(BetweenRounds, step.Clock, limits.Token);
                    break;
            }
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            _seen = _alone is { } answering ? await reader.ReadAloneAsync(unit, answering, limits.Token)
                : await reader.ReadAsync(unit, refresh: true, orAlone: verb.Operation.GoesAlone, limits.Token);
        }
        catch (ArrayApiException e) when (Survivor.Absent(fleet, unit.Group, fleet[unit.Target.Array], e.Error) is { } absent)
        {
            throw new ArrayNeededException(
                $"{verb.Word} of {unit.Name} needs array {absent}, which does not answer: {verb.Word} is done by both arrays; nothing was sent", absent, e);
        }
        if (unit.Technology == Technology.ThinImage && verb.NewPairs.Count > 0)
        {
            _newPairs = await SnapshotNaming.NameAsync(step, fleet, _seen, verb.NewPairs, limits.Token);
        }
        var end = verb.NaturalEnd(unit.Technology);
        var pairs = _newPairs.Count > 0
            ? _newPairs.Select(p => _seen.Find(p.Name) ?? PairStates.Absent(unit, p.Name))
            : _seen.Pairs;
        _decisions = [.. pairs.Select(p => PairDecider.Decide(p, verb.Operation, end, PairMemory.Of(step, unit, p.Name, verb.Operation)))];
    }

    private StepOutcome? Refusal()
    {
        if (!Seen.Exists && verb.Operation.Action is not (PairAction.Create or PairAction.Delete) && unit.Pair is null)
        {
            return new StepOutcome.Failed(
                new Failure(FailureKind.WrongStatus,
                    $"array {unit.Target.Array} has no copy group {unit.Group.Name}")
                { Array = unit.Target.Array });
        }
        var refused = _decisions.Where(d => d.Need == PairNeed.Refused).ToList();
        if (refused.Count == 0)
        {
            return null;
        }
        var first = refused[0];
        return new StepOutcome.Failed(
            new Failure(FailureKind.WrongStatus, $"{verb.Word} is not possible: {first.Pair.Reading} on {unit.Target.Array}: {first.Why}")
            {
                Array = unit.Target.Array,
                Pairs = PairText.List(refused.Select(d => d.Pair.Reading)),
                Help = "nothing was sent for this copy group; bring the pairs into a fitting status, then resume",
            });
    }

    /// <summary>Another pair on the same volumes makes the array refuse: nothing is sent.</summary>
    private async Task<StepOutcome?> ObstacleAsync(CancellationToken cancellationToken)
    {
        var act = _decisions.Where(d => d.Need == PairNeed.Act).Select(d => Planned(d.Pair)).ToList();
        return await new SharedPairs(fleet, reader).FindAsync(Seen, act, verb.Operation, limits.Token) is not { } found ? null : new StepOutcome.Failed(
            new Failure(FailureKind.WrongStatus, $"{verb.Word} of {unit.Group.Name}/{found.Pair.Name} on {unit.Target.Array} is refused: {found.Conflict.Why}")
            {
                Array = unit.Target.Array,
                Pairs = PairText.List([found.Pair.Reading]),
                Help = $"nothing was sent; bring {found.Conflict.With.Name} into a fitting status, then resume",
            });
    }

    /// <summary>A pair that is to be made has the volumes it is to be made of.</summary>
    private SeenPair Planned(SeenPair pair) => _newPairs.FirstOrDefault(p => p.Name == pair.Name) is not { } wanted ? pair
        : pair with
        {
            Reading = pair.Reading with { PvolLdev = wanted.Pvol, SvolLdev = wanted.Svol },
            State = pair.State with { SvolArray = unit.Target.RemoteArray ?? "" },
        };

    private Task<SendResult?> AskAsync(CancellationToken cancellationToken)
    {
        var act = _decisions.Where(d => d.Need == PairNeed.Act).Select(d => d.Pair).ToList();
        return act.Count == 0 ? Task.FromResult<SendResult?>(null)
            : verb.Operation.Action == PairAction.Create ? CreateAsync(act, cancellationToken)
            : OperateAsync(act, cancellationToken);
    }

    /// <summary>One request after the other: the array wants no two at a time in one copy group.</summary>
    private async Task<SendResult?> OperateAsync(List<SeenPair> act, CancellationToken cancellationToken)
    {
        if (unit.Pair is not null && UnitRules.Refuse(unit.Technology, verb.Operation, OperationUnit.Pair) is { } wrong)
        {
            return SendResult.Fail(new Failure(FailureKind.Invalid, $"{unit.Name}: {wrong.Why}"));
        }
        foreach (var ask in AskPlanner.Plan(unit.Technology, verb.Operation, act, [.. Seen.All], unit.Pair is not null))
        {
            var result = await SendAsync(ask.Pair, ask.Touched, Describe(ask), cancellationToken);
            if (result is not SendResult.Done)
            {
                return result;
            }
        }
        return new SendResult.Done();
    }

    private async Task<SendResult?> CreateAsync(List<SeenPair> act, CancellationToken cancellationToken)
    {
        var first = !Seen.Exists;
        foreach (var pair in act)
        {
            var wanted = _newPairs.First(p => p.Name == pair.Name);
            var request = fleet[unit.Target.Array].DescribeRequest(unit.Group,
                wanted.Request(verb.Operation, verb.NewGroup!, unit.Technology, first));
            var result = await SendAsync(pair.Name, [pair], request, cancellationToken);
            if (result is not SendResult.Done)
            {
                return result;
            }
            first = false;
        }
        return new SendResult.Done();
    }

    private ArrayRequest Describe(Ask ask) => PairAsk.Describe(fleet, Seen, ask, verb.Operation);

    private async Task<SendResult> SendAsync(string? pair, IReadOnlyList<SeenPair> touched, ArrayRequest request,
        CancellationToken cancellationToken)
    {
        if (limits.Reason("before the request was sent") is { } reason)
        {
            return SendResult.Fail(reason);
        }
        Acted = true;
        var target = pair is null ? unit.Group.Name : $"{unit.Group.Name}/{pair}";
        return await sender.SendAsync(unit, request, verb.Word, target, [.. touched.Select(p => p.Reading)], cancellationToken);
    }
}
