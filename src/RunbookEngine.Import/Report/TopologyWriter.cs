using System.Globalization;
using System.Text;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Report;

/// <summary>Simulated arrays with the copy groups of the HORCM files, all in PAIR, so that <c>plan --simulate</c> shows what the runbook would do.</summary>
internal static class TopologyWriter
{
    /// <summary>Null when no group has volumes that are known on both sides.</summary>
    public static string? Write(string name, IReadOnlyList<(string Written, GroupFacts Facts)> groups, ArrayRegister arrays)
    {
        var known = groups.Select(g => g.Facts).Where(f => f.Pairs.Length > 0 && f.PvolSerial is not null && (f.Technology != Technology.ThinImage) && (!f.Technology.IsRemote() || f.SvolSerial is not null)).DistinctBy(f => f.Name).ToList();
        if (known.Count == 0)
            return null;
        var volumes = new SortedDictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        void Add(string alias, IEnumerable<int> ldevs)
        {
            if (!volumes.TryGetValue(alias, out var set))
                volumes[alias] = set = [];
            set.UnionWith(ldevs);
        }

        var lines = new StringBuilder();
        var journal = 0;
        foreach (var facts in known)
        {
            var primary = arrays.AliasOf(facts.PvolSerial, "pvol-array");
            var secondary = facts.Technology.IsRemote() ? arrays.AliasOf(facts.SvolSerial, "svol-array") : primary;
            Add(primary, facts.Pairs.Select(p => p.Pvol));
            Add(secondary, facts.Pairs.Select(p => p.Svol));
            var place = facts.Technology.IsRemote() ? $"primary: {primary}, secondary: {secondary}" : $"array: {primary}";
            var more = facts.Technology switch
            {
                Technology.UniversalReplicator => $", journals: {{ primary: {journal}, secondary: {journal} }}, consistencyGroup: {journal++}",
                Technology.TrueCopy => ", fenceLevel: NEVER",
                Technology.GlobalActiveDevice => ", quorumDisk: 0",
                _ => "",
            };
            var pairs = string.Join(", ", facts.Pairs.Select(p => $"{{ name: {YamlText.Of(p.Name)}, pvol: {YamlText.Number(p.Pvol)}, svol: {YamlText.Number(p.Svol)} }}"));
            lines.Append(CultureInfo.InvariantCulture, $"  - {{ name: {YamlText.Of(facts.Name)}, technology: {facts.Technology.RunbookName()}, {place}, status: PAIR{more}, pairs: [ {pairs} ] }}\n");
        }

        var yaml = new StringBuilder();
        yaml.Append("# Simulated arrays with the copy groups of the HORCM files. Sizes and start statuses are made up: set `status` to what the pairs are in.\n");
        yaml.Append(CultureInfo.InvariantCulture, $"topology: v1\nname: {YamlText.Of(name)}\narrays:\n");
        var partners = known.Where(f => f.Technology.IsRemote()).Select(f => (A: arrays.AliasOf(f.PvolSerial, ""), B: arrays.AliasOf(f.SvolSerial, ""))).Distinct().ToList();
        foreach (var (alias, ldevs) in volumes)
        {
            var array = arrays.All.First(a => a.Alias == alias);
            yaml.Append(CultureInfo.InvariantCulture, $"  {alias}:\n    storageDeviceId: {YamlText.Quoted(array.DeviceId)}\n    serialNumber: {array.DeviceId[^6..].TrimStart('0')}\n");
            yaml.Append("    users: { runbook: { password: runbook-demo, roles: [administrator] } }\n");
            if (journal > 0)
                yaml.Append(CultureInfo.InvariantCulture, $"    journals: [ {string.Join(", ", Enumerable.Range(0, journal).Select(j => $"{{ id: {j}, capacity: 8G }}"))} ]\n");
            if (known.Any(f => f.Technology == Technology.GlobalActiveDevice) && partners.FirstOrDefault(p => p.A == alias || p.B == alias) is { A: not null } pair)
                yaml.Append(CultureInfo.InvariantCulture, $"    quorumDisks: [ {{ id: 0, remoteArray: {(pair.A == alias ? pair.B : pair.A)} }} ]\n");
            yaml.Append("    volumes:\n");
            foreach (var ldev in ldevs)
                yaml.Append(CultureInfo.InvariantCulture, $"      - {{ ids: {ldev}, size: 10G, allocated: 4G }}\n");
        }

        if (partners.Count > 0)
            yaml.Append(CultureInfo.InvariantCulture, $"links:\n{string.Concat(partners.Select(p => $"  - {{ between: [{p.A}, {p.B}], bandwidth: 400M/s, paths: 2 }}\n"))}");
        return yaml.Append("copyGroups:\n").Append(lines).ToString();
    }
}
