using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Faults;

/// <summary>The faults that are set, and whether one of them applies here and now.</summary>
internal sealed class FaultBoard
{
    private readonly SimulatedArrays _world;
    private readonly List<ActiveFault> _faults = [];

    public FaultBoard(SimulatedArrays world)
    {
        _world = world;
        foreach (var spec in world.Topology.Faults)
            Add(spec);
    }

    public IReadOnlyList<ActiveFault> All => _faults;

    public ActiveFault Add(FaultSpec spec)
    {
        var fault = new ActiveFault(spec);
        _faults.Add(fault);
        return fault;
    }

    /// <summary>Instead of doing the request; null when it goes on.</summary>
    public SimResponse? BeforeRequest(RestServer server, SimRequest request, string decodedPath)
    {
        foreach (var fault in _faults)
        {
            var answer = fault.Spec.Kind switch
            {
                FaultKinds.RequestLost => SimResponse.Lost,
                FaultKinds.Busy => SimResponse.Json(503, new ArrayError(
                    fault.Spec.MessageId ?? "KART00003-E", "The REST API server is busy.", null, "Wait and try again.")
                { SolutionType = "RETRY" }.ToJson(decodedPath)),
                FaultKinds.HtmlError => SimResponse.Html(fault.Spec.Status ?? 500, "Internal Server Error"),
                FaultKinds.EmptyAnswer => SimResponse.Empty(200),
                _ => null,
            };
            if (answer is not null && fault.Matches(server.Array, request.Method, decodedPath) && fault.Take())
                return answer;
        }
        return null;
    }

    /// <summary>What happens to a finished answer: true means the client never gets it.</summary>
    public bool LosesAnswer(RestServer server, SimRequest request, string decodedPath) =>
        _faults.Any(f => f.Spec.Kind == FaultKinds.AnswerLost && f.Matches(server.Array, request.Method, decodedPath) && f.Take());

    public JobFault? OnJob(Call call, JobPlan plan)
    {
        foreach (var fault in _faults)
        {
            JobFaultKind? kind = fault.Spec.Kind switch
            {
                FaultKinds.JobFails => JobFaultKind.Fail,
                FaultKinds.JobFailsAfterEffect => JobFaultKind.FailAfterEffect,
                FaultKinds.JobHangs => JobFaultKind.Hang,
                FaultKinds.JobUnknown => JobFaultKind.Unknown,
                _ => null,
            };
            if (kind is { } k && fault.MatchesJob(call.Array, plan) && fault.Take())
            {
                return new JobFault(k, fault.Spec.MessageId is { } id
                    ? new ArrayError(id, "The operation failed.", null, "See the message id.") { SolutionType = "SEE_ERROR_DETAIL" }
                    : ArrayError.Rejected("The volume could not be operated.", "2E20", "9100"));
            }
        }
        return null;
    }
}

internal enum JobFaultKind
{
    Fail,
    FailAfterEffect,
    Hang,
    Unknown,
}

internal sealed record JobFault(JobFaultKind Kind, ArrayError Error);

/// <summary>A fault and how often it has matched.</summary>
internal sealed class ActiveFault(FaultSpec spec)
{
    public FaultSpec Spec { get; } = spec;

    public int Seen { get; private set; }

    public int Happened { get; private set; }

    public bool Spent => Spec.Times is { } times && Happened >= times;

    public bool Matches(SimulatedArray array, string method, string path) =>
        !Spent
        && (Spec.Array is null || Spec.Array == array.Alias)
        && (Spec.Method is null || string.Equals(Spec.Method, method, StringComparison.OrdinalIgnoreCase))
        && (Spec.PathContains is null || path.Contains(Spec.PathContains, StringComparison.OrdinalIgnoreCase))
        && (Spec.Action is null || path.Contains($"/actions/{Spec.Action}/", StringComparison.OrdinalIgnoreCase))
        && (Spec.CopyGroup is null || path.Split('/').Any(s => s.Split(',').Contains(Spec.CopyGroup)));

    public bool MatchesJob(SimulatedArray array, JobPlan plan) =>
        !Spent
        && (Spec.Array is null || Spec.Array == array.Alias)
        && (Spec.Action is null || Spec.Action == plan.Action)
        && (Spec.CopyGroup is null || Spec.CopyGroup == plan.CopyGroup)
        && (Spec.Pair is null || Spec.Pair == plan.Pair);

    /// <summary>Counts a match; true when the fault happens, false while the first ones are let through.</summary>
    public bool Take()
    {
        if (Seen++ < Spec.Skip)
            return false;
        Happened++;
        return true;
    }
}
