using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.People;

/// <summary>Until when people may answer: counted from the journalled start of the attempt, so a restart does not extend it.</summary>
internal static class Deadlines
{
    private static readonly TimeSpan Default = TimeSpan.FromHours(24);

    public static DateTimeOffset Of(StepContext step, StepArguments arguments)
    {
        var own = (step.Record.AttemptAt ?? step.Clock.GetUtcNow()) + (arguments.Duration("deadline") ?? Default);
        return step.Deadline is { } limit && limit < own ? limit : own;
    }

    /// <summary>True when it was given in this attempt and before its deadline, whenever it is looked at.</summary>
    public static bool InTime(StepContext step, DateTimeOffset? givenAt, DateTimeOffset until) =>
        (givenAt ?? step.Clock.GetUtcNow()) is var at && at < until && !(at < step.Record.AttemptAt);
}
