namespace RunbookEngine.EndToEnd.Tests;

public sealed class BreakGlassTests
{
    private const string Runbook = """
        runbook: v1
        name: guarded
        onFailure: hold
        steps:
          - id: go
            approve: { by: dr-coordinators, message: "Go?" }
          - id: work
            command: { run: [/bin/true] }
            timeout: 1m
            rollback: { none: "touches nothing" }
        """;

    [Fact]
    public async Task On_the_command_line_a_decision_is_set_aside_by_two_whom_the_environment_names_and_in_no_other_way()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var environment = workshop.Write("glass.yaml", await File.ReadAllTextAsync(arrays.Environment, TestContext.Current.CancellationToken) + "\nbreakGlass: { by: [eve, finn] }\n");
        Assert.Equal(5, (await workshop.RunAsync("run", workshop.Write("guarded.yaml", Runbook), "--environment", environment, "--as", "olga")).Exit);
        foreach (var past in new[] { "--skip", "--mark-done" })
        {
            var refused = await workshop.RunAsync("resume", "latest", past, "go", "--reason", "late", "--as", "olga");
            Assert.True(refused.Exit == 6 && refused.Error.Contains("break-glass", StringComparison.Ordinal), $"{refused}");
        }

        Assert.Equal(2, (await workshop.RunAsync("break-glass", "latest", "go", "--as", "eve")).Exit);
        Assert.Equal(6, (await workshop.RunAsync("break-glass", "latest", "go", "--as", "mallory", "--reason", "now")).Exit);
        var asked = await workshop.RunAsync("break-glass", "latest", "go", "--as", "eve", "--reason", "Tokyo is lost");
        Assert.True(asked.Exit == 0 && asked.Out.Contains("a second person", StringComparison.Ordinal), $"{asked}");
        Assert.Equal(6, (await workshop.RunAsync("break-glass", "latest", "go", "--as", "eve", "--reason", "really")).Exit);
        Assert.Equal(5, (await workshop.RunAsync("resume", "latest", "--as", "olga")).Exit);
        var broken = await workshop.RunAsync("break-glass", "latest", "go", "--as", "finn", "--reason", "confirmed by phone");
        Assert.True(broken.Exit == 0 && broken.Out.Contains("GLASS BROKEN", StringComparison.Ordinal), $"{broken}");

        Assert.Equal(0, (await workshop.RunAsync("resume", "latest", "--as", "olga")).Exit);
        Assert.StartsWith("GLASS", (await workshop.RunAsync("show", "latest")).Out);
        Assert.Contains("GLASS BROKEN", string.Concat((await workshop.RunAsync("report", "latest", "--format", "markdown")).Out.Split('\n').Take(10)));
    }

    [Fact]
    public async Task Where_the_environment_names_nobody_the_command_line_breaks_no_glass()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Assert.Equal(5, (await workshop.RunAsync("run", workshop.Write("guarded.yaml", Runbook), "--environment", arrays.Environment, "--as", "olga")).Exit);

        var refused = await workshop.RunAsync("break-glass", "latest", "go", "--as", "eve", "--reason", "now");

        Assert.True(refused.Exit == 6 && refused.Error.Contains("breakGlass", StringComparison.Ordinal), $"{refused}");
    }
}
