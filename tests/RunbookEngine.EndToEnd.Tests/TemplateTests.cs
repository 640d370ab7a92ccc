namespace RunbookEngine.EndToEnd.Tests;

/// <summary>What an installed command writes and names, in a folder in which there is nothing else.</summary>
public sealed class TemplateTests
{
    [Fact]
    public async Task Every_template_is_valid_without_a_finding_and_the_commands_that_are_named_next_work_as_they_are()
    {
        await using var workshop = new Workshop();
        var listed = (await workshop.RunAsync("new", "--list", "--output", "json")).Json.GetProperty("templates").EnumerateArray().ToList();
        Assert.Equal(
            ["global-active-device", "shadow-image", "thin-image", "truecopy", "universal-replicator"],
            listed.Select(t => t.GetProperty("technology").GetString()!).Distinct().Order(StringComparer.Ordinal));
        foreach (var name in listed.Select(t => t.GetProperty("name").GetString()!))
        {
            var written = await workshop.RunAsync("new", $"my-{name}"[..Math.Min(60, name.Length + 3)], "--template", name, "--output", "json");
            Assert.True(written.Exit == 0, $"{name}: {written}");
            foreach (var next in written.Json.GetProperty("next").EnumerateArray().Select(n => n.GetString()!))
            {
                var result = await workshop.RunAsync([.. next.Split(' ').Skip(1)]);
                var waits = next.StartsWith("runbook run", StringComparison.Ordinal) && name.EndsWith("failover", StringComparison.Ordinal);
                Assert.True(result.Exit == (waits ? 5 : 0), $"{next}: {result}");
                if (next.StartsWith("runbook validate", StringComparison.Ordinal))
                    Assert.Equal("", result.Error);
            }
        }
    }

    [Fact]
    public async Task The_failover_templates_reach_their_end_when_somebody_agrees()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync("every-technology");
        foreach (var template in new[] { "universal-replicator-failover", "truecopy-failover", "global-active-device-failover" })
        {
            Assert.Equal(0, (await workshop.RunAsync("new", "move", "--template", template)).Exit);
            Assert.Equal(5, (await workshop.RunAsync("run", "move.yaml", "--environment", arrays.Environment)).Exit);
            Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "akiko")).Exit);
            var moved = await workshop.RunAsync("resume", "latest");
            Assert.True(moved.Exit == 0, $"{template}: {moved}");
            File.Delete(workshop.File("move.yaml"));
        }
    }

    [Fact]
    public async Task A_misspelt_template_gets_the_one_that_was_meant_and_a_file_of_a_topologys_name_comes_first()
    {
        await using var workshop = new Workshop();
        var wrong = await workshop.RunAsync("new", "x", "--template", "truecopy-fialover");
        Assert.True(wrong.Exit == 2 && wrong.Error.Contains("did you mean 'truecopy-failover'?", StringComparison.Ordinal) && !File.Exists(workshop.File("x.yaml")), $"{wrong}");
        workshop.Write("two-site", "no topology");
        await workshop.RunAsync("new", "x");
        Assert.Equal(3, (await workshop.RunAsync("plan", "x.yaml", "--simulate", "two-site")).Exit);
    }
}
