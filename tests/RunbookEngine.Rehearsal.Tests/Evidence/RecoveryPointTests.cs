using System.Globalization;
using RunbookEngine.Language.Documents;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Rehearsal.Tests.Support;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Testing;

namespace RunbookEngine.Rehearsal.Tests.Evidence;

/// <summary>Lags that are put into the simulated arrays come out in the report. What is true follows from rates and time alone.</summary>
public class RecoveryPointTests
{
    /// <summary>The simulated journals count in entries of this size.</summary>
    private const double Entry = 64 * 1024;

    private const double Megabyte = 1 << 20;

    public static TheoryData<int> Rounds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task A_lag_of_the_line_and_a_skew_between_groups_are_measured_within_the_stated_error(int round)
    {
        var random = new Random(Seeds.FreshOr(4700 + round));
        // In whole KiB/s, as a topology has them.
        double Rate(double most) => random.Next(1024, (int)(most * 1024)) / 1024.0;
        var (one, two, line) = (Rate(16), Rate(16), Rate(15));
        var watched = random.Next(0, 240);
        var later = random.Next(3) switch { 0 => 0, 1 => random.Next(1, 20), _ => random.Next(20, 400) };
        var takeover = random.Next(2) == 0;
        var report = await PlayAsync(one, two, line, watched, later, takeover);

        var points = report.Figures.Points!;
        Assert.Equal(["ur1", "ur2"], points.Groups.Select(p => p.CopyGroup).Order());
        var truth = points.Groups.ToDictionary(p => p.CopyGroup, p => Lag(p.CopyGroup == "ur1" ? one : two, line / 2, p.Moment!.Value - RehearsalSetting.Start));
        var told = $"writes {one:0.0} and {two:0.0}, line {line:0.0} MiB/s, look after {watched} s, request {later} s later, {(takeover ? "takeover" : "split")}";
        foreach (var point in points.Groups)
        {
            var (true_, grain) = (truth[point.CopyGroup], TimeSpan.FromSeconds(2 * Entry / (Megabyte * (point.CopyGroup == "ur1" ? one : two))) + TimeSpan.FromMilliseconds(10));
            Assert.True(point.Age.IsMeasured, $"{told}: {point.CopyGroup} {point.Age}");
            Assert.True(point.Age.Low <= true_ + grain, $"{told}: {point.CopyGroup} is truly {true_} behind, told {point.Age}, at least {point.Age.Low}");
            if (point.Age.High is { } high)
                Assert.True(true_ <= high + grain, $"{told}: {point.CopyGroup} is truly {true_} behind, told {point.Age}, at most {high}");
            // Hosts write evenly here, so the figure itself is right too, not only its bounds.
            if (point.Age.Value is { } value)
                Assert.InRange((value - true_).Duration(), TimeSpan.Zero, grain + TimeSpan.FromSeconds(0.5) + (true_ * 0.05));
        }

        var worst = truth.Values.Max();
        Assert.True(points.Age.Low <= worst + TimeSpan.FromSeconds(0.2), $"{told}: the run is truly {worst} behind, told {points.Age}");
        if (takeover && points.Skew is { IsMeasured: true, High: { } most } skew)
        {
            var apart = (truth["ur1"] - truth["ur2"]).Duration();
            Assert.True(skew.Low <= apart + TimeSpan.FromSeconds(0.5) && apart <= most + TimeSpan.FromSeconds(0.5), $"{told}: truly {apart} apart, told {skew}");
        }
    }

    [Fact]
    public async Task A_mirror_that_keeps_up_has_no_age_and_no_empty_figure()
    {
        var report = await PlayAsync(1, 2, 400, 10, 0, takeover: false);

        Assert.All(report.Figures.Points!.Groups, p => Assert.Equal(TimeSpan.Zero, p.Age.Value));
        Assert.True(report.Figures.Points.Age.High < TimeSpan.FromSeconds(5), report.Figures.Points.Age.ToString());
        Assert.Equal(Verdict.Met, report.Figures.Objectives.Single(o => o.Name == "rpo").Verdict);
        Assert.DoesNotContain(report.Findings, f => f.Id.StartsWith("objective", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lag_beyond_the_objective_is_a_finding_of_high_severity()
    {
        var report = await PlayAsync(10, 10, 4, 200, 0, takeover: false);

        Assert.Equal(Verdict.Missed, report.Figures.Objectives.Single(o => o.Name == "rpo").Verdict);
        Assert.Contains(report.Findings, f => f is { Id: "objective:rpo", Severity: Severity.High });
    }

    /// <summary>Of hosts that write evenly from the start over a line that carries evenly: what arrives now was written when as much had been written.</summary>
    private static TimeSpan Lag(double write, double carried, TimeSpan passed) => write <= carried ? TimeSpan.Zero : passed * (1 - (carried / write));

    private static async Task<RunReport> PlayAsync(double one, double two, double line, int watched, int later, bool takeover)
    {
        static string Rate(double megabytes) => ((long)(megabytes * 1024)).ToString(CultureInfo.InvariantCulture) + "K";
        var topology = Topology.Parse(Stage.TwoSites
            .Replace("{ ids: 100-119, size: 2G, allocated: 1G, hostWrites: 1M/s }", $"{{ ids: 100, size: 2G, allocated: 1G, hostWrites: {Rate(one)}/s }}, {{ ids: 101, size: 2G, allocated: 1G, hostWrites: {Rate(two)}/s }}, {{ ids: 102-119, size: 2G, allocated: 1G }}", StringComparison.Ordinal)
            .Replace("bandwidth: 400M/s", $"bandwidth: {Rate(line)}/s", StringComparison.Ordinal)).Require();
        var steps = $$"""
            objectives: { rpo: 20s }
            steps:
              - { id: wait-first, delay: { for: {{watched + 1}}s } }
              - id: look
                pair.assert: { on: mirrors, status: PAIR }
              - { id: wait-then, delay: { for: {{later + 1}}s } }
              - id: fix
                {{(takeover ? "pair.takeover: { on: mirrors, mode: force }" : "pair.split: { on: mirrors }")}}
                wait: { timeout: 8h }
                measure: { rpo: splitTime }
                rollback: { none: "for a test" }
            """;
        var text = $$"""
            runbook: v1
            name: lag
            description: For a test.
            targets:
              mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [ur1, ur2] }
            {{steps}}
            """;
        var rehearsal = await Stage.OfAsync(new SourceFile("lag.yaml", text), topology);
        var record = Stage.Play(rehearsal, RehearsalCase.Plain);
        return RunReport.Of([.. record.History.Select(h => h.Entry)]);
    }
}
