using System.Text.Json;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests;

/// <summary>Mistakes that somebody has made at night, each found at noon with its line (marked with <c># here</c>): by <c>validate</c>, or by
/// <c>plan</c> where it takes the pairs to see it.</summary>
public sealed class PlantedMistakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runbook-mistakes-").FullName;

    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "resync of a group that an earlier step deleted", "plan PAIR", "RB2104", """
            - { id: away, pair.delete: { on: logs }, rollback: { none: test } }
            - id: again
              pair.resync: { on: logs }   # here
            """ },
        { "wait for PAIR after a split, in the step", "validate", "RB1503", """
            - id: split
              pair.split: { on: logs }
              wait: { for: [PAIR], timeout: 1h }   # here
            """ },
        { "wait for PAIR after a split, in a step of its own", "plan PAIR", "RB2103", """
            - { id: split, pair.split: { on: logs } }
            - id: settled
              pair.wait: { on: logs, status: PAIR, timeout: 1h }   # here
            """ },
        { "a second split that is expected to make the S-VOL writable", "plan PAIR", "RB2105", """
            - { id: split, pair.split: { on: logs } }
            - id: open
              pair.split: { on: logs, svolAccess: read-write }   # here
            """ },
        { "restore while another ShadowImage pair of the same P-VOL is in PAIR", "plan topology", "RB2106", """
            - id: restore
              pair.restore: { on: copies }   # here
              rollback: { none: test }
            """ },
        { "normal resync from SSWS", "plan SSWS", "RB2107", """
            - id: home
              pair.resync: { on: logs }   # here
            """ },
        { "Universal Replicator operated by pair", "validate", "RB1504", """
            - id: split
              pair.split: { on: mirror-01/db }   # here
            """ },
        { "two branches on one copy group", "validate", "RB1507", """
            - id: both
              parallel:
                branches:
                  left:
                    - { id: one, pair.split: { on: log-01 } }
                  right:
                    - id: two
                      pair.resync: { on: logs }   # here
            """ },
        { "rollback that overwrites the newer side", "plan PAIR", "RB2108", """
            - id: split
              pair.split: { on: copies }
              rollback:   # here
                pair.restore: { on: copies }
            """ },
        { "an approval that only the requester could give", "plan PAIR", "RB1601", """
            - id: agree
              approve: { by: [alone], timeout: 1h, message: "Split log-01?" }   # here
            - { id: split, pair.split: { on: logs } }
            """ },
        { "an approval by more people than there are", "validate", "RB1601", """
            - id: agree
              approve: { by: [alone], min: 2, timeout: 1h, message: "Split log-01?" }   # here
            - { id: split, pair.split: { on: logs } }
            """ },
        { "a backup window that the resync cannot meet", "plan topology", "RB2112", """
            - { id: asserted, pair.assert: { on: broken, status: PSUE } }
            - id: resync
              pair.resync: { on: broken }   # here
            """ },
        { "a secret in a message", "validate", "RB1416", """
            - id: tell
              notify: { to: storage-oncall, message: "done with ${{ secrets.token }}" }   # here
            """ },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Is_found_with_its_line(string what, string how, string code, string steps)
    {
        var text = Head + string.Join('\n', steps.Split('\n').Select(l => "  " + l)) + "\n";
        var file = Write("planted.yaml", text);
        var words = how.Split(' ') is ["plan", var start]
            ? start == "topology" ? ["plan", file, "--simulate", Write("topology.yaml", Topology), "--as", "akiko"]
                : (string[])["plan", file, "--environment", Write("env.yaml", Environment), "--assume", start, "--as", "akiko"]
            : ["validate", file, "--environment", Write("env.yaml", Environment)];

        var (exit, output) = await RunAsync([.. words, "--output", "json"]);

        var line = 1 + text.Split('\n').ToList().FindIndex(l => l.Contains("# here", StringComparison.Ordinal));
        var found = JsonElement.Parse(output).GetProperty("diagnostics").EnumerateArray().Select(d => (Code: d.GetProperty("code").GetString(), Line: d.GetProperty("line").GetInt32(), Severity: d.GetProperty("severity").GetString())).ToList();
        Assert.True(found.Contains((code, line, "error")), $"{what}: no error {code} in line {line}, but {string.Join(", ", found)}");
        Assert.Equal(3, exit);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const string Head = """
        runbook: v1
        name: planted
        targets:
          logs: { technology: truecopy, array: tokyo, remoteArray: osaka, copyGroups: [log-01] }
          mirrors: { technology: universal-replicator, array: tokyo, remoteArray: osaka, copyGroups: [mirror-01] }
          copies: { technology: shadow-image, array: tokyo, copyGroups: [copy-01] }
          broken: { technology: shadow-image, array: tokyo, copyGroups: [copy-03] }
        objectives: { window: { finishBy: "04:30", zone: UTC } }
        steps:

        """;

    private const string Environment = """
        environment: v1
        name: lab
        arrays:
          tokyo: { endpoint: "https://tokyo-svp:443", storageDeviceId: "900000040014", credentials: "env:TOKYO" }
          osaka: { endpoint: "https://osaka-svp:443", storageDeviceId: "900000040015", credentials: "env:OSAKA" }
        links: [[tokyo, osaka]]
        fence: { allow: ["log-*", "mirror-*", "copy-*"] }
        approvers: { alone: [akiko] }
        notify: { storage-oncall: { webhook: "https://chat.example/hooks/storage" } }
        secrets: { token: "env:BACKUP_TOKEN" }
        """;

    private const string Topology = """
        topology: v1
        name: planted
        arrays:
          tokyo:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            journals: [ { id: 1, capacity: 8G } ]
            volumes: [ { ids: 100-109, size: 8T, allocated: 8T }, { ids: 200-209, size: 8T, allocated: 8T } ]
          osaka:
            storageDeviceId: "900000040015"
            serialNumber: 40015
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            journals: [ { id: 1, capacity: 8G } ]
            volumes: [ { ids: 100-109, size: 8T, allocated: 8T } ]
        links: [ { between: [tokyo, osaka], bandwidth: 400M/s, paths: 2 } ]
        copyGroups:
          - { name: log-01, technology: truecopy, primary: tokyo, secondary: osaka, fenceLevel: NEVER, pairs: [ { name: p, pvol: 100, svol: 100 } ] }
          - { name: mirror-01, technology: universal-replicator, primary: tokyo, secondary: osaka, journals: { primary: 1, secondary: 1 }, consistencyGroup: 1, pairs: [ { name: db, pvol: 101, svol: 101 } ] }
          - { name: copy-01, technology: shadow-image, array: tokyo, status: PSUS, pairs: [ { name: p, pvol: 102, svol: 200 } ] }
          - { name: copy-02, technology: shadow-image, array: tokyo, status: PAIR, pairs: [ { name: p, pvol: 102, svol: 201 } ] }
          - { name: copy-03, technology: shadow-image, array: tokyo, status: PSUE, pairs: [ { name: p, pvol: 103, svol: 202 } ] }
        """;

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return Path.Combine(_folder, name);
    }

    private static async Task<(int Exit, string Output)> RunAsync(string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await App.RunAsync([.. words, "--store", "sqlite:absent.db"], new Terminal { Out = output, Error = error, Clock = new ManualClock(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero)), User = "akiko" }, CancellationToken.None);
        return output.ToString().Length > 0 ? (exit, output.ToString()) : throw new InvalidOperationException(error.ToString());
    }
}
