using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Variables of an inventory, INI or YAML: those of <c>all</c> and of groups and hosts where a name has one value only.</summary>
internal static partial class InventoryVariables
{
    public static IEnumerable<YamlNode?> Of(ImportText inventory)
    {
        if (Path.GetExtension(inventory.Name) is ".yml" or ".yaml")
        {
            var found = new List<(string Key, YamlNode Value)>();
            Collect(YamlTree.Read(inventory.Name, inventory.Text), found, 0);
            return [Single(found)];
        }

        var pairs = new List<(string, YamlNode)>();
        var inVariables = false;
        foreach (var line in inventory.Text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] is not ('#' or ';')))
        {
            if (line[0] == '[')
                inVariables = line.EndsWith(":vars]", StringComparison.Ordinal);
            else if (inVariables)
                Add(line, pairs);
            else
                foreach (var word in Words().Matches(line).Select(m => m.Value).Skip(1))
                    Add(word, pairs);
        }

        return [Single(pairs)];
    }

    private static void Add(string text, List<(string, YamlNode)> pairs)
    {
        var sign = text.IndexOf('=');
        if (sign > 0)
            pairs.Add((text[..sign].Trim(), new YamlScalarNode(text[(sign + 1)..].Trim().Trim('"', '\''))));
    }

    private static void Collect(YamlNode? node, List<(string, YamlNode)> found, int depth)
    {
        if (depth > 12)
            return;
        foreach (var (key, value) in node.Entries())
        {
            if (key == "vars")
                found.AddRange(value.Entries());
            else if (key == "hosts")
                found.AddRange(value.Entries().SelectMany(h => h.Value.Entries()));
            else
                Collect(value, found, depth + 1);
        }
    }

    [GeneratedRegex(@"(?:[^\s""']|""[^""]*""|'[^']*')+")]
    private static partial Regex Words();

    // Two hosts with two values: which one is meant, nobody can say here.
    private static YamlMappingNode Single(List<(string Key, YamlNode Value)> found)
    {
        var map = new YamlMappingNode();
        foreach (var name in found.GroupBy(f => f.Key).Where(g => g.Select(v => v.Value.ToString()).Distinct().Count() == 1))
            map.Children[new YamlScalarNode(name.Key)] = name.First().Value;
        return map;
    }
}
