using System.Text.Json;
using System.Text.RegularExpressions;

namespace RunbookEngine.EndToEnd.Tests;

public sealed class FirstRunTests
{
    private static readonly string[] Mirrors = ["erp-ur-01", "erp-ur-02", "erp-ur-03", "erp-ur-04", "erp-ur-05"];

    [Fact]
    public async Task Every_mirror_is_shown_going_from_pair_over_split_and_copy_back_to_pair()
    {
        await using var workshop = new Workshop();
        var result = await workshop.RunAsync("run", Repository.Runbook("ur-split-backup-resync"), "--simulate", Repository.TwoSite);
        Assert.True(result.Exit == 0, $"{result}");
        foreach (var mirror in Mirrors)
        {
            Assert.Matches(new Regex($@"^\d\d:\d\d:\d\d split\[{mirror}\] PAIR/PAIR -> PSUS/SSUS \(2 of 2 pairs\)$", RegexOptions.Multiline), result.Out);
            Assert.Matches(new Regex($@"^\d\d:\d\d:\d\d resync\[{mirror}\] PSUS/SSUS -> COPY/COPY \(2 of 2 pairs\)$", RegexOptions.Multiline), result.Out);
            Assert.Matches(new Regex($@"^\d\d:\d\d:\d\d resync\[{mirror}\] COPY/COPY -> PAIR/PAIR \(2 of 2 pairs\)$", RegexOptions.Multiline), result.Out);
        }

        Assert.DoesNotContain('\e', result.Out);
        Assert.Equal(0, (await workshop.RunAsync("verify", "latest")).Exit);
    }

    [Fact]
    public async Task Json_of_a_run_has_the_names_of_the_contract_and_progress_goes_to_standard_error()
    {
        await using var workshop = new Workshop();
        var result = await workshop.RunAsync("run", Repository.Runbook("ur-split-backup-resync"), "--simulate", Repository.TwoSite, "--output", "json", "--as", "akiko", "--ticket", "CHG1");
        Assert.True(result.Exit == 0, $"{result}");
        Assert.Contains("split[erp-ur-01] PAIR/PAIR -> PSUS/SSUS", result.Error);
        var run = result.Json.GetProperty("run");
        Assert.Equal("ur-split-backup-resync", run.GetProperty("runbook").GetString());
        Assert.Equal("succeeded", run.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("mode").ValueKind);
        Assert.True(run.GetProperty("endedAt").GetDateTimeOffset() >= run.GetProperty("startedAt").GetDateTimeOffset());
        var steps = run.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(
            ["healthy", .. Mirrors.Select(m => $"split {m}"), "split-done", "backup", .. Mirrors.Select(m => $"resync {m}"), "tell"],
            steps.Select(s => s.GetProperty("iteration").GetString() is { } iteration ? $"{s.GetProperty("id").GetString()} {iteration}" : s.GetProperty("id").GetString()!));
        Assert.All(steps, s =>
        {
            Assert.Equal("succeeded", s.GetProperty("status").GetString());
            Assert.Equal(1, s.GetProperty("attempts").GetInt32());
            Assert.Equal(JsonValueKind.Null, s.GetProperty("error").ValueKind);
            Assert.True(s.GetProperty("endedAt").GetDateTimeOffset() >= s.GetProperty("startedAt").GetDateTimeOffset());
        });
        var pairs = run.GetProperty("pairs").EnumerateArray().ToList();
        Assert.Equal(10, pairs.Count);
        Assert.All(pairs, p => Assert.Equal(("PAIR", "PAIR"), (p.GetProperty("pvolStatus").GetString(), p.GetProperty("svolStatus").GetString())));
        Assert.All(pairs, p => Assert.NotEmpty(p.GetProperty("copyGroup").GetString()! + p.GetProperty("pair").GetString()));
    }

    [Fact]
    public async Task A_split_that_fails_on_the_third_mirror_rolls_the_others_back_and_the_story_is_told_in_order()
    {
        await using var workshop = new Workshop();
        var result = await workshop.RunAsync(
            "run", Repository.Runbook("ur-split-backup-resync"), "--simulate", Repository.File("examples/topologies/five-mirrors-third-fails.yaml"));
        Assert.True(result.Exit == 4, $"{result}");
        var run = await workshop.ShowAsync();
        Assert.Equal("rolled-back", run.GetProperty("outcome").GetString());
        var pairs = run.GetProperty("pairs").EnumerateArray().ToList();
        Assert.Equal(Mirrors, pairs.Select(p => p.GetProperty("copyGroup").GetString()!).Distinct());
        Assert.All(pairs, p => Assert.Equal(("PAIR", "PAIR"), (p.GetProperty("pvolStatus").GetString(), p.GetProperty("svolStatus").GetString())));
        var story = (await workshop.RunAsync("show", "latest")).Out;
        string[] order = ["split[erp-ur-03] FAILED", "split FAILED", "rollback starts", "split[erp-ur-01] undone", "rollback is complete", "run ended: rolled-back"];
        Assert.Equal(order.OrderBy(o => story.IndexOf(o, StringComparison.Ordinal)), order);
        Assert.All(order, o => Assert.Contains(o, story));
    }

    [Fact]
    public async Task A_run_on_simulated_arrays_of_its_own_that_stops_for_people_leaves_no_lock_behind()
    {
        await using var workshop = new Workshop();
        var result = await workshop.RunAsync("run", Repository.Runbook("planned-failover"), "--simulate", Repository.TwoSite);
        Assert.True(result.Exit == 5, $"{result}");
        Assert.Contains("awaiting-approval", result.Out);
        Assert.Equal("no locks\n", (await workshop.RunAsync("locks")).Out);
        var resumed = await workshop.RunAsync("resume", "latest");
        Assert.True(resumed.Exit == 7 && resumed.Error.Contains("simulated", StringComparison.Ordinal), $"{resumed}");
    }
}
