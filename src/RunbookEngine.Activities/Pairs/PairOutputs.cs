using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What pair verbs leave in <c>steps.ID.outputs</c>.</summary>
internal static class PairOutputs
{
    /// <param name="acted">Pairs the array was asked for; null for verbs that change nothing.</param>
    /// <param name="warnings">What a person should know; may be empty.</param>
    /// <param name="journalUsage">Highest usage in percent; null when it was not asked for.</param>
    /// <param name="journalBacklog">Highest Q-count; null when it was not asked for.</param>
    /// <param name="skew">Between the first and the last split; null when it was not asked for.</param>
    public static JsonElement Of(IEnumerable<PairReading> pairs, int? acted = null, IReadOnlyList<string>? warnings = null,
        int? journalUsage = null, long? journalBacklog = null, SplitSkew? skew = null) =>
        JsonSerializer.SerializeToElement(
            new
            {
                pairs = pairs.Select(p => new { p.CopyGroup, p.Pair, p.PvolStatus, p.SvolStatus, p.PvolArray, p.Progress }),
                acted,
                warnings = warnings is { Count: > 0 } ? warnings : null,
                journalUsage,
                journalBacklog,
                skew = skew?.ToJson(),
            }, PlanJson.Options);
}
