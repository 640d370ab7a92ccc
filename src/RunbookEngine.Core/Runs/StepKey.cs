using System.Text.Json.Serialization;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>One step of one run: its id and, inside <c>foreach</c>, the iteration it belongs to.</summary>
/// <param name="Iteration">Iteration keys from the outermost loop inwards, joined by <c>/</c>; empty outside loops.
/// A <c>/</c> inside a key is written <c>%2F</c>, a <c>%</c> <c>%25</c>, and a key without characters <c>%empty</c>:
/// an iteration never has the key of another one, of another loop's, or of the loop itself.</param>
/// <remarks>Written <c>split</c> or <c>split[erp-ur-01]</c>; a resumed run finds its iterations again by it.</remarks>
[JsonConverter(typeof(StepKeyConverter))]
public readonly record struct StepKey(StepId Id, string Iteration = "")
{
    private const string Empty = "%empty";

    public StepKey In(string iterationKey) =>
        this with { Iteration = Iteration.Length == 0 ? Escape(iterationKey) : $"{Iteration}/{Escape(iterationKey)}" };

    public override string ToString() => Iteration.Length == 0 ? Id.Value : $"{Id.Value}[{Iteration}]";

    public static StepKey Parse(string text)
    {
        var open = text.IndexOf('[');
        if (open < 0 || !text.EndsWith(']'))
            return new(new StepId(text));
        return new(new StepId(text[..open]), text[(open + 1)..^1] is { Length: > 0 } iteration ? iteration : Empty);
    }

    /// <summary>No escaped key has another <c>%</c> than these three, so none equals <c>%empty</c>.</summary>
    private static string Escape(string key) => key.Length == 0 ? Empty : key.Replace("%", "%25").Replace("/", "%2F");
}
