namespace RunbookEngine.EndToEnd.Tests;

public sealed class UsageTests
{
    [Fact]
    public async Task A_wrong_command_line_exits_2_and_leaves_standard_output_empty()
    {
        await using var workshop = new Workshop();
        string[][] wrong =
        [
            [], ["shw"], ["show"], ["run"], ["run", "x.yaml"], ["run", "x.yaml", "--simulate", "a", "--environment", "b"], ["validate"],
            ["runs", "--limit", "0"], ["runs", "--bogus"], ["approve", "latest", "go"], ["approve", "latest", "go", "--grant", "--deny"],
            ["schema", "nothing"], ["plan", "x.yaml"], ["simulate"], ["simulate", "x.yaml", "--port", "-1"], ["run", "x.yaml", "--simulate", "a", "--input", "novalue"],
            ["show", "latest", "--output", "xml"], ["show", "latest", "--output", "sarif"], ["show", "zz"], ["new", "Not A Name"],
        ];
        foreach (var arguments in wrong)
        {
            var result = await workshop.RunAsync(arguments);
            Assert.True(result is { Exit: 2, Out: "" } && result.Error.StartsWith("error: ", StringComparison.Ordinal), $"{string.Join(' ', arguments)}: {result}");
            Assert.DoesNotContain("   at ", result.Error);
        }
    }

    [Fact]
    public async Task An_input_that_is_given_twice_is_told_and_the_last_one_holds()
    {
        await using var workshop = new Workshop();
        var run = await workshop.RunAsync("plan", Repository.Runbook("ur-split-backup-resync"), "--simulate", "two-site", "--input", "app=erp", "--input", "app=billing");
        Assert.True(run.Exit == 0, $"{run}");
        Assert.Contains("warning: --input app is given 2 times; the last one holds: app=billing", run.Error);
        Assert.Contains("billing-ur-01", run.Out);
        Assert.DoesNotContain("erp-ur-01", run.Out);
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        await using var workshop = new Workshop();
        var result = await workshop.RunAsync("--version");
        Assert.Equal(0, result.Exit);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", result.Out);
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_exits_7_in_every_command_that_needs_it()
    {
        await using var workshop = new Workshop();
        workshop.Write("blocked", "a file where a folder should be");
        string[][] commands = [["runs"], ["show", "latest"], ["resume", "latest"], ["locks"], ["verify", "latest"], ["report", "latest"], ["cancel", "latest"], ["rollback", "latest"]];
        foreach (var command in commands)
        {
            var result = await workshop.RunAsync([.. command, "--store", $"sqlite:{workshop.File("blocked/runs.db")}"]);
            Assert.True(result.Exit == 7 && result.Error.Contains("blocked", StringComparison.Ordinal), $"{command[0]}: {result}");
        }
    }

    [Fact]
    public async Task Json_output_is_one_document_also_when_the_command_fails()
    {
        await using var workshop = new Workshop();
        string[][] commands =
        [
            ["runs"], ["locks"], ["show", "latest"], ["verify", "latest"], ["validate", "nofile.yaml"], ["eval", "1 +"], ["eval", "1 + 1"],
            ["run", "nofile.yaml", "--simulate", "nofile.yaml"], ["plan", "nofile.yaml", "--assume", "PAIR"], ["show"], ["new", "first"], ["new", "first"],
        ];
        foreach (var command in commands)
        {
            var result = await workshop.RunAsync([.. command, "--output", "json"]);
            Assert.True(result.Out.TrimStart().StartsWith('{'), $"{string.Join(' ', command)}: {result}");
            Assert.Equal(System.Text.Json.JsonValueKind.Object, result.Json.ValueKind);
        }
    }

    [Fact]
    public async Task A_starter_runbook_is_valid_and_never_overwrites()
    {
        await using var workshop = new Workshop();
        Assert.Equal(0, (await workshop.RunAsync("new", "nightly-split")).Exit);
        var validated = await workshop.RunAsync("validate", "nightly-split.yaml");
        Assert.True(validated is { Exit: 0, Error: "" }, $"{validated}");
        System.IO.File.AppendAllText(workshop.File("nightly-split.yaml"), "# mine\n");
        Assert.Equal(2, (await workshop.RunAsync("new", "nightly-split")).Exit);
        Assert.Contains("# mine", System.IO.File.ReadAllText(workshop.File("nightly-split.yaml")));
    }
}
