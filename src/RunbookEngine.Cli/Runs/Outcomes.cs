using RunbookEngine.Cli.Hosting;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Runs;

/// <summary>What the process says of a run that it drove.</summary>
internal static class Outcomes
{
    public static Exit ExitCode(RunState run) => run.Outcome switch
    {
        RunOutcome.Succeeded => Exit.Done,
        RunOutcome.RolledBack => Exit.RolledBack,
        RunOutcome.Failed or RunOutcome.Cancelled => Exit.Failed,
        // A run that stands at the checkpoint it was taken back to is "running" and waits for a person.
        _ => Exit.NeedsPerson,
    };
}
