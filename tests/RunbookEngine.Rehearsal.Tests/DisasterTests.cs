using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Rehearsal.Tests;

/// <summary>Mode disaster: what is lost, when, and whether a runbook needs it.</summary>
public class DisasterTests
{
    private const string TokyoGone = "gone:tokyo@start";

    public static TheoryData<string> Failovers => [.. FailoverFiles];

    internal static IEnumerable<string> FailoverFiles => Files("disaster-failover*.yaml");

    public static TheoryData<string> Failbacks => [.. Files("disaster-failback*.yaml")];

    /// <summary>Each needs the dead side in its own way; with production alive they all succeed.</summary>
    public static TheoryData<string, string> Planted => new()
    {
        { "an assertion of both sides before the takeover", Before("pair.assert: { on: logs, status: PAIR }") },
        { "an orderly split before the takeover", Before("pair.split: { on: mirrors, svolAccess: read-write }", "rollback: { none: \"of the test\" }") },
        { "each mirror split on its own", Before("pair.split: { on: \"${{ group }}\" }", "foreach: mirrors.copyGroups", "as: group", "rollback: { none: \"of the test\" }") },
        { "a local copy at production refreshed", Before("pair.resync: { on: copies }", "rollback: { none: \"of the test\" }") },
        { "a local copy at production looked at", Before("pair.assert: { on: copies, status: [PSUS, SSUS] }") },
        { "a local copy at production put on record", Before("pair.snapshot: { on: copies }") },
        { "a wait for production's own status", After("pair.wait: { on: logs, status: [PSUS, SSWS], timeout: 10m }") },
        { "pairs dissolved at once", After("pair.delete: { on: logs }", "rollback: { none: \"of the test\" }") },
        { "a called runbook that asks both sides", Before("call: { runbook: look.yaml }") },
        { "copy groups that only both arrays list", Before("pair.snapshot: { on: mirrors }").Replace("copyGroups: [tc]", "copyGroups: [\"t*\"]", StringComparison.Ordinal) },
        { "a branch beside others that asks both sides", Before("parallel: { branches: { one: [ { id: a, pair.snapshot: { on: mirrors } } ], two: [ { id: b, pair.assert: { on: logs, status: PAIR } } ] } }") },
        { "a clean-up at production", After("pair.snapshot: { on: logs }") + "\ncleanup:\n  - id: discard\n    pair.resync: { on: copies }\n    wait: { timeout: 30m }\n" },
    };

    [Theory]
    [MemberData(nameof(Failovers))]
    public async Task A_shipped_takeover_needs_nothing_of_the_dead_side_whichever_array_its_targets_name_first(string file)
    {
        foreach (var turned in Ways(file))
        {
            var report = Stage.Whole(await InModeAsync(Turned(file, turned), "disaster", Stage.Shipped));
            Assert.True(report.IsGood, $"{file}, turned {turned}: {Stage.Explain(report)}");
            foreach (var kind in new[] { CaseKind.ArrayGone, CaseKind.LineGone, CaseKind.ManagementsGone, CaseKind.ComesBack })
                Assert.Contains(report.Rows, r => r.Kind == kind && r.Cases > 0);
            var lost = report.Cases.Where(c => c.Id.StartsWith("gone:tokyo@", StringComparison.Ordinal) && c.Kind == CaseKind.ArrayGone).ToList();
            Assert.All(lost, c => Assert.Equal(EndKind.EndState, c.End.Kind));
        }
    }

