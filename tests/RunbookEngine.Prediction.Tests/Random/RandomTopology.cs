using System.Globalization;
using System.Text;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Prediction.Tests;

/// <summary>Two arrays with a few copy groups in random statuses. Small volumes, so that copies are quick.</summary>
internal static class RandomTopology
{
    private static readonly (string Technology, string Short, string[] Statuses)[] Kinds =
    [
        ("shadow-image", "si", ["PAIR", "PSUS", "PSUE"]),
        ("truecopy", "tc", ["PAIR", "PSUS", "PSUE", "SSWS"]),
        ("universal-replicator", "ur", ["PAIR", "PSUS", "PSUE", "SSWS"]),
        ("global-active-device", "gad", ["PAIR", "PSUS", "PSUE"]),
    ];

    public static (Topology Topology, IReadOnlyList<RandomGroup> Groups, string Text) Of(System.Random random)
    {
        var groups = new List<RandomGroup>();
        var lines = new StringBuilder();
        var count = random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            var (technology, word, statuses) = Kinds[random.Next(Kinds.Length)];
            // More often than not a run begins with pairs that replicate.
            var status = random.Next(2) == 0 ? "PAIR" : statuses[random.Next(statuses.Length)];
            var pairs = random.Next(1, 4);
            var name = $"app-{word}-{i:00}";
            // Another copy of the same P-VOLs now and then: beside a ShadowImage pair, or of volumes that are mirrored too.
            var twin = technology == "shadow-image" && random.Next(3) == 0 ? groups.FirstOrDefault(g => g.Technology == "shadow-image" || random.Next(2) == 0) : null;
            var first = twin?.FirstPvol ?? 100 + (i * 10);
            pairs = twin?.Pairs ?? pairs;
            var svol = technology == "shadow-image" ? 300 + (i * 10) : 100 + (i * 10);
            groups.Add(new RandomGroup(name, technology, pairs, first));
            var range = (int from) => pairs == 1 ? $"{from}" : $"{from}-{from + pairs - 1}";
            var place = technology == "shadow-image" ? "array: tokyo" : "primary: tokyo, secondary: osaka";
            var extra = technology switch
            {
                "universal-replicator" => $", journals: {{ primary: {i + 1}, secondary: {i + 1} }}, consistencyGroup: {i + 1}",
                "global-active-device" => ", quorumDisk: 0",
                "truecopy" => ", fenceLevel: NEVER",
                _ => "",
            };
            lines.Append(CultureInfo.InvariantCulture, $"  - {{ name: {name}, technology: {technology}, {place}, status: {status}{extra}, pairs: [ {{ name: p, pvol: {range(first)}, svol: {range(svol)} }} ] }}\n");
        }

        var text = Head + lines;
        var parsed = Topology.Parse(text, "random.yaml");
        return parsed.Topology is { } topology ? (topology, groups, text)
            : throw new InvalidOperationException($"the random topology is wrong: {string.Join("; ", parsed.Diagnostics)}\n{text}");
    }

    private const string Head = """
        topology: v1
        name: random
        arrays:
          tokyo:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            journals: [ { id: 1, capacity: 8G }, { id: 2, capacity: 8G }, { id: 3, capacity: 8G }, { id: 4, capacity: 8G } ]
            quorumDisks: [ { id: 0, remoteArray: osaka } ]
            volumes: [ { ids: 100-149, size: 1G, allocated: 1G }, { ids: 300-349, size: 1G, allocated: 1G } ]
          osaka:
            storageDeviceId: "900000040015"
            serialNumber: 40015
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            journals: [ { id: 1, capacity: 8G }, { id: 2, capacity: 8G }, { id: 3, capacity: 8G }, { id: 4, capacity: 8G } ]
            quorumDisks: [ { id: 0, remoteArray: tokyo } ]
            volumes: [ { ids: 100-149, size: 1G, allocated: 1G } ]
        links: [ { between: [tokyo, osaka], bandwidth: 400M/s, paths: 2 } ]
        copyGroups:

        """;
}

internal sealed record RandomGroup(string Name, string Technology, int Pairs, int FirstPvol);
