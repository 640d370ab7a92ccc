using System.Diagnostics;
using System.Text;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Predictions;
using RunbookEngine.StartStates;

namespace RunbookEngine.Prediction.Tests;

public class SizeTests(ITestOutputHelper output)
{
    [Fact]
    public void Ten_thousand_pairs_go_through_a_thousand_steps()
    {
        var text = new StringBuilder("runbook: v1\nname: big\ntargets:\n  all: { technology: truecopy, array: tokyo, remoteArray: osaka, copyGroups: [");
        text.AppendJoin(", ", Enumerable.Range(0, 100).Select(Name)).Append("] }\nsteps:\n");
        for (var i = 0; i < 500; i++)
            text.Append($"  - id: split-{i}\n    pair.split: {{ on: all }}\n  - id: resync-{i}\n    pair.resync: {{ on: all }}\n");
        var plan = RunbookCompiler.Compile(new SourceFile("big.yaml", text.ToString()), null, new CompileOptions()).Plan!;
        var (pinned, assumed) = AssumedStart.Of(plan, "PAIR");
        var start = assumed with { Groups = [.. assumed.Groups.Select(g => g with { Pairs = [.. Enumerable.Range(0, 100).Select(p => g.Pairs[0] with { Name = $"p{p:000}" })] })] };
        var watch = Stopwatch.StartNew();

        var forecast = PlanPredictor.Predict(pinned, start, DateTimeOffset.UnixEpoch);

        output.WriteLine($"{watch.ElapsedMilliseconds} ms, {GC.GetTotalMemory(false) >> 20} MB");
        Assert.Equal(PredictedOutcome.Succeeds, forecast.Outcome);
        Assert.Equal(1000, forecast.Steps.Count);
        Assert.All(forecast.Steps, s => Assert.Equal(10_000, s.Groups.Sum(g => g.After.Sum(a => a.Pairs))));
        Assert.Equal(Chance.Yes, forecast.Steps[^1].WayBack!.LeadsBack);
        Assert.Equal(1000, forecast.Steps[^1].WayBack!.Count);
    }

    private static string Name(int group) => $"big-tc-{group:000}";
}
