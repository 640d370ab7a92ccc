using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Undo;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>Walks a plan's pair operations over the status model, from pairs as they are or as somebody assumes them. Sends nothing that changes an array.</summary>
public sealed class PairForecast
{
    private readonly ArrayFleet? _fleet;
    private readonly List<ForecastGroup> _groups;

    private PairForecast(ArrayFleet? fleet, List<ForecastGroup> groups) => (_fleet, _groups) = (fleet, groups);

    /// <summary>The pairs as they would be now, one row for each copy group and kind of status.</summary>
    public IReadOnlyList<(string CopyGroup, string Statuses, int Pairs)> Pairs =>
        [.. _groups.SelectMany(g => g.States.Values.GroupBy(s => $"{s.P}/{s.S}").Select(s => (g.Name, s.Key, s.Count())))];

    /// <summary>From the pairs as the arrays tell them.</summary>
    /// <param name="plan">With its copy groups pinned.</param>
    /// <exception cref="ArrayApiException">An array refused or cannot be reached.</exception>
    public static async Task<PairForecast> ReadAsync(ArrayConnections connections, Plan plan, CancellationToken cancellationToken)
    {
        var fleet = connections.For(plan.Environment);
        var groups = await Task.WhenAll(PairScope.OfPlan(plan, fleet).Select(async unit =>
        {
            var read = await fleet[unit.Target.Array].ReadCopyGroupAsync(unit.Group, PairReadOptions.Default, cancellationToken);
            var states = (read?.Pairs ?? []).Select(p => PairStates.Seen(fleet, unit, p, access: null)).ToDictionary(p => p.Name, p => p.State);
            return new ForecastGroup(unit.Target.Name, unit.Group.Name, unit.Technology, unit, states);
        }));
        return new PairForecast(fleet, [.. groups]);
    }

    /// <summary>From an assumed status of every pair. Where the plan is bound to no arrays each pattern of a target stands for one copy group with one pair.</summary>
    /// <exception cref="ArgumentException">The word is no pair status.</exception>
    public static PairForecast Assume(ArrayConnections? connections, Plan plan, string status)
    {
        var fleet = connections?.For(plan.Environment);
        var (p, s) = Assumed(status);
        return new PairForecast(fleet, [.. plan.Targets.SelectMany(target => Names(target).Select(group =>
        {
            var technology = TechnologyNames.FromRunbook(target.Technology)!.Value;
            var state = PairState.Observed(technology, p, technology is Technology.ShadowImage && s == PairStatus.SSUS ? PairStatus.SSUS : s) with
            {
                PvolArray = target.Array, SvolArray = target.RemoteArray ?? target.Array,
            };
            var unit = fleet is null ? null : PairUnit.Of(fleet, target, group, null);
            return new ForecastGroup(target.Name, group.Name, technology, unit, new Dictionary<string, PairState> { ["(every pair)"] = state });
        }))]);
    }

