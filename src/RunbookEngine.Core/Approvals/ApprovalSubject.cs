using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>What an approval of a run decides on: its plan, or, while a run that had ended is to be taken back, the undo plan that was confirmed.</summary>
public static class ApprovalSubject
{
    public static bool IsWayBack(RunState run) => run is { Phase: RunPhase.Rollback, Rollback: { OfEnded: true, Confirmed: not null } };

    public static string Fingerprint(RunState run) => IsWayBack(run) ? run.Rollback!.Confirmed! : PlanJson.Fingerprint(run.Plan);
}
