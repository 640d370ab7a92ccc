namespace RunbookEngine.EndToEnd.Tests;

/// <summary>What was looked at is what is carried out, or nothing is.</summary>
public sealed class SavedPlanTests
{
    private const string Topology = """
        topology: v1
        name: small
        arrays:
          tokyo:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            volumes: [ { ids: 100-119, size: 1G, allocated: 1G } ]
        copyGroups:
          - { name: si-01, technology: shadow-image, array: tokyo, status: PAIR, pairs: [ { name: p, pvol: 100, svol: 110 } ] }
          - { name: si-02, technology: shadow-image, array: tokyo, status: PAIR, pairs: [ { name: p, pvol: 101, svol: 111 } ] }
        """;

    private const string Runbook = """
        runbook: v1
        name: copy
        targets:
          copies: { technology: shadow-image, array: tokyo, copyGroups: ["si-*"] }
        steps:
          - id: healthy
            pair.assert: { on: copies, status: PAIR }
          - id: split
            pair.split: { on: copies }
          - id: back
            pair.resync: { on: copies }
        """;

    public static TheoryData<string, string, string> Drifts => new()
    {
        { "a pair was split", "pair.split: { on: si-02 }", "tokyo: si-02/p was PAIR/PAIR and is now PSUS/SSUS" },
        { "a group is gone", "pair.delete: { on: si-02 }", "copy group si-02 is gone" },
        { "a group is new", "pair.create: { on: si-03, pairs: [ { name: q, pvol: 102, svol: 112 } ] }", "copy group si-03 is new" },
    };

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task A_saved_plan_is_refused_when(string what, string meanwhile, string says)
    {
        await using var workshop = await PlannedAsync();
        var other = workshop.Write("other.yaml", $$"""
            runbook: v1
            name: other
            targets:
              mine: { technology: shadow-image, array: tokyo, copyGroups: [si-02, si-03] }
            steps:
              - id: change
                {{meanwhile}}
                rollback: { none: "it stays" }
            """.Replace("[si-02, si-03]", meanwhile.Contains("si-03", StringComparison.Ordinal) ? "[si-03]" : "[si-02]", StringComparison.Ordinal));
        var changed = await workshop.RunAsync("run", other, "--environment", workshop.File("env.yaml"));
        Assert.True(changed.Exit == 0, $"{what}: {changed}");

        var refused = await workshop.RunAsync("run", "--plan", workshop.File("plan.json"));

        Assert.True(refused.Exit == 6 && refused.Error.Contains(says, StringComparison.Ordinal), $"{what}: {refused}");
        Assert.DoesNotContain("copy", (await workshop.RunAsync("runs")).Out.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1)));
    }

    [Fact]
    public async Task It_is_refused_when_the_runbook_or_the_plan_itself_was_edited_or_another_one_was_approved()
    {
        await using var workshop = await PlannedAsync();
        var planned = workshop.File("plan.json");

        var other = await workshop.RunAsync("run", "--plan", planned, "--fingerprint", new string('0', 64));
        Assert.True(other.Exit == 6 && other.Error.Contains("the approved plan has the fingerprint", StringComparison.Ordinal), $"{other}");

        workshop.Write("copy.yaml", Runbook + "\n# a remark\n");
        var edited = await workshop.RunAsync("run", "--plan", planned);
        Assert.True(edited.Exit == 6 && edited.Error.Contains("was edited since", StringComparison.Ordinal), $"{edited}");
        workshop.Write("copy.yaml", Runbook);

        var text = File.ReadAllText(planned);
        workshop.Write("plan.json", text.Replace("\"pair.split\"", "\"pair.delete\"", StringComparison.Ordinal));
        var tampered = await workshop.RunAsync("run", "--plan", planned);
        Assert.True(tampered.Exit == 6 && tampered.Error.Contains("was changed after it was saved", StringComparison.Ordinal), $"{tampered}");

        workshop.Write("plan.json", text);
        Assert.Equal(0, (await workshop.RunAsync("run", "--plan", planned)).Exit);
    }

    [Fact]
    public async Task The_fingerprint_of_the_plan_is_that_of_the_run_in_its_page_its_report_and_its_first_event()
    {
        await using var workshop = await PlannedAsync();
        var page = await workshop.RunAsync("plan", workshop.File("copy.yaml"), "--environment", workshop.File("env.yaml"));
        var fingerprint = page.Lines.First(l => l.StartsWith("plan ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

        var run = await workshop.RunAsync("run", "--plan", workshop.File("plan.json"), "--fingerprint", fingerprint);

        Assert.True(run.Exit == 0, $"{run}");
        Assert.Equal(fingerprint, (await workshop.ShowAsync()).GetProperty("fingerprint").GetString());
        Assert.Contains($"plan     {fingerprint}", (await workshop.RunAsync("show", "latest")).Out.Replace("plan      ", "plan     ", StringComparison.Ordinal));
        Assert.Contains(fingerprint, (await workshop.RunAsync("report", "latest", "--format", "markdown")).Out);
        Assert.Equal(0, (await workshop.RunAsync("verify", "latest")).Exit);
    }

    /// <summary>Simulated arrays as a process, and a plan saved from their pairs.</summary>
    private static async Task<Workshop> PlannedAsync()
    {
        var workshop = new Workshop();
        await workshop.SimulateAsync(workshop.Write("small.yaml", Topology), "--speed", "1000");
        var planned = await workshop.RunAsync("plan", workshop.Write("copy.yaml", Runbook), "--environment", workshop.File("env.yaml"), "--save", workshop.File("plan.json"));
        Assert.True(planned.Exit == 0, $"{planned}");
        return workshop;
    }
}
