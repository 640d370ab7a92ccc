using RunbookEngine.Rehearsal.Tests.Support;

namespace RunbookEngine.Rehearsal.Tests;

public class ShippedRunbookTests
{
    public static TheoryData<string> Runbooks => [.. Directory.GetFiles(Path.Combine(Stage.Root, "runbooks"), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public async Task Every_case_of_a_shipped_runbook_comes_to_a_good_end(string file)
    {
        var report = Stage.Whole(await Stage.OfFileAsync(Path.Combine("runbooks", file)));
        Assert.True(report.IsGood, Stage.Explain(report));
    }
}
