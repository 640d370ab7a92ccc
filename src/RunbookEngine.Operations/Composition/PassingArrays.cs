using System.Text.Json;
using RunbookEngine.Plans;

namespace RunbookEngine.Operations.Composition;

/// <summary>Simulated arrays that end with the process of their run: no other process can carry that run on.</summary>
public static class PassingArrays
{
    /// <summary>Description of their environment.</summary>
    public const string Mark = "simulated arrays inside the process of the run";

    public static bool AreThoseOf(Plan plan) =>
        plan.Environment.Content.ValueKind == JsonValueKind.Object
        && plan.Environment.Content.TryGetProperty("description", out var text) && text.ValueEquals(Mark);
}
