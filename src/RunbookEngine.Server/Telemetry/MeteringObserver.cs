using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Telemetry;

/// <summary>Counts what happens in the runs that this process drives.</summary>
internal sealed class MeteringObserver(ServerMeters meters) : IRunObserver
{
    public void Happened(JournalEntry entry, RunEvent e, RunState state)
    {
        switch (e)
        {
            case RunAdopted or RunStarted:
                meters.RunsStarted.Add(1, Tag("runbook", state.Plan.Runbook));
                break;
            case RunEnded ended:
                meters.RunsEnded.Add(1, Tag("runbook", state.Plan.Runbook), Tag("outcome", Words.Of(ended.Outcome)));
                break;
            case StepSucceeded step:
                Ended(step, "succeeded", entry, state);
                break;
            case StepFailed step:
                Ended(step, "failed", entry, state);
                break;
            case StepSkipped:
                meters.Steps.Add(1, Tag("result", "skipped"));
                break;
            case UndoSucceeded:
                meters.Steps.Add(1, Tag("result", "undone"));
                break;
            case StepWaiting waiting:
                meters.Waits.Add(1, Tag("on", waiting.OnPeople ? "people" : "time"));
                break;
            case OperationConcluded operation:
                meters.Requests.Add(1, Tag("result", operation.Result.ToString().ToLowerInvariant()));
                break;
            case ApprovalGiven approval:
                meters.Approvals.Add(1, Tag("decision", approval.Granted ? "granted" : "denied"));
                break;
        }
    }

    public void Progressed(RunId run, StepKey step, StepProgress progress) { }

    private void Ended(StepEvent step, string result, JournalEntry entry, RunState state)
    {
        var verb = state.Plan.Find(step.Step.Id)?.Verb ?? "unknown";
        meters.Steps.Add(1, Tag("result", result), Tag("verb", verb));
        if (state.StepOrPending(step.Step).StartedAt is { } started)
            meters.StepTime.Record(Math.Max(0, (entry.At - started).TotalSeconds), Tag("verb", verb));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => KeyValuePair.Create(name, (object?)value);
}
