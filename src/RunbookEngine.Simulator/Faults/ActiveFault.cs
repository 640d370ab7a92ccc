using System.IO.Enumeration;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Faults;

/// <summary>A fault that is set: whether a request is meant, how often one was, and what it has done to the world.</summary>
internal sealed class ActiveFault(int id, FaultSpec spec, int seed, DateTimeOffset set)
{
    private readonly Random _random = new(spec.Seed ?? seed);

    public int Id { get; } = id;

    public FaultSpec Spec { get; } = spec;

    /// <summary>Requests or jobs that fitted.</summary>
    public int Seen { get; private set; }

    public int Happened { get; private set; }

    /// <summary>Takes back what the fault has done to the world; null while there is nothing to take back.</summary>
    public Action? Undo { get; set; }

    public Agenda.Entry? Timer { get; set; }

    public DateTimeOffset Begins { get; } = set + (spec.At ?? TimeSpan.Zero);

    public bool Spent => Spec.Times is { } times && Happened >= times;

    /// <summary>A fault of the world that waits for a request instead of a time.</summary>
    public bool WaitsForRequest =>
        Spec.Method is not null || Spec.Path is not null || Spec.PathContains is not null || Spec.Action is not null || Spec.Skip > 0 || Spec.Probability < 1;

    public bool Fits(Attempt attempt, DateTimeOffset now) =>
        IsOn(now)
        && (Spec.Array is null || Spec.Array == attempt.Server.Array.Alias)
        && (Spec.Controller is null || Spec.Controller == attempt.Server.Controller)
        && FitsPath(attempt.Method, attempt.Path)
        && (Spec.Action is null || Spec.Action == attempt.Action)
        && (Spec.CopyGroup is null || FaultKinds.OfTheWorld.Contains(Spec.Kind) || attempt.Names(Spec.CopyGroup))
        && (Spec.Pair is null || FaultKinds.OfTheWorld.Contains(Spec.Kind) || attempt.Names(Spec.Pair));

    public bool FitsJob(Call call, JobPlan plan, DateTimeOffset now) =>
        IsOn(now)
        && (Spec.Array is null || Spec.Array == call.Array.Alias)
        && (Spec.Controller is null || Spec.Controller == call.Server.Controller)
        && FitsPath(call.Request.Method, Paths.Decode(call.Request.Path))
        && (Spec.Action is null || Spec.Action == plan.Action)
        && (Spec.CopyGroup is null || Spec.CopyGroup == plan.CopyGroup)
        && (Spec.Pair is null || Spec.Pair == plan.Pair);

    /// <summary>Counts a match; true when the fault happens, false while the first ones are let through or chance spares this one.</summary>
    public bool Take()
    {
        if (Seen++ < Spec.Skip || (Spec.Probability < 1 && _random.NextDouble() >= Spec.Probability))
            return false;
        Happened++;
        return true;
    }

    private bool IsOn(DateTimeOffset now) =>
        !Spent && now >= Begins && !(Spec.Kind != FaultKinds.AnswerSlow && FaultKinds.OfRequests.Contains(Spec.Kind) && Spec.For is { } lasts && now >= Begins + lasts);

    private bool FitsPath(string method, string path) =>
        (Spec.Method is null || string.Equals(Spec.Method, method, StringComparison.OrdinalIgnoreCase))
        && (Spec.PathContains is null || path.Contains(Spec.PathContains, StringComparison.OrdinalIgnoreCase))
        && (Spec.Path is null || FileSystemName.MatchesSimpleExpression(Spec.Path.StartsWith('/') ? Spec.Path : "*/" + Spec.Path, path, ignoreCase: true));
}
