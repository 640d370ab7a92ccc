using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Rules;
using RunbookEngine.Rehearsal;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Prediction.Tests;

/// <summary>The pages of rules that need volumes or sizes: their examples come with a topology. The others are tested with the language.</summary>
public partial class RulePageTests
{
    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var code in RuleCatalog.All.Select(r => r.Code).Where(RuleCatalog.IsPrediction).Where(c => RulePages.Find(c)!.Contains("topology:\n", StringComparison.Ordinal)))
            {
                data.Add(code, "Wrong");
                data.Add(code, "Right");
            }

            return data;
        }
    }

    [Fact]
    public void Every_prediction_has_an_example() =>
        Assert.Equal([], RuleCatalog.All.Where(r => RuleCatalog.IsPrediction(r.Code) && !RuleCatalog.IsReading(r.Code) && RulePages.Find(r.Code)!.Contains("## No example", StringComparison.Ordinal)).Select(r => r.Code));

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_with_a_topology_shows_its_rule_and_the_right_one_does_not(string code, string heading)
    {
        var blocks = Blocks().Matches(RulePages.Find(code)!).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(3, blocks.Count);
        var topology = Topology.Parse(blocks[0], "topology.yaml").Topology!;
        var prepared = await Preparation.PrepareAsync(
            new SourceFile("example.yaml", heading == "Wrong" ? blocks[1] : blocks[2]), topology, new CompileOptions(), null, 1, CancellationToken.None);
        Assert.True(prepared.Rehearsal is not null, string.Join("\n", prepared.Diagnostics));
        var plan = prepared.Rehearsal.Setting.Plan;
        var at = Clock().Match(RulePages.Find(code)!) is { Success: true } time ? TimeOnly.Parse(time.Groups[1].Value, CultureInfo.InvariantCulture) : new TimeOnly(12, 0);

        var found = PlanPredictor.Predict(plan, await StartOf.ReadAsync(plan, topology), new DateTimeOffset(2031, 2, 3, at.Hour, at.Minute, 0, TimeSpan.Zero)).Diagnostics;

        Assert.Equal(heading == "Wrong", found.Any(d => d.Code == code));
        Assert.True(heading == "Wrong" || !found.Any(d => d.Severity == Severity.Error), string.Join("\n", found));
    }

    [GeneratedRegex(@"```yaml\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"Planned at (\d\d:\d\d) UTC")]
    private static partial Regex Clock();
}
