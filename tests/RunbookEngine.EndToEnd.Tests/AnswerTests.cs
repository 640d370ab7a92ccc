namespace RunbookEngine.EndToEnd.Tests;

public sealed class AnswerTests
{
    [Fact]
    public async Task An_answer_is_one_of_the_choices_and_is_not_changed_by_another()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var file = workshop.Write("ask.yaml", """
            runbook: v1
            name: ask
            targets:
              mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
            steps:
              - id: look
                pair.assert: { on: mirrors, status: PAIR }
              - id: ask
                manual: { question: "Is it mounted?", choices: ["yes", "no"], failOn: ["no"] }
            """);
        var run = await workshop.RunAsync("run", file, "--environment", arrays.Environment);
        var none = await workshop.RunAsync("answer", "latest", "ask", "perhaps");
        var yes = await workshop.RunAsync("answer", "latest", "ask", "YES");
        var other = await workshop.RunAsync("answer", "latest", "ask", "no");
        var end = await workshop.RunAsync("resume", "latest");

        Assert.True(run.Exit == 5, $"{run}");
        Assert.True(none.Exit == 6 && none.Error.Contains("yes, no", StringComparison.Ordinal), $"{none}");
        Assert.True(yes.Exit == 0, $"{yes}");
        Assert.True(other.Exit == 6 && other.Error.Contains("'YES'", StringComparison.Ordinal), $"{other}");
        Assert.True(end.Exit == 0, $"{end}");
    }

    [Fact]
    public async Task A_run_is_not_started_against_its_own_forecast_unless_somebody_answers_for_it()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        // A second copy of a volume in use: only the arrays know.
        var file = workshop.Write("make.yaml", """
            runbook: v1
            name: make
            targets:
              mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
              new: { technology: shadow-image, array: tokyo, copyGroups: [new-01] }
            steps:
              - id: split
                pair.split: { on: mirrors }
              - id: make
                pair.create: { on: new-01, pairs: [ { name: a, pvol: 120, svol: 200 } ] }
                timeout: 10m
            """);
        var refused = await workshop.RunAsync("run", file, "--environment", arrays.Environment);
        var notAllowed = await workshop.RunAsync("run", file, "--environment", arrays.Environment, "--force-plan", "--reason", "I know");
        var unexplained = await workshop.RunAsync("run", file, "--environment", arrays.Environment, "--force-plan");
        Assert.True(refused.Exit == 3 && refused.Error.Contains("RB2120", StringComparison.Ordinal), $"{refused}");
        Assert.True(notAllowed.Exit == 6, $"{notAllowed}");
        Assert.True(unexplained.Exit == 2, $"{unexplained}");
        Assert.Empty(await arrays.LedgerAsync());

        File.AppendAllText(arrays.Environment, "forcePlan: allowed\n");
        var forced = await workshop.RunAsync("run", file, "--environment", arrays.Environment, "--force-plan", "--reason", "I know");
        Assert.True(forced.Exit is 4 or 5 && forced.Out.Contains("FORCED against its forecast", StringComparison.Ordinal), $"{forced}");
        Assert.Contains("I know", (await workshop.RunAsync("report", "latest")).Out);
    }
}
