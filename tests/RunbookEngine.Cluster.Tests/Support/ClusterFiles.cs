using System.Globalization;
using System.Text;

namespace RunbookEngine.Cluster.Tests.Support;

/// <summary>Arrays with any number of copy groups, and a runbook that splits one and resyncs it, again and again.</summary>
internal static class ClusterFiles
{
    public static string Topology(int groups, double speed)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            topology: v1
            name: chaos-lab
            clock: { speed: {{speed}} }
            arrays:
              tokyo:
                storageDeviceId: "900000040014"
                serialNumber: 40014
                users:
                  runbook: { password: runbook-demo, roles: [administrator] }
                volumes:
                  - { ids: 1000-{{1000 + groups - 1}}, size: 20G, allocated: 2G, hostWrites: 20M/s }
                  - { ids: 5000-{{5000 + groups - 1}}, size: 20G, allocated: 2G, hostWrites: 5M/s }
            copyGroups:

            """);
        for (var i = 0; i < groups; i++)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  - {{ name: {ClusterLab.GroupName(i)}, technology: shadow-image, array: tokyo, status: PAIR, pairs: [ {{ name: p, pvol: {1000 + i}, svol: {5000 + i} }} ] }}");
        return text.ToString();
    }

    public static string Runbook(int cycles)
    {
        var text = new StringBuilder("""
            runbook: v1
            name: cycle
            description: Splits a copy group and resyncs it, some times.
            inputs:
              group: { type: string, description: copy group }
            targets:
              copies: { technology: shadow-image, array: tokyo, copyGroups: ["${{ inputs.group }}"] }
            onFailure: hold
            steps:
              - id: healthy
                pair.assert: { on: copies, status: PAIR }

            """);
        for (var i = 1; i <= cycles; i++)
            text.Append(CultureInfo.InvariantCulture, $$"""
                  - id: split{{i}}
                    pair.split: { on: copies }
                    wait: { for: [PSUS, SSUS], timeout: 60m }
                  - id: resync{{i}}
                    pair.resync: { on: copies }
                    wait: { for: [PAIR], timeout: 60m }

                """);
        return text.ToString();
    }
}
