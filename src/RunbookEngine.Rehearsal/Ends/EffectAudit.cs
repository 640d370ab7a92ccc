using RunbookEngine.Journal;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Rehearsal.Rooms;

namespace RunbookEngine.Rehearsal.Ends;

/// <summary>Compares what the arrays and programs did with what the journals announced: nothing twice, nothing unannounced, nothing missing.</summary>
internal static class EffectAudit
{
    public static IEnumerable<Finding> Check(CaseRecord record) => [.. Requests(record), .. Pairs(record), .. Programs(record)];

    /// <summary>Of one request, the arrays carried out no more than the journals announced, and at least those it calls done.</summary>
    private static IEnumerable<Finding> Requests(CaseRecord record)
    {
        var operations = Operations(record).Where(o => o.Intent.Array.Length > 0)
            .GroupBy(o => Key(o.Intent.Request.Method, o.Intent.Request.Path, o.Intent.Request.Body)).ToDictionary(g => g.Key, g => g.ToList());
        var entries = record.Ledger.GroupBy(e => Key(record, e)).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (key, done) in entries)
        {
            var announced = operations.GetValueOrDefault(key) ?? [];
            var what = $"{done[0].Action} of {done[0].CopyGroup}{(done[0].Pair is null ? "" : "/" + done[0].Pair)}";
            if (done.Count > announced.Count)
                yield return new Finding("doubled", announced.FirstOrDefault()?.Step, $"{what} reached the array {done.Count} time(s) and was announced {announced.Count} time(s)", []);
        }

        foreach (var (key, announced) in operations)
        {
            var concluded = announced.Count(o => o.Result == OperationResult.Done);
            if (concluded > (entries.GetValueOrDefault(key)?.Count ?? 0))
                yield return new Finding("missing", announced[0].Step, $"{announced[0].Intent.Action} of {announced[0].Intent.Target} is done, says the journal, and no array did it", []);
        }
    }

    /// <summary>No step changes a pair twice with the same action, unless the case itself undid the effect in between: what an array had begun when it went is lost.</summary>
    private static IEnumerable<Finding> Pairs(CaseRecord record)
    {
        if (record.Case.Faults.Any(f => f is Fault.AtStep or Fault.Loss { Kind: LossKind.Array }))
            yield break;
        var jobs = record.Requests.Where(r => r.Job is not null && r.Spot is not null)
            .GroupBy(r => (r.Host, r.Job)).ToDictionary(g => g.Key, g => g.First());
        var changes = record.Ledger.Where(e => e.Effect == "changed")
            .Select(e => (Entry: e, Request: jobs.GetValueOrDefault((HostOf(e.Array, e.Controller), e.JobId))))
            .Where(c => c.Request is not null)
            .SelectMany(c => c.Entry.PairsChanged.Select(pair => (c.Request!.Spot, c.Entry.Action, c.Entry.CopyGroup, Pair: pair)));
        foreach (var twice in changes.GroupBy(c => c).Where(g => g.Count() > 1))
            yield return new Finding("doubled", twice.Key.Spot.ToString(), $"{twice.Key.Action} changed {twice.Key.CopyGroup}/{twice.Key.Pair} {twice.Count()} times for one step", []);
    }

    private static IEnumerable<Finding> Programs(CaseRecord record)
    {
        var operations = Operations(record).Where(o => o.Intent.Request.Method == "exec").ToLookup(o => o.Step);
        var runs = record.Programs.ToLookup(p => p.ToString());
        foreach (var run in runs)
        {
            var announced = operations[run.Key].Count();
            if (run.Count() > announced)
                yield return new Finding("doubled", run.Key, $"the program ran {run.Count()} time(s) and was announced {announced} time(s)", []);
        }

        foreach (var step in operations)
        {
            var concluded = step.Count(o => o.Result == OperationResult.Done);
            if (concluded > runs[step.Key].Count())
                yield return new Finding("missing", step.Key, "the program is done, says the journal, and it never ran", []);
        }
    }

    private static IEnumerable<Operation> Operations(CaseRecord record)
    {
        var open = new Dictionary<string, Operation>();
        foreach (var (run, _, e) in record.History)
        {
            if (e is OperationIntended intended)
                open[$"{run}/{intended.Step}/{intended.Operation}"] = new Operation(record.NameOf(run) + intended.Step, intended, null);
            else if (e is OperationConcluded concluded && open.TryGetValue($"{run}/{concluded.Step}/{concluded.Operation}", out var announced))
                open[$"{run}/{concluded.Step}/{concluded.Operation}"] = announced with { Result = concluded.Result };
        }

        return open.Values;
    }

    private static string Key(CaseRecord record, Simulator.Ledger.LedgerEntry entry)
    {
        var host = HostOf(entry.Array, entry.Controller);
        var sent = record.Requests.FirstOrDefault(r => r.Host == host && r.Job == entry.JobId);
        return sent is null ? $"job {entry.JobId} of {entry.Array}" : Key(sent.Method, sent.Path, sent.Body);
    }

    private static string Key(string method, string path, string? body) => $"{method} {path} {body}";

    private static string HostOf(string array, int controller) =>
        Simulator.Hosting.InMemoryHandler.AddressOf(controller == 1 ? array : $"{array}-{controller}").Host;

    private sealed record Operation(string Step, OperationIntended Intent, OperationResult? Result);
}
