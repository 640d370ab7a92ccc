using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Tests.Support;

namespace RunbookEngine.Rehearsal.Tests;

/// <summary>What examples/rehearsal/README.md says is found.</summary>
public class PlantedMistakeTests
{
    [Fact]
    public async Task A_rollback_that_leaves_pairs_split_is_found_at_the_step_that_split_them()
    {
        var report = Stage.Whole(await Stage.OfFileAsync("examples/rehearsal/left-split.yaml"));
        var found = report.Cases.Single(c => c.Id == "refuse:backup#1").End;
        var finding = Assert.Single(found.Findings);
        Assert.Equal(("pairs-left", "split"), (finding.Code, finding.Step));
        Assert.Equal(["erp-ur-01/db01", "erp-ur-01/db02", "erp-ur-02/db01", "erp-ur-02/db02"], finding.Pairs.Select(p => p.Pair));
        Assert.All(finding.Pairs, p => Assert.StartsWith("PSUS/SSUS", p.Found));
        Assert.All(report.Cases.Where(c => c.Kind is CaseKind.Plain or CaseKind.Request or CaseKind.Crash), c => Assert.NotEqual(EndKind.Finding, c.End.Kind));
    }

    [Fact]
    public async Task A_wait_that_only_its_timeout_can_end_is_found_at_the_step_that_waits()
    {
        var report = Stage.Whole(await Stage.OfFileAsync("examples/rehearsal/waits-for-nothing.yaml"));
        Assert.All(report.Findings.SelectMany(c => c.End.Findings), f => Assert.Equal(("wait-timeout", "all-split"), (f.Code, f.Step)));
        Assert.Contains(report.Findings, c => c.Id == "refuse:split#1");
    }

    [Fact]
    public async Task An_undo_that_cannot_be_done_twice_is_found_at_its_step()
    {
        var report = Stage.Whole(await Stage.OfFileAsync("examples/rehearsal/undo-once.yaml"));
        var again = report.Cases.Where(c => c.Kind == CaseKind.UndoCrash && c.End.Kind == EndKind.Finding).ToList();
        Assert.NotEmpty(again);
        Assert.All(again.SelectMany(c => c.End.Findings), f => Assert.Equal(("undo-not-repeatable", "split"), (f.Code, f.Step)));
    }

    [Fact]
    public async Task The_readme_names_every_planted_mistake()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Stage.Root, "examples/rehearsal/README.md"), TestContext.Current.CancellationToken);
        Assert.All(Directory.GetFiles(Path.Combine(Stage.Root, "examples/rehearsal"), "*.yaml"), f => Assert.Contains(Path.GetFileName(f), readme));
    }
}
