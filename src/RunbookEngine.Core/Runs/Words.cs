using System.Text.Json;

namespace RunbookEngine.Runs;

/// <summary>Statuses and outcomes as the command line spells them.</summary>
public static class Words
{
    public static string Of(StepStatus status) => JsonSerializer.SerializeToElement(status).GetString()!;

    public static string Of(RunOutcome outcome) => JsonSerializer.SerializeToElement(outcome).GetString()!;
}
