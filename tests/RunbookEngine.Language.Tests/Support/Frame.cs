using System.Text.RegularExpressions;

namespace RunbookEngine.Language.Tests.Support;

/// <summary>The frame around an example that is no whole file, as <c>docs/rules/README.md</c> describes it.</summary>
internal static class Frame
{
    private static readonly (string Name, string Prefix, string Definition)[] Targets =
    [
        ("mirrors", "erp-ur", """{ technology: universal-replicator, array: tokyo, copyGroups: ["erp-ur-*"] }"""),
        ("logs", "erp-tc", """{ technology: truecopy, array: tokyo, copyGroups: ["erp-tc-*"] }"""),
        ("copies", "erp-si", """{ technology: shadow-image, array: osaka, copyGroups: [erp-si-01] }"""),
    ];

    /// <param name="look">Whether an assertion of every target comes first; not where the status of the pairs is given.</param>
    public static string Around(string example, bool look = true)
    {
        if (Regex.IsMatch(example, @"^(runbook|environment):"))
            return example;
        var steps = Regex.IsMatch(example, @"^(\s*#.*\n)*- ");
        var mentioned = Targets.Where(t => Regex.IsMatch(example, $@"\b{t.Name}\b|{t.Prefix}")).ToList();
        if (steps && mentioned.Count == 0)
            mentioned = [Targets[0]];
        var head = "runbook: v1\nname: example\n";
        if (!example.Contains("targets:", StringComparison.Ordinal))
            head += "targets:\n" + string.Concat(mentioned.Select(t => $"  {t.Name}: {t.Definition}\n"));
        if (!steps)
            return head + example;
        var looks = !look ? [] : mentioned.Select(t => $"  - id: ready-{t.Name}\n    pair.assert: {{ on: {t.Name}, status: [PAIR, COPY] }}\n");
        return head + "steps:\n" + string.Concat(looks) + string.Concat(example.Split('\n').Select(l => $"  {l}\n"));
    }
}
