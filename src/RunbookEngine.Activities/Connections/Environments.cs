using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Connections;

/// <summary>Reads the environment that a plan carries.</summary>
internal static class Environments
{
    public static StepArguments Of(Plan plan) => new($"environment {plan.Environment.Name}", plan.Environment.Content, []);

    public static StepArguments? Section(Plan plan, string name) => Of(plan).Section(name);
}
