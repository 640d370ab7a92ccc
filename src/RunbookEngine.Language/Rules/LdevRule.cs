using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Values;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1303, RB1304: LDEV ids that are none, or that YAML readers take for different numbers.</summary>
internal static class LdevRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var pairs = context.Places.Where(p => p.Step.Verb!.Name == "pair.create")
            .SelectMany(p => (p.Step.Argument("pairs") as ListNode)?.Items ?? []).OfType<MapNode>();
        var volumes = context.Places.Where(p => p.Step.Verb!.Name is "volume.reserve" or "volume.virtualId")
            .SelectMany(p => (p.Step.Argument("volumes") as ListNode)?.Items ?? []).Select(v => v is MapNode map ? map["ldev"] : v);
        var defaults = context.Runbook.Inputs.Where(i => i.Type == InputType.Ldev).Select(i => i.Default);
        return pairs.SelectMany(pair => new[] { pair["pvol"], pair["svol"] }).Concat(volumes).Concat(defaults).OfType<ScalarNode>()
            .Where(n => !Nodes.HasExpression(n)).SelectMany(Check);
    }

    private static IEnumerable<Diagnostic> Check(ScalarNode node)
    {
        // Other kinds of scalar, and numbers out of range, are refused by the schema.
        if (node.Value is not (ScalarValue.String or ScalarValue.Integer { Value.Sign: >= 0 }) || node.Value is ScalarValue.Integer big && big.Value > LdevText.Greatest)
            yield break;
        if (LdevText.TryParse(node.Raw) is null)
        {
            var help = node.Raw.Count(c => c == ':') == 1
                ? $"write all three parts, LDKC:CU:LDEV, in quotes: \"00:{node.Raw}\""
                : "write it as 1234, 0x4D2 or \"00:04:D2\"; the greatest is 65279";
            yield return Diagnostic.Error(Codes.Ldev, node.At, $"`{node.Raw}` is no LDEV id", help);
        }
        else if (node.IsPlain && (node.Raw.Length > 1 && node.Raw[0] == '0' && node.Raw.All(char.IsAsciiDigit) || node.Raw.Contains(':')))
        {
            yield return Diagnostic.Warning(Codes.AmbiguousLdev, node.At,
                $"`{node.Raw}` without quotes is read differently by other YAML readers; here it is LDEV {LdevText.TryParse(node.Raw)}", $"write \"{node.Raw}\"");
        }
    }
}
