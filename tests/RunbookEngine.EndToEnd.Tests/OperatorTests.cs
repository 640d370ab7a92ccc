namespace RunbookEngine.EndToEnd.Tests;

public sealed class OperatorTests
{
    private const string Runbook = """
        runbook: v1
        name: held
        onFailure: hold
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: ["billing-ur-*"] }
        steps:
          - id: split
            pair.split: { on: mirrors }
          - id: after-split
            checkpoint: {}
          - id: ask
            manual: { question: "Is the application stopped?" }
          - id: work
            command: { run: ["/bin/false"], onUnknown: hold }
            rollback: { none: "it does nothing" }
          - id: resync
            pair.resync: { on: mirrors }
        """;

    [Fact]
    public async Task A_held_run_is_shown_overridden_on_record_and_carried_on()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var asked = await workshop.RunAsync("run", workshop.Write("held.yaml", Runbook), "--environment", arrays.Environment);
        Assert.True(asked.Exit == 5 && asked.Out.Contains("runbook answer ", StringComparison.Ordinal), $"{asked}");
        Assert.Equal(0, (await workshop.RunAsync("answer", "latest", "ask", "yes, since 04:00", "--as", "chen")).Exit);

        var held = await workshop.RunAsync("resume", "latest");
        Assert.True(held.Exit == 5 && held.Out.Contains("--skip work --reason TEXT", StringComparison.Ordinal), $"{held}");
        Assert.Equal("held", (await workshop.ShowAsync()).GetProperty("outcome").GetString());

        var unexplained = await workshop.RunAsync("resume", "latest", "--skip", "work");
        Assert.True(unexplained.Exit == 6 && unexplained.Error.Contains("--reason", StringComparison.Ordinal), $"{unexplained}");
        var done = await workshop.RunAsync("resume", "latest", "--skip", "work", "--reason", "done by hand", "--as", "akiko");
        Assert.True(done.Exit == 0, $"{done}");
        var evidence = (await workshop.RunAsync("report", "latest", "--format", "json")).Json;
        var people = evidence.GetProperty("people").EnumerateArray().Select(p => $"{p.GetProperty("who")}: {p.GetProperty("what")} {p.GetProperty("reason")}").ToList();
        Assert.Contains(people, p => p.StartsWith("akiko: skipped step work done by hand", StringComparison.Ordinal));
        Assert.Contains(people, p => p.Contains("yes, since 04:00", StringComparison.Ordinal));
        Assert.True(evidence.GetProperty("journal").GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task A_run_is_taken_back_to_a_checkpoint_carried_on_from_there_and_taken_back_whole()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Assert.Equal(5, (await workshop.RunAsync("run", workshop.Write("held.yaml", Runbook), "--environment", arrays.Environment)).Exit);
        var unknown = await workshop.RunAsync("rollback", "latest", "--to", "nowhere");
        Assert.True(unknown.Exit == 6 && unknown.Error.Contains("after-split", StringComparison.Ordinal), $"{unknown}");
        var there = await workshop.RunAsync("rollback", "latest", "--to", "after-split");
        Assert.True(there.Exit == 5 && there.Out.Contains("at checkpoint after-split", StringComparison.Ordinal), $"{there}");
        var again = await workshop.RunAsync("resume", "latest");
        Assert.True(again.Exit == 5, $"{again}");
        var back = await workshop.RunAsync("rollback", "latest");
        Assert.True(back.Exit == 4, $"{back}");
        Assert.All((await workshop.ShowAsync()).GetProperty("pairs").EnumerateArray(), p => Assert.Equal("PAIR", p.GetProperty("svolStatus").GetString()));
        Assert.Equal("no locks\n", (await workshop.RunAsync("locks")).Out);
    }

    [Fact]
    public async Task A_plan_shows_every_call_and_sends_none()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var plan = await workshop.RunAsync("plan", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment, "--output", "json");
        Assert.True(plan.Exit == 0 && plan.Json.ValueKind == System.Text.Json.JsonValueKind.Object, $"{plan}");
        for (var i = 1; i <= 5; i++)
        {
            Assert.Contains($"remote-mirror-copygroups/900000040015,erp-ur-0{i},erp-ur-0{i}P_,erp-ur-0{i}S_/actions/split/invoke", plan.Out);
            Assert.Contains($"remote-mirror-copygroups/900000040015,erp-ur-0{i},erp-ur-0{i}P_,erp-ur-0{i}S_/actions/resync/invoke", plan.Out);
        }

        Assert.Empty(await arrays.LedgerAsync());
        Assert.Equal("no runs\n", (await workshop.RunAsync("runs")).Out);
        var text = await workshop.RunAsync("plan", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment);
        Assert.True(text.Exit == 0 && text.Out.Contains("/actions/split/invoke", StringComparison.Ordinal), $"{text}");
        Assert.Equal(0, (await workshop.RunAsync("plan", Repository.Runbook("ur-split-backup-resync"), "--assume", "PAIR")).Exit);
    }

    [Fact]
    public async Task What_another_process_does_can_be_followed()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var running = workshop.Start("run", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment);
        await running.SaysAsync("healthy starts");
        var followed = await workshop.RunAsync("show", "latest", "--follow");
        Assert.True(followed.Exit == 0 && followed.Out.Contains("run ended: succeeded", StringComparison.Ordinal), $"{followed}");
        Assert.Equal(0, (await running.EndAsync()).Exit);
    }
}
