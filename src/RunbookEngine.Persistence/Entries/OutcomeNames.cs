using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Entries;

/// <summary>Outcomes as stored: the same words as on the command line.</summary>
internal static class OutcomeNames
{
    private static readonly FrozenDictionary<RunOutcome, string> Names = Enum.GetValues<RunOutcome>().ToFrozenDictionary(
        outcome => outcome,
        outcome => typeof(RunOutcome).GetField(outcome.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? outcome.ToString());

    private static readonly FrozenDictionary<string, RunOutcome> Outcomes = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(RunOutcome outcome) => Names[outcome];

    /// <exception cref="JournalCorruptException">No such outcome.</exception>
    public static RunOutcome Parse(string name) =>
        Outcomes.TryGetValue(name, out var outcome) ? outcome : throw new JournalCorruptException($"A run's row has the outcome '{name}', which does not exist.");
}
