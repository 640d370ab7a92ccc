using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Prediction.Tests;

/// <summary>Mistakes that only show once it is known how the pairs stand; each is found at its line (marked with <c># here</c>).</summary>
public class PlantedMistakeTests
{
    private static readonly DateTimeOffset Now = new(2031, 2, 3, 14, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { PredictionCodes.GroupGone, "PAIR", """
            - id: away
              pair.delete: { on: tc }
              rollback: { none: test }
            - id: again
              pair.resync: { on: tc }   # here
            """ },
        { PredictionCodes.StaysReadOnly, "PAIR", """
            - id: split
              pair.split: { on: tc }
            - id: open
              pair.split: { on: tc, svolAccess: read-write }   # here
            """ },
        { PredictionCodes.ResyncFromSsws, "SSWS", """
            - id: home
              pair.resync: { on: tc }   # here
            """ },
        { PredictionCodes.AssertionFails, "PSUS", """
            - id: healthy
              pair.assert: { on: tc, status: PAIR }   # here
            """ },
        { PredictionCodes.WaitNotMet, "PSUE", """
            - id: settled
              pair.wait: { on: tc, status: PAIR, timeout: 1h }   # here
            """ },
        { PredictionCodes.NothingHappens, "PSUE", """
            - id: split
              pair.split: { on: tc }   # here
            """ },
        { PredictionCodes.Rejected, "PAIR", """
            - id: swap
              pair.swapResync: { on: tc }   # here
              rollback: { none: test }
            """ },
        { PredictionCodes.FullCopy, "PSUE", """
            - id: resync
              pair.resync: { on: si }   # here
            """ },
        { PredictionCodes.PvolInaccessible, "PSUS", """
            - id: restore
              pair.restore: { on: si }   # here
              rollback: { none: test }
            """ },
        { PredictionCodes.RollbackOverwrites, "PAIR", """
            - id: split
              pair.split: { on: si }
              rollback:   # here
                pair.restore: { on: si }
            """ },
        { PredictionCodes.NoWayBack, "PAIR", """
            - id: split
              pair.split: { on: tc }
              rollback:   # here
                pair.wait: { on: tc, status: [PSUS, SSUS], timeout: 1m }
            """ },
        { PredictionCodes.WaitTooShort, "PSUE", """
            - id: resync
              pair.resync: { on: si }
              wait: { for: [PAIR], timeout: 1s }   # here
            """ },
        { PredictionCodes.Timing, "PAIR", """
            - id: split
              pair.split: { on: ur }
              wait: none
            - id: settled
              pair.wait: { on: ur, status: PAIR, timeout: 1h }   # here
            """ },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Is_found_at_its_line(string code, string status, string steps)
    {
        var text = Head + Indent(steps);
        var plan = Compile(text);
        var (pinned, start) = AssumedStart.Of(plan, status);

        var found = PlanPredictor.Predict(pinned, start, Now).Diagnostics;

        var line = 1 + text.Split('\n').ToList().FindIndex(l => l.Contains("# here", StringComparison.Ordinal));
        Assert.True(found.Any(d => d.Code == code && d.At.Line == line), $"no {code} at line {line}: {string.Join("\n", found)}");
    }

    [Fact]
    public void A_restore_beside_another_copy_that_is_paired_is_refused()
    {
        var text = Head + Indent("""
            - id: restore
              pair.restore: { on: app-si }
              rollback: { none: test }
            """);
        var (plan, _) = AssumedStart.Of(Compile(text), "PSUS");
        var start = new PlanStartState
        {
            Origin = "test",
            Groups =
            [
                new StartGroup("shadow-image", "tokyo", "app-si") { Pairs = [new StartPair("p", "PSUS", "SSUS") { PvolLdev = 1, SvolLdev = 2 }] },
                new StartGroup("shadow-image", "tokyo", "other") { Pairs = [new StartPair("q", "PAIR", "PAIR") { PvolLdev = 1, SvolLdev = 3 }] },
            ],
        };

        var found = Assert.Single(PlanPredictor.Predict(plan, start, Now).Diagnostics, d => d.Code == PredictionCodes.SharedVolume);

        Assert.True(found.IsError);
        Assert.Contains("other/q is in PAIR/PAIR", found.Message);
    }

    [Theory]
    [InlineData("pair.restore: { on: both }", true)]
    [InlineData("pair.split: { on: both }", false)]
    public void Two_copies_of_one_volume_restored_by_one_step_stand_in_each_others_way(string verb, bool refused)
    {
        var text = Head.Replace("targets:", "targets:\n  both: { technology: shadow-image, array: tokyo, copyGroups: [app-si, other] }", StringComparison.Ordinal)
            + Indent($"- id: step\n  {verb}   # here\n  rollback: {{ none: test }}");
        var (plan, _) = AssumedStart.Of(Compile(text), "PSUS");
        var start = new PlanStartState
        {
            Origin = "test",
            Groups =
            [
                new StartGroup("shadow-image", "tokyo", "app-si") { Pairs = [new StartPair("p", "PSUS", "SSUS") { PvolLdev = 1, SvolLdev = 2 }] },
                new StartGroup("shadow-image", "tokyo", "other") { Pairs = [new StartPair("q", "PSUS", "SSUS") { PvolLdev = 1, SvolLdev = 3 }] },
            ],
        };

        var forecast = PlanPredictor.Predict(plan, start, Now);

        Assert.Equal(refused ? Chance.Yes : Chance.No, forecast.Steps.Single().Fails);
        Assert.Equal(refused, forecast.Diagnostics.Any(d => d is { Code: PredictionCodes.SharedVolume, IsError: true }));
        if (refused)
            Assert.All(forecast.Ends.Where(e => e.CopyGroup is "app-si" or "other"), e => Assert.Contains("PSUS/SSUS", e.After.Single().Statuses));
    }

    [Fact]
    public void A_window_that_the_resync_cannot_meet_is_an_error()
    {
        var text = Head.Replace("targets:", "objectives: { window: { finishBy: \"14:30\", zone: UTC } }\ntargets:", StringComparison.Ordinal) + Indent("""
            - id: resync
              pair.resync: { on: si }
            """);
        var (plan, assumed) = AssumedStart.Of(Compile(text), "PSUE");
        var start = assumed with { Groups = [.. assumed.Groups.Select(g => g with { Pairs = [.. g.Pairs.Select(p => p with { Bytes = 10L << 40 })] })] };

        var forecast = PlanPredictor.Predict(plan, start, Now);

        Assert.Equal(WindowFit.Cant, forecast.Window!.Fit);
        Assert.Contains(forecast.Diagnostics, d => d is { Code: PredictionCodes.Window, IsError: true });
        Assert.Equal(WindowFit.Fits, PlanPredictor.Predict(plan, start, Now, new Dictionary<string, TimeSpan> { ["resync"] = TimeSpan.FromMinutes(5) }).Window!.Fit);
    }

    [Fact]
    public void What_only_the_run_knows_is_named_with_both_ends()
    {
        var text = Head + Indent("""
            - id: ask
              command: { run: [/bin/true], capture: json, onUnknown: retry }
              rollback: { none: test }
            - id: split
              when: steps.ask.outputs.stdout != null
              pair.split: { on: tc }
            """);
        var (plan, start) = AssumedStart.Of(Compile(text), "PAIR");

        var forecast = PlanPredictor.Predict(plan, start, Now);

        Assert.Equal(Chance.May, forecast.Steps.Single(s => s.Step.Id.Value == "split").Runs);
        Assert.Equal("PAIR/PAIR or PSUS/SSUS", forecast.Ends.Single(e => e.CopyGroup == "app-tc").After.Single().Statuses);
    }

    private const string Head = """
        runbook: v1
        name: planted
        targets:
          tc: { technology: truecopy, array: tokyo, remoteArray: osaka, copyGroups: [app-tc] }
          ur: { technology: universal-replicator, array: tokyo, remoteArray: osaka, copyGroups: [app-ur] }
          si: { technology: shadow-image, array: tokyo, copyGroups: [app-si] }
        steps:

        """;

    private static Plan Compile(string text)
    {
        var compiled = RunbookCompiler.Compile(new SourceFile("planted.yaml", text), null, new CompileOptions());
        return compiled.Plan ?? throw new InvalidOperationException(string.Join("\n", compiled.Diagnostics));
    }

    private static string Indent(string steps) => string.Join('\n', steps.Split('\n').Select(l => "  " + l)) + "\n";
}
