namespace RunbookEngine.EndToEnd.Tests;

/// <summary>A server, and the commands of people at other machines: real processes, real HTTP.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task A_team_works_with_a_server_as_with_a_store_of_its_own()
    {
        await using var workshop = new Workshop();
        var (address, arrays) = await ServeAsync(workshop);
        workshop.Variables["RUNBOOK_SERVER"] = address;
        workshop.Variables["RUNBOOK_KEY"] = await KeyAsync(workshop, "dora", "admin");

        var uploaded = await workshop.RunAsync("upload", Repository.Runbook("planned-failover"), Repository.Runbook("ur-split-backup-resync"));
        var checkedThere = await workshop.RunAsync("validate", Repository.Runbook("ur-split-backup-resync"), "--server", address, "--environment", "two-site");
        var planned = await workshop.RunAsync("plan", "ur-split-backup-resync", "--environment", "two-site", "--save", workshop.File("tonight.plan.json"));
        var ran = await workshop.RunAsync("run", "--plan", workshop.File("tonight.plan.json"), "--ticket", "CHG0030001");
        var shown = await workshop.RunAsync("show", "latest");
        var listed = await workshop.RunAsync("runs");
        var verified = await workshop.RunAsync("verify", "latest");
        var report = await workshop.RunAsync("report", "latest", "--format", "html", "--out", workshop.File("run.html"));

        foreach (var result in new[] { uploaded, checkedThere, planned, ran, shown, listed, verified, report })
            Assert.True(result.Exit == 0, $"{result}");
        Assert.Contains("ur-split-backup-resync: version 1", uploaded.Out);
        Assert.Contains("run ended: succeeded", ran.Out);
        Assert.Contains("CHG0030001", shown.Out);
        Assert.Contains("dora", listed.Out);
        Assert.Contains("consistent in itself:", verified.Out);
        Assert.Contains("dora", File.ReadAllText(workshop.File("run.html")));
        Assert.NotEmpty(await arrays.LedgerAsync());

        var waits = await workshop.RunAsync("run", "planned-failover", "--environment", "two-site");
        var own = await workshop.RunAsync("approve", "latest", "agree", "--grant");
        var locks = await workshop.RunAsync("locks");
        workshop.Variables["RUNBOOK_KEY"] = await KeyAsync(workshop, "ben", "approver");
        var tasks = await workshop.RunAsync("tasks", "--output", "json");
        var denied = await workshop.RunAsync("approve", "latest", "agree", "--deny", "--reason", "not today");
        var mayNot = await workshop.RunAsync("cancel", "latest");
        var followed = await workshop.RunAsync("show", "latest", "--follow");

        Assert.True(waits.Exit == 5, $"{waits}");
        Assert.True(own.Exit == 6 && own.Error.Contains("dora", StringComparison.Ordinal), $"{own}");
        Assert.Contains("planned-failover", locks.Out);
        Assert.Equal("dora", tasks.Json.GetProperty("tasks")[0].GetProperty("requestedBy").GetString());
        Assert.True(denied.Exit == 0 && denied.Out.Contains("denied by ben", StringComparison.Ordinal), $"{denied}");
        Assert.True(mayNot.Exit == 6, $"{mayNot}");
        Assert.True(followed.Exit == 0, $"{followed}");
    }

    [Fact]
    public async Task What_a_server_refuses_has_the_exit_code_that_it_has_here()
    {
        await using var workshop = new Workshop();
        var (address, _) = await ServeAsync(workshop);
        var key = await KeyAsync(workshop, "dora", "admin");
        File.WriteAllText(workshop.File("key"), key + "\n");
        workshop.Write("bad.yaml", "runbook: v1\nname: bad\nsteps:\n  - id: a\n    pair.splitt: {}\n");
        string[] there = ["--server", address, "--key-file", workshop.File("key")];
        var expected = new (int Exit, string[] Command)[]
        {
            (6, ["runs", "--server", address, "--key-file", workshop.Write("wrong", "rbk_aaaaaaaaaa_" + new string('x', 43))]),
            (2, ["runs", "--server", address]),
            (2, ["runs", "--server", "nowhere", "--key-file", workshop.File("key")]),
            (2, ["runs", "--server", "http://runbooks.example:8642", "--key-file", workshop.File("key")]),
            (2, ["runs", "--store", "sqlite:x.db", .. there]),
            (7, ["runs", "--server", "http://127.0.0.1:9", "--key-file", workshop.File("key")]),
            (3, ["upload", workshop.File("bad.yaml"), .. there]),
            (3, ["validate", workshop.File("bad.yaml"), .. there]),
            (6, ["run", "nothing", "--environment", "two-site", .. there]),
            (2, ["run", "nothing.yaml", "--environment", "two-site", .. there]),
            (2, ["show", "latest", .. there]),
            (2, ["rehearse", "x.yaml", "--simulate", "y.yaml", .. there]),
            (2, ["approve", "latest", "x", "--grant", "--as", "ben", .. there]),
        };

        foreach (var (exit, command) in expected)
        {
            var result = await workshop.RunAsync(command);
            Assert.True(result.Exit == exit, $"{string.Join(' ', command)}: expected {exit}, {result}");
            Assert.StartsWith("error: ", result.Error.StartsWith(workshop.Folder, StringComparison.Ordinal) ? "error: " : result.Error);
            Assert.DoesNotContain(key, result.Out + result.Error);
        }
    }

    [Fact]
    public async Task A_server_is_checked_stops_cleanly_and_says_what_is_wrong()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var noAdmin = await workshop.RunAsync("serve", "--environment", arrays.Environment, "--check");
        await KeyAsync(workshop, "dora", "admin");
        var well = await workshop.RunAsync("serve", "--environment", arrays.Environment, "--check");
        var wrong = await workshop.RunAsync("serve", "--config", workshop.Write("server.yaml", "server:\n  sotre: x\n"), "--check");
        var open = await workshop.RunAsync("serve", "--urls", "http://0.0.0.0:0");
        var server = workshop.Start("serve", "--environment", arrays.Environment, "--urls", "http://127.0.0.1:0");
        Assert.True(await server.SaysAsync("listening at "));
        await server.SignalAsync("TERM");
        var stopped = await server.EndAsync();
        await arrays.Process.SignalAsync("TERM");
        await arrays.Process.EndAsync();
        var unreachable = await workshop.RunAsync("serve", "--environment", arrays.Environment, "--check");

        Assert.Equal([3, 0, 3, 3, 0, 7], new[] { noAdmin, well, wrong, open, stopped, unreachable }.Select(r => r.Exit));
        Assert.Contains("--new-key", noAdmin.Error);
        Assert.Contains("server.yaml:2:3", wrong.Error);
        Assert.Contains("TLS", open.Error);
    }

    private static async Task<(string Address, SimulatedArrays Arrays)> ServeAsync(Workshop workshop)
    {
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var server = workshop.Start("serve", "--environment", arrays.Environment, "--urls", "http://127.0.0.1:0");
        Assert.True(await server.SaysAsync("listening at "), server.HasExited ? $"{await server.EndAsync()}" : null);
        return (server.Out.Split('\n')[0]["listening at ".Length..].Trim(), arrays);
    }

    private static async Task<string> KeyAsync(Workshop workshop, string name, string role)
    {
        var made = await workshop.RunAsync("serve", "--new-key", name, "--role", role);
        Assert.True(made.Exit == 0, $"{made}");
        return made.Out.Trim();
    }
}