    [Theory]
    [MemberData(nameof(Failbacks))]
    public async Task A_shipped_way_home_comes_to_a_good_end_whatever_happens_whichever_array_its_targets_name_first(string file)
    {
        var topology = Topology.Load(Path.Combine(Stage.Root, "examples", "topologies", "two-site-after-takeover.yaml")).Require();
        foreach (var turned in Ways(file))
        {
            var report = Stage.Whole(await InModeAsync(Turned(file, turned), "failback", topology));
            Assert.True(report.IsGood, $"{file}, turned {turned}: {Stage.Explain(report)}");
            Assert.Equal(EndKind.EndState, report.Cases.Single(c => c.Id == "plain").End.Kind);
            Assert.DoesNotContain(report.Rows, r => r.Kind == CaseKind.ArrayGone);
        }
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_planted_dependency_on_the_dead_side_is_found(string what, string steps)
    {
        var rehearsal = await InModeAsync(new SourceFile("night.yaml", steps), "disaster", Stage.Small);
        var plain = rehearsal.RunOne("plain", TestContext.Current.CancellationToken)!.Result.End;
        Assert.True(plain.Kind == EndKind.EndState, $"{what}, with production alive: {plain}");
        var story = rehearsal.RunOne(TokyoGone, TestContext.Current.CancellationToken)!;
        Assert.True(story.Result.End.Findings.Any(f => f.Code == "needs-dead-side"), $"{what}: {story.Result.End.Kind}\n{string.Join('\n', story.Events)}");
    }

    [Fact]
    public async Task The_same_runbook_without_a_dependency_has_no_finding()
    {
        var report = Stage.Whole(await InModeAsync(new SourceFile("night.yaml", Before("pair.snapshot: { on: mirrors }").Replace("  copies:", "  # copies:", StringComparison.Ordinal)), "disaster", Stage.Small));
        Assert.True(report.IsGood, Stage.Explain(report));
    }

    [Fact]
    public async Task A_rehearsal_without_a_mode_plays_the_losses_in_mode_disaster_all_the_same()
    {
        var file = Turned("disaster-failover-tc.yaml", turned: false);
        var report = Stage.Whole(await InModeAsync(file, null, Stage.Shipped));
        Assert.True(report.IsGood, Stage.Explain(report));
        Assert.Contains(report.Cases, c => c.Id == "plain-disaster");
        Assert.Contains(report.Cases, c => c.Id == TokyoGone && c.End.Kind == EndKind.EndState);
    }

    [Fact]
    public async Task A_runbook_without_a_step_of_mode_disaster_is_rehearsed_as_ever()
    {
        var report = Stage.Whole(await Stage.OfStepsAsync("steps:\n  - id: split\n    pair.split: { on: logs }\n"));
        Assert.DoesNotContain(report.Cases, c => c.Kind is CaseKind.ArrayGone or CaseKind.LineGone or CaseKind.ManagementsGone or CaseKind.ComesBack);
    }

    [Fact]
    public async Task Every_case_of_a_loss_can_be_played_again_by_its_id_with_the_same_end()
    {
        var rehearsal = await InModeAsync(Turned("disaster-failover-tc.yaml", turned: false), "disaster", Stage.Shipped);
        var report = Stage.Whole(rehearsal);
        foreach (var of in report.Cases.Where(c => c.Id.Contains('@', StringComparison.Ordinal)).GroupBy(c => c.Kind).SelectMany(g => g.Take(4)))
        {
            var again = rehearsal.RunOne(of.Id, TestContext.Current.CancellationToken);
            Assert.True(again is not null, of.Id);
            Assert.Equal((of.End.Kind, of.Took, of.Events), (again.Result.End.Kind, again.Result.Took, again.Result.Events));
        }
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory.GetFiles(Path.Combine(Stage.Root, "runbooks"), pattern).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    /// <param name="turned">The targets name the array that is left first.</param>
    internal static SourceFile Turned(string file, bool turned)
    {
        var source = SourceFile.Read(Path.Combine(Stage.Root, "runbooks", file));
        return !turned ? source : source with
        {
            Text = source.Text.Replace("    array: tokyo\n    remoteArray: osaka\n", "    array: osaka\n    remoteArray: tokyo\n", StringComparison.Ordinal),
        };
    }

    /// <summary>The large ones one way: at every event of theirs the other way is tried in <see cref="DisasterNightTests"/>.</summary>
    private static bool[] Ways(string file) => file is "disaster-failover.yaml" or "disaster-failback.yaml" ? [false] : [false, true];

    private static async Task<Rehearsal> InModeAsync(SourceFile file, string? mode, Topology topology)
    {
        var options = new CompileOptions { Mode = mode, ReadFile = path => Path.GetFileName(path) == "look.yaml" ? new SourceFile("look.yaml", Look) : SourceFile.Read(path) };
        var result = await Preparation.PrepareAsync(file, topology, options, null, 1, TestContext.Current.CancellationToken);
        Assert.True(result.Rehearsal is not null, string.Join('\n', result.Diagnostics));
        return result.Rehearsal;
    }

    private static string Before(string verb, params string[] modifiers) => $"{Head}steps:\n{Step(verb, modifiers)}{Take}";

    private static string After(string verb, params string[] modifiers) => $"{Head}steps:\n{Take}{Step(verb, modifiers)}";

    private static string Step(string verb, string[] modifiers) => $"  - id: planted\n    {verb}\n{string.Concat(modifiers.Select(m => $"    {m}\n"))}";

    private const string Take = "  - id: take\n    pair.takeover: { on: logs, mode: force }\n    wait: { timeout: 30m, stall: 10m }\n    modes: [disaster]\n    pivot: true\n    rollback: { none: \"production is lost\" }\n";

    private const string Head = """
        runbook: v1
        name: night
        targets:
          logs: { technology: truecopy, array: tokyo, copyGroups: [tc] }
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [ur1, ur2] }
          copies: { technology: shadow-image, array: tokyo, copyGroups: [si] }

        """;

    private const string Look = """
        runbook: v1
        name: look
        targets:
          logs: { technology: truecopy, array: tokyo, copyGroups: [tc] }
        steps:
          - id: both
            pair.assert: { on: logs, status: PAIR }
        """;
}
