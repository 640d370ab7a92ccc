using RunbookEngine.Activities;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Progress;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests;

public sealed class StoryTests
{
    public static TheoryData<string> Stands => ["approved", "waiting", "splitting", "ambiguous", "undo-failed", "drift", "held", "ended", "at-checkpoint"];

    [Theory]
    [MemberData(nameof(Stands))]
    public void A_run_reads_as_approved_wherever_it_stands(string stand)
    {
        var story = Of(stand);
        using var writer = new StringWriter { NewLine = "\n" };
        new RunPage(writer, new Ink(false), new ManualClock(), 0).Write(story.State, story.Entries, NextSteps.For(story.State), driven: false, verbose: true);
        Golden.Matches($"show-{stand}.txt", writer.ToString());
    }

    [Theory]
    [MemberData(nameof(Stands))]
    public void A_run_as_json_is_as_approved_wherever_it_stands(string stand) =>
        Golden.Matches($"show-{stand}.json", RunJson.Document(Of(stand).State, NextSteps.For(Of(stand).State)).ToJsonString(JsonText.Indented) + "\n");

    [Fact]
    public void The_evidence_of_a_run_is_as_approved_in_every_form()
    {
        var report = RunReport.Of(Of("ended").Entries);
        Assert.Null(report.ChainBreak);
        Golden.Matches("report.html", ReportHtml.Write(report, TimeZoneInfo.Utc));
        Golden.Matches("report.md", ReportMarkdown.Write(report, TimeZoneInfo.Utc));
        Golden.Matches("report.json", EvidenceJson.Of(report).ToJsonString(JsonText.Indented) + "\n");
        System.Xml.Linq.XDocument.Parse(ReportHtml.Write(report, TimeZoneInfo.Utc).Replace("<!DOCTYPE html>", "").Replace("charset=\"utf-8\">", "charset=\"utf-8\"/>").Replace("width\">", "width\"/>"));
    }

    [Fact]
    public void A_report_escapes_what_people_wrote()
    {
        var story = new Story().Approved().Then(new CancelRequested("eve<script>", false, "a | b </td> ```"), new RunDecided(RunOutcome.Cancelled), new RunEnded(RunOutcome.Cancelled));
        var report = RunReport.Of(story.Entries);
        Assert.DoesNotContain("<script>", ReportHtml.Write(report, TimeZoneInfo.Utc));
        Assert.Contains("a \\| b", ReportMarkdown.Write(report, TimeZoneInfo.Utc));
    }

    [Fact]
    public void Every_outcome_has_its_exit_code()
    {
        var expected = new Dictionary<string, Exit>
        {
            ["waiting"] = Exit.NeedsPerson,
            ["ambiguous"] = Exit.NeedsPerson,
            ["undo-failed"] = Exit.NeedsPerson,
            ["drift"] = Exit.NeedsPerson,
            ["held"] = Exit.NeedsPerson,
            ["at-checkpoint"] = Exit.NeedsPerson,
            ["ended"] = Exit.Done,
        };
        Assert.All(expected, e => Assert.Equal(e.Value, Outcomes.ExitCode(Of(e.Key).State)));
        (RunOutcome Outcome, Exit Exit)[] ends =
            [(RunOutcome.Succeeded, Exit.Done), (RunOutcome.Failed, Exit.Failed), (RunOutcome.RolledBack, Exit.RolledBack), (RunOutcome.Cancelled, Exit.Failed)];
        Assert.All(ends, e => Assert.Equal(e.Exit, Outcomes.ExitCode(new Story().Splitting().Then(new RunDecided(e.Outcome), new RunEnded(e.Outcome)).State)));
    }

    [Fact]
    public void A_gate_that_says_no_before_anything_was_sent_is_a_refusal_and_after_it_a_rollback()
    {
        RunEvent[] denied =
        [
            new StepStarted(Story.Key("go"), 1), new StepFailed(Story.Key("go"), new(FailureKind.Denied, "ben said no")),
            new RollbackStarted("step go failed", null, 0, null), new RollbackEnded(), new RunEnded(RunOutcome.RolledBack),
        ];
        Assert.Equal(Exit.Refused, Outcomes.ExitCode(new Story().Then(denied).State));
    }

    [Fact]
    public void Every_command_that_a_page_suggests_can_be_parsed()
    {
        foreach (var stand in Stands.Select(s => (string)s.Data!))
        {
            foreach (var next in NextSteps.For(Of(stand).State))
            {
                var words = System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(next.Command.Replace('\'', '"')).Skip(1).ToList();
                var root = CommandTree.Build(new Desk(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null }, new CommonOptions()), words);
                Assert.Empty(root.Parse(words).Errors);
            }
        }
    }

    [Fact]
    public void The_live_table_fits_every_terminal_and_names_every_status_in_words()
    {
        foreach (var stand in Stands.Select(s => (string)s.Data!))
        {
            foreach (var width in (int[])[40, 60, 80, 120, 200])
            {
                var story = Of(stand);
                var view = new LiveView(story.State, story.Entries[^1].At, TimeZoneInfo.Utc, new Ink(false));
                story.Entries.ToList().ForEach(e => view.Pairs.Follow(EventJson.Read(e)));
                Assert.All(LiveTable.Draw(view, width, 20), line => Assert.True(line.Text.Length <= width, $"{stand} at {width}: {line}"));
            }
        }
    }

    private static Story Of(string stand) => stand switch
    {
        "approved" => new Story().Approved(),
        "waiting" => new Story(ticket: "CHG1").Then(
            new StepStarted(Story.Key("go"), 1),
            new StepWaiting(Story.Key("go"), "approval by 1 of ben, chen", new DateTimeOffset(2031, 2, 3, 6, 0, 0, TimeSpan.Zero), OnPeople: true, ["ben", "chen"])),
        "splitting" => new Story().Splitting(),
        "ambiguous" => new Story().Ambiguous(),
        "undo-failed" => new Story().UndoFailed(),
        "drift" => new Story().Splitting().Then(
            new RunAdopted("host/2/b", "akiko"),
            new DriftFound([Story.Pair("erp-1", "PSUS", "SSUS")], [Story.Pair("erp-1", "PAIR", "PAIR")]), new RunHeld("1 pair(s) changed while the run was down")),
        "held" => new Story().Splitting().Then(
            new StepFailed(Story.Key("split[erp-2]"), new(FailureKind.Timeout, "not in PSUS/SSUS after 40 min")),
            new StepFailed(Story.Key("split"), new(FailureKind.Timeout, "1 of 2 iterations failed")), new RunHeld("step split failed")),
        "at-checkpoint" => new Story().Splitting().Then(
            new CheckpointReached(Story.Key("split[erp-1]"), "half", [Story.Pair("erp-1", "PSUS", "SSUS")]),
            new RollbackStarted("asked by akiko", "akiko", 15, "half"), new RollbackEnded()),
        _ => new Story().Splitting().Then(
            new StepSucceeded(Story.Key("split[erp-2]")), new StepSucceeded(Story.Key("split")),
            new StepStarted(Story.Key("both"), 1), new StepStarted(Story.Key("left"), 1), new StepStarted(Story.Key("right"), 1),
            new StepSucceeded(Story.Key("left")), new StepSucceeded(Story.Key("right")), new StepSucceeded(Story.Key("both")),
            new RunDecided(RunOutcome.Succeeded), new StepStarted(Story.Key("tell"), 1), new StepSucceeded(Story.Key("tell")), new RunEnded(RunOutcome.Succeeded)),
    };
}
