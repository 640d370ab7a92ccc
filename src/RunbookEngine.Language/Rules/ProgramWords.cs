using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>What a program seems to do, told from its words: the step's id and name and the arguments as written, expressions left out.</summary>
internal static class ProgramWords
{
    private static readonly string[] Unmounting = ["unmount", "umount", "dismount"];

    public static bool Mounts(Step step) => Words(step).Contains("mount", StringComparer.OrdinalIgnoreCase) && !Unmounts(step);

    public static bool Unmounts(Step step) => Words(step).Any(word => Unmounting.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<string> Words(Step step) => step.Verb?.Name != "command" ? []
        : Nodes.OneOrMany(step.Argument("run")).Append(step.Modifier("id")).Append(step.Modifier("name"))
            .Select(node => node?.Text).OfType<string>().SelectMany(Split);

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