    /// <summary>What a pair operation would send and bring; the forecast goes on from there. Empty for a verb that changes no pair.</summary>
    /// <param name="step">One iteration of it, when it is a loop.</param>
    /// <exception cref="ArgumentException">An argument has no usable value; the message says which.</exception>
    public IReadOnlyList<ForecastCall> Apply(PlanStep step, ResolvedArguments resolved)
    {
        try
        {
            var arguments = new StepArguments(step.Verb, resolved.Value, resolved.Secrets);
            var on = arguments.Text("on");
            var (name, pair) = on.IndexOf('/') is > 0 and var slash ? (on[..slash], on[(slash + 1)..]) : (on, null);
            var groups = _groups.Where(g => g.Target == on).ToList() is { Count: > 0 } all ? all : _groups.Where(g => g.Name == name).ToList();
            return [.. groups.SelectMany(g => Apply(g, pair, PairVerb.Read(arguments, g.Technology)))];
        }
        catch (InvalidArgumentsException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }

    private IEnumerable<ForecastCall> Apply(ForecastGroup group, string? pair, PairVerb verb)
    {
        foreach (var made in verb.NewPairs.Where(n => !group.States.ContainsKey(n.Name)))
            group.States[made.Name] = PairState.None(group.Technology) with { PvolArray = group.PvolArray, SvolArray = group.SvolArray };
        var end = verb.NaturalEnd(group.Technology);
        var wanted = group.States.Where(s => pair is null || s.Key == pair)
            .Where(s => verb.NewPairs.Count == 0 || verb.NewPairs.Any(n => n.Name == s.Key)).ToList();
        var parts = wanted.Select(s => ForecastPart.Of(s.Key, s.Value, verb.Operation, end)).ToList();
        foreach (var part in parts)
            group.States[part.Pair] = part.After;
        var acting = parts.Where(p => p.Verdict is ForecastVerdict.Accepted or ForecastVerdict.Uncertain).ToList();
        var requests = Requests(group, verb, acting, pair is not null).ToList();
        foreach (var (ask, request) in requests)
            yield return Call(group, verb, ask, [.. acting.Where(p => ask is null || p.Pair == ask)], request);
        foreach (var rest in parts.Except(acting).GroupBy(p => p.Verdict))
            yield return Call(group, verb, null, [.. rest], null);
    }

    private IEnumerable<(string? Pair, Arrays.Requests.ArrayRequest? Request)> Requests(
        ForecastGroup group, PairVerb verb, List<ForecastPart> acting, bool onlyPair)
    {
        if (acting.Count == 0)
            return [];
        if (_fleet is null || group.Unit is not { } unit)
            return [(null, null)];
        var seen = acting.Select(p => new SeenPair(p.Pair, PairStates.Absent(unit, p.Pair).Reading, p.Before)).ToList();
        if (verb.Operation.Action == PairAction.Create)
            return acting.Select((p, i) => ((string?)p.Pair, (Arrays.Requests.ArrayRequest?)_fleet[unit.Target.Array].DescribeRequest(
                unit.Group, verb.NewPairs.First(n => n.Name == p.Pair).Request(verb.Operation, verb.NewGroup!, group.Technology, i == 0 && group.States.Count == verb.NewPairs.Count))));
        var all = group.States.Keys.Select(k => seen.FirstOrDefault(s => s.Name == k) ?? new SeenPair(k, PairStates.Absent(unit, k).Reading, group.States[k])).ToList();
        return AskPlanner.Plan(group.Technology, verb.Operation, seen, all, onlyPair).Select(ask =>
        {
            var looked = new SeenGroup(unit, _fleet[unit.Target.Array], PairReadOptions.Default, true, seen, [], default);
            var asked = ask with { Touched = [.. ask.Touched.Where(t => seen.Contains(t))] };
            return (ask.Pair, (Arrays.Requests.ArrayRequest?)PairAsk.Describe(_fleet, looked, asked, verb.Operation));
        }).ToList();
    }

    private static ForecastCall Call(ForecastGroup group, PairVerb verb, string? ask, List<ForecastPart> parts, Arrays.Requests.ArrayRequest? request) => new()
    {
        CopyGroup = group.Name,
        Pair = ask,
        Array = request?.Array,
        Method = request?.Method,
        Path = request?.Path,
        Body = request?.Body,
        Verdict = parts.Any(p => p.Verdict == ForecastVerdict.Uncertain) ? ForecastVerdict.Uncertain : parts[0].Verdict,
        Why = parts.Select(p => p.Why).FirstOrDefault(w => w is not null),
        Before = Statuses(parts.Select(p => p.Before)),
        During = Statuses(parts.Select(p => p.During)),
        After = Statuses(parts.Select(p => p.After)),
        Pairs = parts.Count,
        Copy = parts.Select(p => p.Copy).FirstOrDefault(c => c is not null),
        Warnings = [.. parts.SelectMany(p => p.Warnings).Distinct()],
        Undo = parts.Select(p => Undo(p, verb.Operation)).FirstOrDefault(u => u is not null),
        HostAccess = parts[0].After.IsSimplex ? null : $"P-VOL {Word(parts[0].After.PvolAccess)}, S-VOL {Word(parts[0].After.SvolAccess)}",
    };

    private static string? Undo(ForecastPart part, PairOperation done) => part.Verdict is not (ForecastVerdict.Accepted or ForecastVerdict.Uncertain)
        ? null
        : Inverse.Of(part.Before, done, part.After, accepted: true) switch
        {
            UndoPlan.Possible way => string.Join(", then ", way.Steps.Select(s => PairVerb.WordOf(s.Operation))) + $" back to {way.Final.P}/{way.Final.S}",
            UndoPlan.Impossible no => $"no way back: {no.Why}; {no.Instead}",
            _ => null,
        };

    private static IEnumerable<PlanCopyGroup> Names(PlanTarget target) =>
        target.CopyGroups is { Length: > 0 } pinned ? pinned : target.Patterns.Select(p => new PlanCopyGroup(p));

    private static (PairStatus P, PairStatus S) Assumed(string status)
    {
        var words = status.Split('/');
        var read = words.Select(PairStates.Status).ToList();
        if (words.Length > 2 || read.Any(r => r == PairStatus.Unknown))
            throw new ArgumentException($"'{status}' is no pair status; write PAIR, PSUS, PSUS/SSUS, SMPL, SSWS ...");
        return read is [var p, var s] ? (p, s) : read[0] switch
        {
            PairStatus.PSUS => (PairStatus.PSUS, PairStatus.SSUS),
            PairStatus.SSWS => (PairStatus.PSUS, PairStatus.SSWS),
            var both => (both, both),
        };
    }

    private static string Statuses(IEnumerable<PairState> states) => string.Join(", ", states.Select(s => $"{s.P}/{s.S}").Distinct());

    private static string Word(Replication.Vocabulary.HostAccess access) => access switch
    {
        Replication.Vocabulary.HostAccess.ReadWrite => "read and write",
        Replication.Vocabulary.HostAccess.Read => "read only",
        _ => "no access",
    };
}
