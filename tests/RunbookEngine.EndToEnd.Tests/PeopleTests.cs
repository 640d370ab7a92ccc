namespace RunbookEngine.EndToEnd.Tests;

public sealed class PeopleTests
{
    /// <summary>Every runbook that is shipped, against one simulator process; approvals are given as they are asked for.</summary>
    [Fact]
    public async Task Every_shipped_runbook_succeeds_as_two_processes_with_its_defaults()
    {
        await using var workshop = new Workshop();
        foreach (var file in Directory.GetFiles(Repository.File("runbooks"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var arrays = await workshop.SimulateAsync(Repository.TwoSite);
            var result = await workshop.RunAsync("run", file, "--environment", arrays.Environment, "--as", "dora");
            for (var round = 0; result.Exit == 5 && round < 5; round++)
            {
                Assert.Contains("runbook approve ", result.Out);
                Assert.Contains("runbook resume ", result.Out);
                foreach (var step in (await workshop.ShowAsync()).GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("status").GetString() == "waiting"))
                {
                    var people = step.GetProperty("waiting").GetProperty("people").EnumerateArray().Select(p => p.GetString()!).ToList();
                    foreach (var person in people.Take(2))
                        await workshop.RunAsync("approve", "latest", step.GetProperty("id").GetString()!, "--grant", "--as", person);
                }

                result = await workshop.RunAsync("resume", "latest", "--as", "dora");
            }

            Assert.True(result.Exit == 0, $"{Path.GetFileName(file)}: {result}");
            await arrays.Process.SignalAsync("TERM");
            Assert.Equal(0, (await arrays.Process.EndAsync()).Exit);
        }
    }

    [Fact]
    public async Task A_denied_approval_before_anything_changed_is_a_refusal()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Assert.Equal(5, (await workshop.RunAsync("run", Repository.Runbook("planned-failover"), "--environment", arrays.Environment, "--as", "akiko")).Exit);
        Assert.Equal("nothing waits for you\n", (await workshop.RunAsync("tasks", "--as", "akiko")).Out);
        Assert.Contains("agree", (await workshop.RunAsync("tasks", "--as", "ben")).Out);
        var own = await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "akiko");
        Assert.True(own.Exit == 6 && own.Error.Contains("akiko", StringComparison.Ordinal), $"{own}");
        var stranger = await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "mallory");
        Assert.True(stranger.Exit == 6 && stranger.Error.Contains("mallory", StringComparison.Ordinal), $"{stranger}");
        Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--deny", "--as", "ben", "--reason", "not today")).Exit);
        var ended = await workshop.RunAsync("resume", "latest");
        Assert.True(ended.Exit == 6, $"{ended}");
        Assert.Empty(await arrays.LedgerAsync());
        Assert.Contains("not today", (await workshop.RunAsync("report", "latest")).Out);
    }
}
