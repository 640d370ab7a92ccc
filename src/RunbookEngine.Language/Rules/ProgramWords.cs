using System.Text.Json;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Model;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Rules;

/// <summary>What a program seems to do, told from its words: the step's id and name and the arguments as written, expressions left out.</summary>
internal static class ProgramWords
{
    private static readonly string[] Unmounting = ["unmount", "umount", "dismount"];

    /// <summary>An application's writes stop.</summary>
    private static readonly string[] Holding = ["quiesce", "freeze", "fsfreeze", "hold", "suspend", "pause", "lock", "hotbackup"];

    /// <summary>An application writes again.</summary>
    private static readonly string[] Releasing = ["release", "unquiesce", "unfreeze", "thaw", "unlock", "unhold", "resume", "continue"];

    public static bool Mounts(Step step) => Words(step).Contains("mount", StringComparer.OrdinalIgnoreCase) && !Unmounts(step);

    public static bool Unmounts(Step step) => Any(Words(step), Unmounting);

    public static bool Holds(Step step) => Holds(Words(step));

    public static bool Releases(Step step) => Releases(Words(step));

    public static bool Holds(PlanStep step) => Holds(Words(step));

    public static bool Releases(PlanStep step) => Releases(Words(step));

    /// <summary>A program that does both, as <c>fsfreeze --unfreeze</c>, releases.</summary>
    private static bool Holds(IEnumerable<string> words) => words.ToList() is var all && Any(all, Holding) && !Any(all, Releasing);

    private static bool Releases(IEnumerable<string> words) => Any(words, Releasing);

    private static bool Any(IEnumerable<string> words, string[] among) => words.Any(word => among.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<string> Words(Step step) => step.Verb?.Name != "command" ? []
        : Nodes.OneOrMany(step.Argument("run")).Append(step.Modifier("id")).Append(step.Modifier("name"))
            .Select(node => node?.Text).OfType<string>().SelectMany(Split);

    private static IEnumerable<string> Words(PlanStep step) => step.Verb != "command" ? []
        : Texts(step.With.ValueKind == JsonValueKind.Object && step.With.TryGetProperty("run", out var run) ? run : default)
            .Append(step.Id.Value.Split('/')[0]).Append(step.Name).OfType<string>().SelectMany(Split);

    private static IEnumerable<string> Texts(JsonElement run) => run.ValueKind switch
    {
        JsonValueKind.String => [run.GetString()!],
        JsonValueKind.Array => run.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var open = text.IndexOf("${{", StringComparison.Ordinal); open >= 0; open = text.IndexOf("${{", start, StringComparison.Ordinal))
        {
            foreach (var word in Letters(text[start..open]))
                yield return word;
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
                yield break;
            start = close + 2;
        }

        foreach (var word in Letters(text[start..]))
            yield return word;
    }

    private static string[] Letters(string text) => text.Split([' ', '/', '-', '_', '.', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
