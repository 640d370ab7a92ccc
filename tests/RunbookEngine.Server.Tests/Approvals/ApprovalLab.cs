using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Tests.Api;
using RunbookEngine.Server.Tests.Standins;

namespace RunbookEngine.Server.Tests.Approvals;

/// <summary>A server with a runbook that asks ben, chen and dana (each with a box of their own), and a box that many read.</summary>
internal sealed class ApprovalLab(ServerLab server, MailboxStandIn boxes) : IAsyncDisposable
{
    public ServerLab Server { get; } = server;

    public MailboxStandIn Boxes { get; } = boxes;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ApprovalLab> StartAsync(string approve = "by: dr, min: 2, deadline: 2h, notify: everybody, message: \"Split <b>erp</b> & billing?\"")
    {
        Environment.SetEnvironmentVariable("APPROVAL_LAB_KEY", "an approval key of forty characters, ok?");
        var boxes = await MailboxStandIn.StartNewAsync();
        var server = await ServerLab.StartAsync("approvals: { publicUrl: \"http://127.0.0.1:1\", signingKeys: [\"env:APPROVAL_LAB_KEY\"], interval: 1s }\nlimits: { anonymousPerMinute: 100000, requestsPerMinute: 100000 }");
        string Box(string name) => $"{{ webhook: \"{boxes.Url}/{name}\" }}";
        await server.Host.Services.GetRequiredService<EnvironmentLibrary>().PutAsync(ServerLab.Environment, $$"""
            environment: v1
            name: lab
            arrays: { tokyo: { endpoint: "http://127.0.0.1:1", storageDeviceId: "900000040014", credentials: "env:NONE" } }
            approvers: { dr: [akiko, ben, chen, dana], managers: [maria] }
            people:
              akiko: { aliases: [asato], notify: akiko-box }
              ben: { aliases: [bweiss], notify: ben-box }
              chen: { notify: chen-box }
              eve: { notify: eve-box }
            notify:
              akiko-box: {{Box("akiko")}}
              ben-box: {{Box("ben")}}
              chen-box: {{Box("chen")}}
              eve-box: {{Box("eve")}}
              everybody: {{Box("everybody")}}
              nowhere: { webhook: "http://127.0.0.1:9/x" }
            """, 0, "lab", Stop);
        var author = await server.ClientAsync("aaron", Role.Author);
        var answer = await author.PutAsync("runbooks/ask", new StringContent($$"""
            runbook: v1
            name: ask
            description: "Asks <people>."
            steps:
              - id: go
                approve: { {{approve}} }
              - id: work
                name: Point of "no" return
                command: { run: [/bin/true] }
                pivot: true
            """), Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return new ApprovalLab(server, boxes);
    }

    /// <summary>Started by akiko under another of her names, and waiting.</summary>
    public async Task<RunId> RunAsync()
    {
        var akiko = await Server.ClientAsync("asato", Role.Admin);
        var id = await ServerLab.StartAsync(akiko, new { runbook = "ask", environment = ServerLab.Environment });
        await ServerLab.WaitAsync(akiko, id, "awaiting-approval");
        return RunId.TryParse(id)!.Value;
    }

    public string Local(string link) => new Uri(Server.Address, new Uri(link).PathAndQuery).ToString();

    public async Task<RunState> StateAsync(RunId run) => (await Server.Store.LoadAsync(run, Stop))!;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Boxes.DisposeAsync();
    }
}
