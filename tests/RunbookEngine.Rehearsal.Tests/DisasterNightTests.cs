using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Rehearsal.Tests.Support;
using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Tests;

/// <summary>Every shipped takeover with production dead before the plan, before the run, at every event, at every resume and for the whole run: the S-VOLs
/// serve, the report says how long it took and from when the data is, and hardly any time is lost on the array that is gone. On simulated time.</summary>
public class DisasterNightTests
{
    /// <summary>Lost in all on the dead array, with the defaults of mode disaster.</summary>
    private static readonly TimeSpan MostLost = TimeSpan.FromSeconds(15);

    /// <summary>Runbook, and whether its targets name the array that is left first.</summary>
    public static TheoryData<string, bool> Nights
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var file in DisasterTests.FailoverFiles)
            {
                data.Add(file, false);
                data.Add(file, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Nights))]
    public async Task Production_dead_from_before_the_plan_to_after_the_end(string file, bool turned)
    {
        var night = await NightAsync(file, turned);
        Holds(night, night.Play(Gone()), timed: true);
    }

    [Theory]
    [MemberData(nameof(Nights))]
    public async Task Production_dies_at_every_event(string file, bool turned)
    {
        var night = await NightAsync(file, turned);
        for (var append = 1; append < night.Plain.Appends.Count; append++)
            Holds(night, night.Play(Gone() with { At = append }), timed: true);
    }

    [Theory]
    [MemberData(nameof(Nights))]
    public async Task The_engine_dies_with_production_and_another_one_resumes(string file, bool turned)
    {
        var night = await NightAsync(file, turned);
        foreach (var append in night.Plain.Appends.SkipLast(1))
            Holds(night, night.Play(Gone() with { At = append.Number }, new Fault.Crash(append.Number, append.LastEvent, Before: false)), timed: false);
    }

    [Fact]
    public async Task The_arrays_are_asked_the_same_whichever_of_them_the_targets_name_first()
    {
        foreach (var file in DisasterTests.FailoverFiles)
        {
            var (one, other) = (await NightAsync(file, turned: false), await NightAsync(file, turned: true));
            foreach (var loss in new[] { Gone(), Gone() with { Request = 1 }, Gone() with { Request = 1, After = true } })
                Assert.Equal(Ledger(one.Play(loss)), Ledger(other.Play(loss)));
            Assert.Equal(Ledger(one.Plain), Ledger(other.Plain));
            Assert.NotEmpty(Ledger(one.Plain));
        }
    }

    private static void Holds(Night night, CaseRecord record, bool timed)
    {
        var end = new LossJudge(night.Plain).Of(record);
        var where = $"{night.File}, {record.Case.Id}: {string.Join("; ", end.Findings.Select(f => $"{f.Code} {f.Step}: {f.Message}"))}";
        Assert.True(end.Kind == EndKind.EndState, where);
        Assert.Equal(RunOutcome.Succeeded, record.Run!.Outcome);
        var lost = record.Took - night.Plain.Took;
        Assert.True(!timed || lost < MostLost, $"{where}: {lost.TotalSeconds} s lost on the dead array");

        var entries = record.Appends.Where(a => a.Run == record.Run.Id).SelectMany(a => a.Entries).ToList();
        var report = RunReport.Of(entries);
        Assert.Null(report.ChainBreak);
        Assert.True(report.Measures.FirstOrDefault(m => m.Name == "rto")?.Span is { } took && took >= TimeSpan.Zero, $"{where}: the report has no recovery time");
        Assert.True(report.Measures.Any(m => m.Name == "rpo"), $"{where}: the report has no recovery point");
        Assert.True(report.Measures.FirstOrDefault(m => m.Name == "recovery")?.Span is { } recovered && recovered >= TimeSpan.Zero, $"{where}: no recovery time");
        var points = RecoveryPointRow.Of(report.Run, report.Figures.Points);
        Assert.Equal(night.Groups, points.Where(p => p.When == RecoveryPointRow.Declaration).Select(p => p.Bound.CopyGroup));
        Assert.Equal(night.Groups, points.Where(p => p.When == RecoveryPointRow.Takeover).Select(p => p.Bound.CopyGroup));
        Assert.All(points, p => Assert.True(p.At is not null && p.Cells(t => $"{t}").All(c => c.Trim().Length > 1 || char.IsDigit(c[0])), $"{where}: {p}"));
        AreOne(report, points, where);
    }

    /// <summary>A reader finds one recovery time and one recovery point, wherever the report tells them.</summary>
    private static void AreOne(RunReport report, IReadOnlyList<RecoveryPointRow> rows, string where)
    {
        var took = report.Figures.Recovery?.Span.Value;
        Assert.All(report.Measures.Where(m => m.Name is "rto" or "recovery"), m => Assert.True(m.Span == took, $"{where}: {m.Name} {m.Span}, figure {took}"));
        foreach (var row in rows.Where(r => r.When == RecoveryPointRow.Takeover))
        {
            var figure = report.Figures.Points!.Groups.Single(p => p.CopyGroup == row.Bound.CopyGroup);
            Assert.True(figure.Age.High?.TotalSeconds == row.Bound.Seconds, $"{where}: {row.Bound}, figure {figure.Age}");
            Assert.True(figure.Age.Bytes == row.Bound.Bytes, $"{where}: {row.Bound}, figure {figure.Age.Bytes} bytes");
        }

        var (most, told) = (report.Figures.Points!.Age.High, report.Measures.SingleOrDefault(m => m.Name == "recovery-point"));
        Assert.True(told?.To - told?.From == most, $"{where}: {told?.To - told?.From}, figure {most}");
        Assert.All(report.Figures.Objectives.Where(o => o.Name == "rpo"), o => Assert.Equal(told?.Met, o.Verdict.Proven()));
    }

    private static Fault.Loss Gone() => new(LossKind.Array, "tokyo", 0, After: false);

    private static IReadOnlyList<string> Ledger(CaseRecord record) =>
        [.. record.Ledger.Select(e => $"{e.Array} {e.Action} {e.CopyGroup} {e.Pair} {e.Effect} {string.Join(',', e.PairsChanged)}").Order(StringComparer.Ordinal)];

    private static async Task<Night> NightAsync(string file, bool turned)
    {
        var result = await Preparation.PrepareAsync(
            DisasterTests.Turned(file, turned), Stage.Shipped, new CompileOptions { Mode = "disaster" }, null, 1, TestContext.Current.CancellationToken);
        Assert.True(result.Rehearsal is not null, string.Join('\n', result.Diagnostics));
        return new Night(file, result.Rehearsal, Stage.Play(result.Rehearsal, RehearsalCase.Plain));
    }

    private sealed record Night(string File, Rehearsal Rehearsal, CaseRecord Plain)
    {
        /// <summary>What is taken over.</summary>
        public IEnumerable<string> Groups => Rehearsal.Setting.Plan.Targets.SelectMany(t => t.CopyGroups ?? []).Select(g => g.Name).Order(StringComparer.Ordinal);

        public CaseRecord Play(params Fault[] faults) => Stage.Play(Rehearsal, new RehearsalCase(CaseKind.ArrayGone, faults));
    }
}
