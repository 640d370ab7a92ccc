using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Rehearsal.Tests;

/// <summary>The runbook of three sites, with every fault, on the three arrays it is for.</summary>
public class ThreeSiteTests
{
    private static readonly string Runbook = Path.Combine(Stage.Root, "runbooks", "three-site", "three-site-site-loss.yaml");

    private static readonly Topology Arrays = Topology.Load(Path.Combine(Stage.Root, "examples", "topologies", "three-site.yaml")).Require();

    [Theory]
    [InlineData(null)]
    [InlineData("disaster")]
    public async Task The_loss_of_a_site_comes_to_a_good_end_whatever_happens(string? mode)
    {
        var result = await Preparation.PrepareAsync(
            SourceFile.Read(Runbook), Arrays, new CompileOptions { Mode = mode }, null, 1, TestContext.Current.CancellationToken);
        Assert.True(result.Rehearsal is not null, string.Join('\n', result.Diagnostics));
        var rehearsal = result.Rehearsal;
        var report = Stage.Whole(rehearsal);
        // Without the line between the two sites that are left nothing can be copied between them: the run is held there, the application runs.
        Assert.All(report.Grouped, g =>
        {
            Assert.True(g.Finding.Step == "delta-resync", Stage.Explain(report));
            Assert.All(g.Cases, c => Assert.StartsWith("line:yokohama-osaka@", c));
        });
        if (mode is null)
            return;
        Assert.Equal(EndKind.EndState, report.Cases.Single(c => c.Id == "plain").End.Kind);
        var lost = report.Cases.Where(c => c.Id.StartsWith("gone:tokyo@", StringComparison.Ordinal) && c.Kind == CaseKind.ArrayGone).ToList();
        Assert.NotEmpty(lost);
        Assert.All(lost, c => Assert.Equal(EndKind.EndState, c.End.Kind));
    }
}
