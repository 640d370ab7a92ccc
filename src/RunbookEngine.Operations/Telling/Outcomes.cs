using RunbookEngine.Activities;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>What the process says of a run that it drove.</summary>
public static class Outcomes
{
    public static Exit ExitCode(RunState run) => run.Outcome switch
    {
        RunOutcome.Succeeded => Exit.Done,
        RunOutcome.RolledBack or RunOutcome.Failed when RefusedAtGate(run) => Exit.Refused,
        RunOutcome.RolledBack => Exit.RolledBack,
        RunOutcome.Failed or RunOutcome.Cancelled => Exit.Failed,
        // A run that stands at the checkpoint it was taken back to is "running" and waits for a person.
        _ => Exit.NeedsPerson,
    };

    /// <summary>A ticket or an approval said no before anything was sent to an array.</summary>
    private static bool RefusedAtGate(RunState run) =>
        run.Steps.Values.All(s => s.Operations.IsEmpty)
        && run.Steps.Values.Any(s => s is { Status: StepStatus.Failed, Error.Kind: FailureKind.Denied or FailureKind.Refused }
            && run.Plan.Find(s.Key.Id)?.Verb is "approve" or "ticket.require");
}
