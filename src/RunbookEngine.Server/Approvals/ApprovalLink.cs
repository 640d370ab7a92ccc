using System.Text.Json.Serialization;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Approvals;

/// <summary>What a signed link stands for: one person, one question, one plan, for a time.</summary>
/// <param name="Asking">Sequence number from which decisions count: a question that is asked again has new links.</param>
/// <param name="For">In whose place, by delegation; null: in their own.</param>
internal sealed record ApprovalLink(
    [property: JsonPropertyName("r")] string Run, [property: JsonPropertyName("s")] string Step, [property: JsonPropertyName("a")] int Asking,
    [property: JsonPropertyName("p")] string Person, [property: JsonPropertyName("o")] string? For, [property: JsonPropertyName("f")] string Fingerprint,
    [property: JsonPropertyName("x")] long ExpiresAt)
{
    /// <summary>Every link of a question before this one is void.</summary>
    public static int AskingOf(StepState step) => step.AskingFrom;
}
