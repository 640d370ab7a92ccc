using System.Text.Json;

namespace RunbookEngine.EndToEnd.Tests;

public sealed class NoticeTests
{
    private const string Runbook = """
        runbook: v1
        name: tell
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
        steps:
          - id: look
            pair.assert: { on: mirrors, status: PAIR }
          - id: tell
            notify: { to: [by-webhook, by-mail, by-file, nowhere], message: "mirrors will be split" }
          - id: agree
            approve: { by: dr-coordinators, deadline: 2h, message: "Split erp?", notify: [by-webhook, by-mail, by-file, nowhere] }
        """;

    /// <summary>A kind that the schema has and no channel here is makes this test fail.</summary>
    [Fact]
    public async Task Every_kind_of_channel_gets_the_messages_of_steps_and_of_approvals_and_what_is_not_delivered_is_told_everywhere()
    {
        await using var workshop = new Workshop();
        await using var mail = new MailStandIn();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var channels = new Dictionary<string, string>
        {
            ["webhook"] = $"\"{arrays.Control}/control/notices\"",
            ["mail"] = $"{{ server: \"{mail.Address}\", from: runbooks@storage.example, to: [oncall@storage.example], startTls: false }}",
            ["file"] = "told/notices.jsonl",
        };
        var schema = JsonElement.Parse(File.ReadAllText(Repository.File("schemas/environment.schema.json")));
        var kinds = schema.GetProperty("properties").GetProperty("notify").GetProperty("additionalProperties").GetProperty("properties").EnumerateObject().Select(p => p.Name);
        Assert.Equal(channels.Keys.Order(), kinds.Except(["credentials", "tls"]).Order());
        Directory.CreateDirectory(workshop.File("told"));
        var environment = string.Join('\n', File.ReadLines(arrays.Environment).Where(l => !l.StartsWith("notify:", StringComparison.Ordinal)))
            + "\nnotify:\n  nowhere: { webhook: \"http://127.0.0.1:9/x\" }\n" + string.Concat(channels.Select(c => $"  by-{c.Key}: {{ {c.Key}: {c.Value} }}\n"));
        File.WriteAllText(arrays.Environment, environment);

        var run = await workshop.RunAsync("run", workshop.Write("tell.yaml", Runbook), "--environment", arrays.Environment);
        var shown = await workshop.RunAsync("show", "latest");
        var json = (await workshop.RunAsync("show", "latest", "--output", "json")).Json.GetProperty("run");
        var report = await workshop.RunAsync("report", "latest");

        Assert.True(run.Exit == 5, $"{run}");
        using var http = new HttpClient();
        string[] webhook = [.. JsonElement.Parse(await http.GetStringAsync($"{arrays.Control}/control/notices")).GetProperty("data").EnumerateArray().Select(n => n.GetProperty("notice").GetProperty("text").GetString()!)];
        string[] lines = [.. File.ReadLines(workshop.File("told/notices.jsonl")).Select(l => JsonElement.Parse(l).GetProperty("text").GetString()!)];
        foreach (var got in new[] { webhook, lines, [.. mail.Mails] })
        {
            Assert.True(got.Length == 2, string.Join("\n---\n", got));
            Assert.Contains("mirrors will be split", got[0]);
            Assert.Contains("Split erp?", got[1]);
        }

        foreach (var text in new[] { run.Out, shown.Out })
        {
            Assert.Contains("warning: step tell: not delivered to nowhere: Connection refused", text);
            Assert.Contains("warning: step agree: not delivered to nowhere: Connection refused", text);
        }

        Assert.Equal(["tell", "agree"], json.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("step").GetString()));
        Assert.Contains("| agree | not delivered to nowhere: Connection refused", report.Out);
    }

    /// <summary>The webhook that the environment of simulated arrays names is there.</summary>
    [Fact]
    public async Task A_shipped_runbook_on_simulated_arrays_tells_everybody_it_means_to_tell()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var run = await workshop.RunAsync("run", Repository.Runbook("planned-failover"), "--environment", arrays.Environment);
        Assert.Equal(5, run.Exit);
        Assert.DoesNotContain("not delivered", run.Out + (await workshop.RunAsync("run", Repository.Runbook("ur-split-backup-resync"), "--simulate", Repository.TwoSite)).Out);
    }
}
