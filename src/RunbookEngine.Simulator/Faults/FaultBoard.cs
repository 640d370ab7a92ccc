using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Faults;

/// <summary>The faults that are set, and whether one of them applies here and now.</summary>
internal sealed class FaultBoard(SimulatedArrays world)
{
    /// <summary>Faults set at the same time.</summary>
    public const int Max = 1000;

    private readonly List<ActiveFault> _faults = [];
    private int _nextId = 1;

    public IReadOnlyList<ActiveFault> All => _faults;

    /// <summary>Sets the topology's faults. The world is complete by now.</summary>
    public void Begin()
    {
        foreach (var spec in world.Topology.Faults)
            Add(spec);
    }

    public ActiveFault Add(FaultSpec spec)
    {
        var id = _nextId++;
        var fault = new ActiveFault(id, spec, unchecked(world.Topology.Seed * 31 + id), world.Now);
        _faults.Add(fault);
        if (FaultKinds.OfTheWorld.Contains(spec.Kind) && !fault.WaitsForRequest)
        {
            if (spec.At is null)
                Happen(fault);
            else
                fault.Timer = world.Agenda.At(fault.Begins, () => Happen(fault));
        }
        return fault;
    }

    /// <summary>Takes a fault away, and back what it has done where that can be taken back.</summary>
    public bool Remove(int id)
    {
        if (_faults.FirstOrDefault(f => f.Id == id) is not { } fault)
            return false;
        _faults.Remove(fault);
        fault.Timer?.Cancel();
        End(fault);
        return true;
    }

    public void Clear() => _faults.ToList().ForEach(f => Remove(f.Id));

    /// <summary>A request has come: faults of the world that wait for one happen.</summary>
    public void OnRequest(Attempt attempt)
    {
        foreach (var fault in _faults)
        {
            if (FaultKinds.OfTheWorld.Contains(fault.Spec.Kind) && fault.WaitsForRequest && fault.Undo is null && fault.Fits(attempt, world.Now) && fault.Take())
                Start(fault);
        }
    }

    /// <summary>What is answered instead; null when the request goes on, or its own answer stands.</summary>
    public SimResponse? Instead(Attempt attempt, bool afterEffect)
    {
        foreach (var fault in _faults)
        {
            var spec = fault.Spec;
            var after = spec.AfterEffect || spec.Kind == FaultKinds.AnswerLost;
            if (after != afterEffect || Answers(spec.Kind) is not { } answer || !fault.Fits(attempt, world.Now) || !fault.Take())
                continue;
            return answer(spec, attempt.Path);
        }
        return null;
    }

    /// <summary>How long the answer is kept back.</summary>
    public TimeSpan Delay(Attempt attempt)
    {
        var delay = TimeSpan.Zero;
        foreach (var fault in _faults)
        {
            if (fault.Spec is { Kind: FaultKinds.AnswerSlow, For: { } slow } && fault.Fits(attempt, world.Now) && fault.Take())
                delay += slow;
        }
        return delay;
    }

    /// <summary>The answer, or as much of it as reaches the client.</summary>
    public SimResponse Cut(Attempt attempt, SimResponse answer)
    {
        foreach (var fault in _faults)
        {
            if (fault.Spec.Kind == FaultKinds.ConnectionCut && fault.Fits(attempt, world.Now) && fault.Take())
                return answer with { CutAfter = answer.Body.Length / 2 };
        }
        return answer;
    }

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
            if (kind is { } k && fault.FitsJob(call, plan, world.Now) && fault.Take())
            {
                return new JobFault(k, fault.Spec.MessageId is { } id
                    ? new ArrayError(id, "The operation failed.", null, "See the message id.") { SolutionType = "SEE_ERROR_DETAIL" }
                    : ArrayError.Rejected("The volume could not be operated.", "2E20", "9100"));
            }
        }
        return null;
    }

    private static Func<FaultSpec, string, SimResponse>? Answers(string kind) => kind switch
    {
        FaultKinds.RequestLost or FaultKinds.AnswerLost => (_, _) => SimResponse.Lost,
        FaultKinds.Busy => (spec, path) => SimResponse.Json(spec.Status ?? 503,
            new ArrayError(spec.MessageId ?? "KART00003-E", "The REST API server is busy.", null, "Wait and try again.") { SolutionType = "RETRY" }.ToJson(path)),
        FaultKinds.HtmlError => (spec, _) => SimResponse.Html(spec.Status ?? 500, "Internal Server Error"),
        FaultKinds.EmptyAnswer => (_, _) => SimResponse.Empty(200),
        FaultKinds.Refused => (spec, path) => SimResponse.Json(spec.Status ?? 500,
            new ArrayError(spec.MessageId ?? "KART30000-E", "The request was refused.", null, "See the message id.") { SolutionType = "SEE_ERROR_DETAIL" }.ToJson(path)),
        _ => null,
    };

    private void Happen(ActiveFault fault)
    {
        fault.Timer = null;
        if (fault.Take())
            Start(fault);
    }

    private void Start(ActiveFault fault)
    {
        fault.Undo = WorldFaults.Start(world, fault.Spec);
        if (fault.Undo is not null && fault.Spec.For is { } lasts)
            fault.Timer = world.Agenda.After(lasts, () => End(fault));
    }

    private static void End(ActiveFault fault)
    {
        var undo = fault.Undo;
        (fault.Undo, fault.Timer) = (null, null);
        undo?.Invoke();
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
