using System.Text.RegularExpressions;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1208: an input that nothing reads.</summary>
internal static partial class UnusedInputRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        // Steps that could not be read may well use it.
        if (context.Runbook.Inputs.IsEmpty || context.Tree.All.IsEmpty)
            return [];
        var read = new HashSet<string>(StringComparer.Ordinal);
        var texts = context.Runbook.Root.Entries.Where(e => e.Key.Raw is not "inputs").SelectMany(e => Nodes.Walk(e.Value)).Select(n => n.Text);
        foreach (var text in texts.OfType<string>().Where(t => t.Contains("inputs", StringComparison.Ordinal)))
        {
            foreach (Match use in Use().Matches(text))
            {
                // The inputs as a whole are every one of them.
                if (!use.Groups["name"].Success)
                    return [];
                read.Add(use.Groups["name"].Value);
            }
        }

        return context.Runbook.Inputs.Where(i => !read.Contains(i.Name.Value)).Select(i => Diagnostic.Warning(Codes.UnusedInput, i.Name.At,
            $"nothing reads the input `{i.Name.Value}`", $"remove it, or write ${{{{ inputs.{i.Name.Value} }}}} where it was meant to count"));
    }

    [GeneratedRegex("""(?<![\w.])inputs\b\s*\??(\.?\s*(?<name>[A-Za-z_]\w*)|\.?\[\s*["'](?<name>\w+)["']\s*\])?""")]
    private static partial Regex Use();
}
