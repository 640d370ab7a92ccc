using System.Text.Json.Serialization;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>One step of one run: its id and, inside <c>foreach</c>, the iteration it belongs to.</summary>
/// <param name="Iteration">Iteration keys from the outermost loop inwards, joined by <c>/</c>; empty outside loops.
/// A <c>/</c> inside a key is written <c>%2F</c>, so keys stay unambiguous.</param>
/// <remarks>Written <c>split</c> or <c>split[erp-ur-01]</c>; a resumed run finds its iterations again by it.</remarks>
[JsonConverter(typeof(StepKeyConverter))]
public readonly record struct StepKey(StepId Id, string Iteration = "")
{
    public StepKey In(string iterationKey) =>
        this with { Iteration = Iteration.Length == 0 ? Escape(iterationKey) : $"{Iteration}/{Escape(iterationKey)}" };

    public override string ToString() => Iteration.Length == 0 ? Id.Value : $"{Id.Value}[{Iteration}]";

    public static StepKey Parse(string text)
    {
        var open = text.IndexOf('[');
        return open < 0 || !text.EndsWith(']') ? new(new StepId(text)) : new(new StepId(text[..open]), text[(open + 1)..^1]);
    }

    private static string Escape(string key) => key.Replace("%", "%25").Replace("/", "%2F");
}
