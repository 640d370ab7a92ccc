namespace RunbookEngine.Cli.Tests;

/// <summary>What the model of an array does not take is refused at <c>plan</c>, with the model named.</summary>
/// <remarks>Sources: the pages that <c>ModelLimits</c> names.</remarks>
public sealed class PlanLimitTests
{
    [Theory]
    [InlineData(200, 1, 3, "tokyo: VSP E series has 128 journals, 0 to 127, and no 200")]
    [InlineData(1, 1, 16, "osaka: VSP G200 has 16 consistency groups of Universal Replicator, 0 to 15, and no 16")]
    [InlineData(1, 1, 15, null)]
    public async Task A_journal_or_a_consistency_group_that_the_model_does_not_have_is_refused(int master, int restore, int group, string? refused)
    {
        var folder = Directory.CreateTempSubdirectory("limits").FullName;
        try
        {
            var topology = Path.Combine(folder, "topology.yaml");
            var runbook = Path.Combine(folder, "makes.yaml");
            await File.WriteAllTextAsync(topology, Topology, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(runbook, $$"""
                runbook: v1
                name: makes
                targets:
                  data: { technology: universal-replicator, array: tokyo, remoteArray: osaka, copyGroups: [new-ur] }
                steps:
                  - id: make
                    pair.create:
                      on: data
                      pairs: [ { name: a, pvol: 1, svol: 1 } ]
                      journals: { pvol: {{master}}, svol: {{restore}} }
                      consistencyGroup: {{group}}
                    wait: { timeout: 1h }
                    rollback: { none: "for a test" }
                """, TestContext.Current.CancellationToken);
            var (_, output, error) = await PlanTests.RunAsync("plan", runbook, "--simulate", topology, "--store", "sqlite:absent.db", "--no-color");
            if (refused is null)
                Assert.DoesNotContain("RB2120", error);
            else
                Assert.True(error.Contains("error RB2120: new-ur: array " + refused, StringComparison.Ordinal), $"{output}\n{error}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string Topology = """
        topology: v1
        name: small
        arrays:
          tokyo:
            storageDeviceId: "938000040014"
            serialNumber: 40014
            model: VSP E1090
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            journals: [ { id: 1 }, { id: 200 } ]
            volumes: [ { ids: 1-9, size: 1G } ]
          osaka:
            storageDeviceId: "836000040015"
            serialNumber: 40015
            model: VSP G200
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            journals: [ { id: 1 } ]
            volumes: [ { ids: 1-9, size: 1G } ]
        links: [ { between: [tokyo, osaka] } ]
        """;
}
