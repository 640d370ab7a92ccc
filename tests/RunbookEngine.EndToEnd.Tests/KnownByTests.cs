namespace RunbookEngine.EndToEnd.Tests;

public sealed class KnownByTests
{
    [Fact]
    public async Task A_typed_name_is_shown_as_one_with_the_account_that_typed_it()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Assert.Equal(5, (await workshop.RunAsync("run", Repository.Runbook("planned-failover"), "--environment", arrays.Environment)).Exit);
        Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "akiko")).Exit);

        var shown = await workshop.RunAsync("show", "latest");
        var report = await workshop.RunAsync("report", "latest");
        var people = (await workshop.RunAsync("report", "latest", "--format", "json")).Json.GetProperty("people").EnumerateArray().ToList();

        var account = $"account {Environment.UserName} on {Environment.MachineName}, ";
        Assert.Contains($"by {Environment.UserName} ({account}", shown.Out);
        Assert.Contains("agree granted by akiko (typed name)", shown.Out);
        Assert.Contains($"| akiko | typed name; {account}", report.Out);
        var (started, granted) = (people[0].GetProperty("knownBy"), people.Single(p => p.GetProperty("who").GetString() == "akiko").GetProperty("knownBy"));
        Assert.Equal(("os-account", "typed-name"), (started.GetProperty("kind").GetString(), granted.GetProperty("kind").GetString()));
        Assert.Equal((Environment.UserName, Environment.MachineName), (granted.GetProperty("account").GetString(), granted.GetProperty("host").GetString()));
    }

    [Fact]
    public async Task Where_there_are_approvers_no_verb_takes_a_typed_name_and_all_take_the_account()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var strict = string.Join('\n', File.ReadLines(arrays.Environment).Where(l => !l.StartsWith("approvals:", StringComparison.Ordinal)));
        File.WriteAllText(arrays.Environment, strict.Replace("akiko, ben", $"akiko, {Environment.UserName}, ben", StringComparison.Ordinal));
        string[] start = ["run", Repository.Runbook("planned-failover"), "--environment", arrays.Environment];
        var refused = await workshop.RunAsync([.. start, "--as", "dora"]);
        Assert.True(refused.Exit == 6 && refused.Error.Contains("takes no typed names", StringComparison.Ordinal), $"{refused}");
        Assert.Equal("no runs\n", (await workshop.RunAsync("runs")).Out);

        var waits = await workshop.RunAsync(start);
        Assert.Equal(5, waits.Exit);
        Assert.Contains("approve latest", waits.Out.Replace((await workshop.LatestRunAsync()), "latest", StringComparison.Ordinal));
        Assert.DoesNotContain("--as", waits.Out);
        var before = (await workshop.RunAsync("show", "latest", "--events")).Out;
        var lockName = (await workshop.RunAsync("locks", "--output", "json")).Json.GetProperty("locks")[0].GetProperty("lock").GetString()!;
        foreach (var act in new string[][]
        {
            ["approve", "latest", "agree", "--grant"], ["approve", "latest", "agree", "--deny"], ["cancel", "latest"], ["cancel", "latest", "--rollback"], ["resume", "latest"],
            ["rollback", "latest", "--reason", "enough"], ["resume", "latest", "--retry", "agree"], ["break-glass", "latest", "agree", "--reason", "Tokyo is lost"], ["locks", "break", lockName, "--reason", "host is gone"],
        })
        {
            var result = await workshop.RunAsync([.. act, "--as", "akiko"]);
            Assert.True(result.Exit == 6 && result.Error.Contains("takes no typed names", StringComparison.Ordinal), $"{string.Join(' ', act)}: {result}");
        }

        Assert.Equal(before, (await workshop.RunAsync("show", "latest", "--events")).Out);
        var own = await workshop.RunAsync("approve", "latest", "agree", "--grant");
        Assert.True(own.Exit == 6 && own.Error.Contains("own", StringComparison.Ordinal), $"{own}");
        Assert.Equal(0, (await workshop.RunAsync("cancel", "latest")).Exit);
    }
}
