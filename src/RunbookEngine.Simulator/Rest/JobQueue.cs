using System.Text;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Ledger;
using RunbookEngine.Simulator.ResourceGroups;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Rest;

/// <summary>Jobs of one REST server: accepted, waiting for a place, at the array, waiting for a copy to end, kept for a while.</summary>
internal sealed class JobQueue(RestServer server)
{
    private readonly SortedDictionary<long, ArrayJob> _jobs = [];
    private readonly Queue<Work> _queue = new();
    private readonly List<Work> _running = [];
    private readonly List<Work> _waiting = [];
    private long _nextId = 1;

    /// <summary>Records kept; the oldest go first.</summary>
    /// <remarks>Source: REST API guide, "Job object": 100,000 on VSP 5000, 3,000 on the midrange models.</remarks>
    public int MaxKept => server.Array.IsVsp5000 ? 100_000 : 3_000;

    private DateTimeOffset Now => server.Array.World.Now;

    /// <summary>Jobs on record.</summary>
    public int Count => _jobs.Count;

    public ArrayJob? Find(long id) => _jobs.GetValueOrDefault(id);

    /// <summary>Newest first.</summary>
    public IEnumerable<ArrayJob> Newest => _jobs.Values.Reverse();

    public ArrayJob Accept(Call call, JobPlan plan)
    {
        var job = new ArrayJob
        {
            Id = _nextId++,
            UserId = call.User.Name,
            Url = "/" + string.Join('/', call.Segments.Prepend("ConfigurationManager")),
            Method = call.Request.Method,
            Body = Encoding.UTF8.GetString(call.Request.Body.Span),
            Created = Now,
            Updated = Now,
        };
        _jobs.Add(job.Id, job);
        while (_jobs.Count > MaxKept && _jobs.First() is { Value.Completed: true } oldest)
            _jobs.Remove(oldest.Key);
        _queue.Enqueue(new Work(job, plan, call) { Overlaps = OverlapsAnother(plan) });
        FillPlaces();
        return job;
    }

    /// <summary>Ends every wait whose condition has come true.</summary>
    public void CheckWaiting()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var work = _waiting[i];
            if (work.Until!() is not { } ended)
                continue;
            _waiting.RemoveAt(i);
            Complete(work, ended.Error is null ? "Succeeded" : "Failed", ended.Error);
        }
    }

    /// <summary>The server restarts, or the array is gone: what has not ended is in doubt, and what the array has not begun it never does.</summary>
    public void Restart()
    {
        foreach (var work in _queue.Concat(_running).ToList())
        {
            work.Step?.Cancel();
            Show(work.Job, "Completed", "Unknown");
            work.Job.CompletedAt = Now;
        }
        _queue.Clear();
        _running.Clear();
        _waiting.Clear();
    }

    private void FillPlaces()
    {
        while (_running.Count < server.Array.World.Timing.ParallelJobs && _queue.TryDequeue(out var work))
        {
            _running.Add(work);
            work.Step = server.Array.World.Agenda.After(server.Array.World.Timing.JobStart, () => Start(work));
        }
    }

    private void Start(Work work)
    {
        Show(work.Job, "Running", "Started");
        work.Step = server.Array.World.Agenda.After(server.Array.World.Timing.JobExecute, () => Execute(work));
    }

    private void Execute(Work work)
    {
        work.Step = null;
        var fault = server.Array.World.Faults.OnJob(work.Call, work.Plan);
        if (fault is { Kind: JobFaultKind.Hang })
            return;
        if (fault is { Kind: JobFaultKind.Fail })
        {
            Record(work, JobResult.Fail(fault.Error));
            Complete(work, "Failed", fault.Error);
            return;
        }
        var result = work.Overlaps
            ? JobResult.Fail(ArrayError.ResourceLocked("Another operation on the copy group is being processed."))
            : LockedOut(work) is { } locked ? JobResult.Fail(locked) : Run(work.Plan);
        Record(work, result);
        work.Job.Affected = result.Affected;
        if (fault is not null && result.Error is null)
            Complete(work, fault.Kind == JobFaultKind.Unknown ? "Unknown" : "Failed", fault.Kind == JobFaultKind.Unknown ? null : fault.Error);
        else if (result.Error is not null)
            Complete(work, "Failed", result.Error);
        else if (result.Until is null || (work.Call.NoWait && !work.Plan.AlwaysWaits))
            Complete(work, "Succeeded", null);
        else
            Wait(work, result.Until);
    }

    /// <remarks>A mistake of the simulator's own ends the job that met it, not every request after it.</remarks>
    private static JobResult Run(JobPlan plan)
    {
        try
        {
            return plan.Execute();
        }
        catch (Refusal refusal)
        {
            return JobResult.Fail(refusal.Error);
        }
        catch (Exception e)
        {
            return JobResult.Fail(ArrayError.OwnMistake(e));
        }
    }

    private void Wait(Work work, Func<Ended?> until)
    {
        if (work.Plan.ShowsStorageAccepted)
            Show(work.Job, "Running", "StorageAccepted");
        work.Until = until;
        _waiting.Add(work);
        CheckWaiting();
    }

    /// <summary>
    /// Another job on the same copy group has not been carried out yet. One that only waits for its copy to end is no hindrance, nor is one
    /// that hangs.
    /// </summary>
    /// <remarks>Source: REST API guide, splitting in units of copy groups: no two operations on one copy group at a time.</remarks>
    private bool OverlapsAnother(JobPlan plan) =>
        plan.Key is { } key && server.Array.World.Switches.RejectOverlap && server.Array.World.Arrays.SelectMany(a => a.Servers)
            .Any(s => s.Jobs._queue.Concat(s.Jobs._running.Where(w => w.Step is not null)).Any(w => ReferenceEquals(w.Plan.Key, key)));

    private ArrayError? LockedOut(Work work) =>
        !work.Plan.PassesLocks && LockService.Living(server.Array).FirstOrDefault(l => l.Session != work.Call.Session && l.Groups.Overlaps(server.Array.GroupsOf(work.Call.User))) is { } held
            ? ArrayError.ResourceLocked($"The resource is locked by another user. (userId = {held.Owner})")
            : null;

    private void Complete(Work work, string state, ArrayError? error)
    {
        _running.Remove(work);
        work.Job.Error = error;
        work.Job.CompletedAt = Now;
        Show(work.Job, "Completed", state);
        FillPlaces();
    }

    private void Show(ArrayJob job, string status, string state) => (job.Status, job.State, job.Updated) = (status, state, Now);

    private void Record(Work work, JobResult result)
    {
        var (plan, call) = (work.Plan, work.Call);
        server.Array.World.Ledger.Add(sequence => new LedgerEntry(
            sequence, Now, server.Array.Alias, server.Controller, call.User.Name, call.Request.Method, work.Job.Url, plan.ObjectType, plan.ObjectId,
            plan.CopyGroup, plan.Pair, plan.Action, result.Error is not null && !result.Changed ? "failed" : result.Changed ? "changed" : "no-op",
            work.Job.Id, result.PairsChanged)
        { Body = work.Job.Body });
    }

    private sealed class Work(ArrayJob job, JobPlan plan, Call call)
    {
        public ArrayJob Job { get; } = job;
        public JobPlan Plan { get; } = plan;
        public Call Call { get; } = call;
        public World.Agenda.Entry? Step { get; set; }
        public Func<Ended?>? Until { get; set; }
        public bool Overlaps { get; init; }
    }
}
