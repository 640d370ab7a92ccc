using System.Globalization;
using System.Text;
using RunbookEngine.Import.Cci;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Import.Tests.Meaning;

/// <summary>Two arrays with a few groups in some status, and the HORCM files that name them. Instance 0 stands at the P-VOLs, 1 at the remote S-VOLs,
/// 2 at the S-VOLs of local copies.</summary>
internal sealed record BenchWorld(Topology Topology, IReadOnlyList<BenchGroup> Groups, IReadOnlyList<ImportText> Horcm)
{
    public static BenchWorld Of(IReadOnlyList<BenchGroup> groups)
    {
        var lines = new StringBuilder();
        var (zero, one, two) = (Head("CMD-40014"), Head("CMD-40015"), Head("CMD-40014"));
        for (var i = 0; i < groups.Count; i++)
        {
            var group = groups[i];
            var (first, second) = (100 + (i * 4), group.Technology == "shadow-image" ? 300 + (i * 4) : 100 + (i * 4));
            var place = group.Technology == "shadow-image" ? "array: array-40014" : "primary: array-40014, secondary: array-40015";
            var extra = group.Technology switch
            {
                "universal-replicator" => $", journals: {{ primary: {i + 1}, secondary: {i + 1} }}, consistencyGroup: {i + 1}",
                "truecopy" => ", fenceLevel: NEVER",
                _ => "",
            };
            var range = (int from) => group.Pairs == 1 ? $"{from}" : $"{from}-{from + group.Pairs - 1}";
            lines.Append(CultureInfo.InvariantCulture, $"  - {{ name: {group.Name}, technology: {group.Technology}, {place}, status: {group.Status}{extra}, pairs: [ {{ name: d, pvol: {range(first)}, svol: {range(second)} }} ] }}\n");
            var unit = group.Technology switch { "universal-replicator" => "h1", "truecopy" => "h0", _ => "0" };
            for (var p = 0; p < group.Pairs; p++)
            {
                zero.Append(CultureInfo.InvariantCulture, $"{group.Name} d{p} 40014 {first + p} {unit}\n");
                if (group.Technology == "shadow-image")
                    two.Append(CultureInfo.InvariantCulture, $"{group.Name} d{p} 40014 {second + p} {unit}\n");
                else
                    one.Append(CultureInfo.InvariantCulture, $"{group.Name} d{p} 40015 {second + p} {unit}\n");
            }
        }

        var text = Arrays + lines;
        var parsed = Topology.Parse(text, "bench.yaml");
        return parsed.Topology is { } topology
            ? new BenchWorld(topology, groups, [new("horcm0.conf", zero.ToString()), new("horcm1.conf", one.ToString()), new("horcm2.conf", two.ToString())])
            : throw new InvalidOperationException($"the topology is wrong: {string.Join("; ", parsed.Diagnostics)}\n{text}");
    }

    private static StringBuilder Head(string device) => new($"HORCM_MON\nlocalhost 11000 1000 3000\nHORCM_CMD\n\\\\.\\{device}:/dev/sd\nHORCM_LDEV\n");

    private const string Arrays = """
        topology: v1
        name: bench
        arrays:
          array-40014:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            journals: [ { id: 1, capacity: 8G }, { id: 2, capacity: 8G }, { id: 3, capacity: 8G }, { id: 4, capacity: 8G } ]
            volumes: [ { ids: 100-149, size: 1G, allocated: 1G }, { ids: 300-349, size: 1G, allocated: 1G } ]
          array-40015:
            storageDeviceId: "900000040015"
            serialNumber: 40015
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            journals: [ { id: 1, capacity: 8G }, { id: 2, capacity: 8G }, { id: 3, capacity: 8G }, { id: 4, capacity: 8G } ]
            volumes: [ { ids: 100-149, size: 1G, allocated: 1G } ]
        links: [ { between: [array-40014, array-40015], bandwidth: 400M/s, paths: 2 } ]
        copyGroups:

        """;
}

/// <param name="Status">All its pairs start in it.</param>
internal sealed record BenchGroup(string Name, string Technology, int Pairs, string Status)
{
    public bool IsLocal => Technology == "shadow-image";

    public int CodeBase => Technology == "universal-replicator" ? 20 : 0;
}
