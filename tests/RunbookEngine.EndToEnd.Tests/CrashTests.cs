namespace RunbookEngine.EndToEnd.Tests;

public sealed class CrashTests
{
    [Fact]
    public async Task A_run_killed_five_times_ends_well_and_every_request_took_effect_once()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite, "--speed", "10");
        string[] moments = ["healthy starts", "asks tokyo: split", "PAIR/PAIR -> PSUS/SSUS", "backup starts", "asks tokyo: resync"];
        var running = workshop.Start("run", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment);
        foreach (var moment in moments)
        {
            await running.SaysAsync(moment);
            await running.SignalAsync("KILL");
            await running.EndAsync();
            running = workshop.Start("resume", "latest");
        }

        var last = await running.EndAsync();
        Assert.True(last.Exit == 0, $"{last}");
        Assert.Equal("succeeded", (await workshop.ShowAsync()).GetProperty("outcome").GetString());
        var ledger = await arrays.LedgerAsync();
        Assert.Equal(10, ledger.Count);
        Assert.All(ledger, entry => Assert.True(entry.Value == 1, $"{entry.Key}: {entry.Value} times"));
        Assert.Equal(0, (await workshop.RunAsync("verify", "latest")).Exit);
    }

    [Fact]
    public async Task Ctrl_C_and_SIGTERM_stop_cleanly_with_130_and_the_run_can_be_resumed()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite, "--speed", "10");
        var running = workshop.Start("run", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment);
        await running.SaysAsync("asks tokyo: split");
        await running.SignalAsync("INT");
        var stopped = await running.EndAsync();
        Assert.True(stopped.Exit == 130, $"{stopped}");
        Assert.Contains("runbook resume ", stopped.Out);
        running = workshop.Start("resume", "latest", "--output", "json");
        await UntilAdoptedAsync(workshop);
        await running.SignalAsync("TERM");
        stopped = await running.EndAsync();
        if (stopped.Exit != 0)
        {
            Assert.True(stopped.Exit == 130, $"{stopped}");
            Assert.Equal("running", stopped.Json.GetProperty("run").GetProperty("outcome").GetString());
            var last = await workshop.RunAsync("resume", "latest");
            Assert.True(last.Exit == 0, $"{last}");
        }

        Assert.All(await arrays.LedgerAsync(), entry => Assert.Equal(1, entry.Value));
    }

    [Fact]
    public async Task Who_comes_second_to_a_run_is_told_who_has_it()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var waiting = workshop.Start("run", Repository.Runbook("planned-failover"), "--environment", arrays.Environment, "--wait", "--as", "akiko");
        await waiting.SaysAsync("agree waits for");
        foreach (var verb in (string[])["resume", "rollback"])
        {
            var second = await workshop.RunAsync(verb, "latest");
            Assert.True(second.Exit == 6 && second.Error.Contains("is driven by process", StringComparison.Ordinal), $"{second}");
        }

        var locked = await workshop.RunAsync("run", Repository.Runbook("ur-split-backup-resync"), "--environment", arrays.Environment);
        Assert.True(locked.Exit == 6 && locked.Error.Contains("planned-failover", StringComparison.Ordinal) && locked.Error.Contains("akiko", StringComparison.Ordinal), $"{locked}");
        var refused = await workshop.RunAsync("locks", "break", "900000040014/erp-ur-01", "--reason", "test");
        Assert.True(refused.Exit == 6, $"{refused}");

        var cancelled = await workshop.RunAsync("cancel", "latest", "--reason", "test");
        Assert.True(cancelled.Exit == 0, $"{cancelled}");
        var ended = await waiting.EndAsync();
        Assert.True(ended.Exit == 1 && ended.Out.Contains("run ended: cancelled", StringComparison.Ordinal), $"{ended}");
        Assert.Equal("no locks\n", (await workshop.RunAsync("locks")).Out);
    }

    private static async Task UntilAdoptedAsync(Workshop workshop)
    {
        while (!(await workshop.RunAsync("show", "latest", "--events")).Out.Contains("run-adopted", StringComparison.Ordinal))
        {
        }
    }
}
