using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Tests.Support;

namespace RunbookEngine.Rehearsal.Tests;

public class CaseTests
{
    private const string Steps = """
        steps:
          - id: agree
            approve: { by: [boss, chief], min: 2, deadline: 1h, message: "Split?" }
          - id: ask
            manual: { question: "Ready?", choices: ["yes", "no"], failOn: ["no"] }
          - id: gate
            ticket.require: { file: nowhere.json, state: Implement }
          - id: tell
            http: { method: POST, url: "https://backup.example/start", expect: [202], onUnknown: hold }
            rollback: { none: "harmless" }
          - id: split
            foreach: mirrors.copyGroups
            as: group
            pair.split: { on: "${{ group }}" }
          - id: oncall
            notify: { to: storage-oncall, message: "split" }
        """;

    private static readonly Lazy<Task<Reports.RehearsalReport>> Report = new(async () => Stage.Whole(await Stage.OfStepsAsync(Steps)));

    [Fact]
    public async Task People_tickets_and_services_say_yes_in_the_plain_run() =>
        Assert.Equal(EndKind.EndState, (await Report.Value).Cases.Single(c => c.Id == "plain").End.Kind);

    [Theory]
    [InlineData("refuse:agree", "rolled-back")]
    [InlineData("half:agree", "rolled-back")]
    [InlineData("refuse:ask", "rolled-back")]
    [InlineData("half:ask", "rolled-back")]
    [InlineData("refuse:gate", "rolled-back")]
    [InlineData("refuse:tell#1", "rolled-back")]
    [InlineData("half:tell#1", "rolled-back")]
    [InlineData("refuse:split[ur2]#1", "rolled-back")]
    [InlineData("refuse:oncall#1", "succeeded")]
    public async Task Every_step_fails_in_its_own_way(string id, string outcome) =>
        Assert.Equal(outcome, (await Report.Value).Cases.Single(c => c.Id == id).End.Outcome);

    [Fact]
    public async Task A_call_that_may_have_arrived_holds_and_says_so()
    {
        var lost = (await Report.Value).Cases.Single(c => c.Id == "lost-after:1").End;
        Assert.Equal(EndKind.NeedsPerson, lost.Kind);
        Assert.StartsWith("tell:", lost.NeedsPerson);
    }

    [Fact]
    public async Task No_case_ends_badly_and_every_kind_is_there()
    {
        var report = await Report.Value;
        Assert.True(report.IsGood, Stage.Explain(report));
        // Arrays, lines and managements are lost in a disaster's rehearsal only (DisasterTests).
        Assert.Equal(Enum.GetValues<CaseKind>().Where(k => k < CaseKind.ArrayGone), report.Rows.Select(r => r.Kind));
    }

    [Fact]
    public async Task One_case_can_be_played_alone_by_its_id_and_tells_its_story()
    {
        var rehearsal = await Stage.OfStepsAsync(Steps);
        foreach (var id in (string[])["plain", "refuse:split[ur2]#1", "crash-after:9", (await Report.Value).Cases.Last().Id])
        {
            var story = rehearsal.RunOne(id, TestContext.Current.CancellationToken);
            Assert.NotNull(story);
            Assert.Equal((await Report.Value).Cases.Single(c => c.Id == id).End.Kind, story.Result.End.Kind);
            Assert.NotEmpty(story.Events);
        }

        Assert.Null(rehearsal.RunOne("refuse:nothing", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_called_runbook_is_rehearsed_step_by_step_too()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "called.yaml"), """
                runbook: v1
                name: called
                description: Called by another.
                targets:
                  logs: { technology: truecopy, array: tokyo, copyGroups: [tc] }
                steps:
                  - id: cut
                    pair.split: { on: logs }
                """, TestContext.Current.CancellationToken);
            var calling = new Language.Documents.SourceFile(Path.Combine(folder.FullName, "calling.yaml"), """
                runbook: v1
                name: calling
                description: Calls another.
                targets:
                  mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [ur1] }
                steps:
                  - id: child
                    call: { runbook: called.yaml }
                  - id: split
                    pair.split: { on: mirrors }
                """);
            var report = Stage.Whole(await Stage.OfAsync(calling, Stage.Small));
            Assert.Contains(report.Cases, c => c.Id == "refuse:child>cut#1");
            Assert.True(report.IsGood, Stage.Explain(report));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
