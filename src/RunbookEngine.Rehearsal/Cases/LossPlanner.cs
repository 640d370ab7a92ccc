using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Rehearsal.Cases;

/// <summary>What can be lost on the night of a disaster: each array and each line that the runbook uses, and every management; when, and when it comes back.</summary>
internal static class LossPlanner
{
    /// <summary>Requests of the plain run around which things go, at most; evenly chosen beyond that.</summary>
    private const int MaxRequests = 30;

    /// <summary>Moments at which something comes back that was gone from the start, at most.</summary>
    private const int MaxReturns = 24;

    /// <summary>Moments at which something comes back that went at a request: soon, half-way, late.</summary>
    private const int ReturnsOfEach = 3;

    /// <summary>What flaps is back after this: sooner than it counts as gone in a disaster, and later.</summary>
    private static readonly TimeSpan[] Flaps = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8)];

    /// <summary>Requests around which things flap, at most.</summary>
    private const int MaxFlaps = 6;

    public static IReadOnlyList<RehearsalCase> First(CaseRecord plain, Plan plan, Topology topology)
    {
        var arrays = TargetResolver.TargetsOf(plan).SelectMany(t => new[] { t.Array, t.RemoteArray }).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        List<Fault.Loss> things =
        [
            .. arrays.Select(a => new Fault.Loss(LossKind.Array, a, 0, false)),
            .. topology.Links.Where(l => arrays.Contains(l.First) && arrays.Contains(l.Second)).Select(l => Losses.NameOf(l.First, l.Second)).Distinct()
                .Select(l => new Fault.Loss(LossKind.Line, l, 0, false)),
            new Fault.Loss(LossKind.Managements, "all", 0, false),
        ];
        List<int> requests = [.. plain.Requests.Select(r => r.Number)];
        return
        [
            .. from thing in things
               from loss in At(thing, Evenly(requests, MaxRequests))
               select RehearsalCase.Plain.With(Kind(loss.Kind), loss),
            .. from thing in things
               from loss in At(thing, Evenly(requests, MaxFlaps))
               from flap in Flaps
               select RehearsalCase.Plain.With(CaseKind.ComesBack, loss with { Flap = flap }),
        ];
    }

    /// <summary>From the start, and right before and right after each request.</summary>
    private static IEnumerable<Fault.Loss> At(Fault.Loss thing, List<int> requests) =>
        requests.SelectMany(r => new[] { thing with { Request = r }, thing with { Request = r, After = true } }).Prepend(thing);

    /// <summary>What was lost in a case comes back at each later moment of its journal.</summary>
    public static IReadOnlyList<RehearsalCase> Returns(CaseRecord lost)
    {
        var loss = lost.Case.Faults.OfType<Fault.Loss>().Single();
        if (loss.Flap is not null)
            return [];
        var later = lost.Appends.Where(a => a.RequestsBefore >= (loss.After ? loss.Request : loss.Request - 1)).ToList();
        // A run that never began is started again when what was lost is back.
        return later.Count == 0
            ? [new RehearsalCase(CaseKind.ComesBack, [loss with { Back = 1 }])]
            : [.. Evenly(later, loss.FromTheStart ? MaxReturns : ReturnsOfEach).Select(a => new RehearsalCase(CaseKind.ComesBack, [loss with { Back = a.Number, BackEvent = a.LastEvent }]))];
    }

    private static CaseKind Kind(LossKind kind) => kind switch
    {
        LossKind.Array => CaseKind.ArrayGone,
        LossKind.Line => CaseKind.LineGone,
        _ => CaseKind.ManagementsGone,
    };

    private static List<T> Evenly<T>(List<T> all, int most) =>
        all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[i * (all.Count - 1) / Math.Max(1, most - 1)])];
}
