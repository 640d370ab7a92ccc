using System.Diagnostics;
using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Tests.Evidence;

/// <summary>What is held against a clock runs by itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Timed
{
    public const string Name = "timed";
}

[Collection(Timed.Name)]
public class ReportTests
{
    [Fact]
    public void A_report_of_ten_thousand_pairs_and_a_thousand_steps_is_made_in_five_seconds_and_stays_readable()
    {
        var entries = Large(groups: 500, pairs: 20, steps: 1000);
        var clock = Stopwatch.StartNew();

        var report = RunReport.Of(entries);
        var (html, markdown) = (ReportHtml.Write(report, TimeZoneInfo.Utc), ReportMarkdown.Write(report, TimeZoneInfo.Utc));
        var json = EvidenceJson.Of(report).ToJsonString();

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(LimitSeconds), $"it took {clock.Elapsed}");
        Assert.InRange(html.Length, 10_000, 2_000_000);
        Assert.InRange(markdown.Length, 10_000, 2_000_000);
        Assert.Contains("more; the report as CSV or JSON has all", html);
        Assert.Contains("500 groups", html);
        Assert.Contains("\"s999\"", json);
    }

    /// <summary>Five seconds for one form on a machine of its own; three forms on a shared one get three times as much.</summary>
    private const int LimitSeconds = 15;

    [Fact]
    public void Every_objective_has_a_figure_or_says_why_it_has_none()
    {
        var report = RunReport.Of(new Story().Splitting().Entries);

        Assert.Equal(["rto", "rpo"], report.Figures.Objectives.Select(o => o.Name));
        Assert.All(report.Figures.Objectives, o => Assert.True(o.Achieved.IsMeasured || o.Achieved.Missing is { Length: > 0 }));
        var html = ReportHtml.Write(report, TimeZoneInfo.Utc);
        Assert.DoesNotContain("<td></td></tr>\n<tr><th scope=\"row\">Recovery", html);
        Assert.Contains("not measured", html);
    }

    [Fact]
    public void A_finding_shows_its_remediation_and_who_is_to_do_it()
    {
        var report = RunReport.Of(new Story().Splitting().Then(
            new NoteAdded("akiko", NoteAdded.Remediation, "order a second path", "objective:rpo", "ben", new DateOnly(2031, 5, 1)),
            new NoteAdded("chen", NoteAdded.Comment, "seen by <b>audit</b>")).Entries);

        var html = ReportHtml.Write(report, TimeZoneInfo.Utc);

        Assert.Contains(report.Findings, f => f.Id == "objective:rpo");
        Assert.Contains("order a second path (ben, by 2031-05-01)", html);
        Assert.Contains("seen by &lt;b&gt;audit&lt;/b&gt;", html);
    }

    [Fact]
    public void Times_stand_in_utc_and_in_the_zone_of_the_environment()
    {
        var html = ReportHtml.Write(RunReport.Of(new Story().Splitting().Entries), TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));

        Assert.Contains("2031-02-03 04:05:06 UTC (13:05:06 +09:00)", html);
        Assert.Contains("Times are in UTC, and in Asia/Tokyo.", html);
    }

    [Fact]
    public void The_words_at_the_top_name_the_outcome_the_objectives_and_the_people()
    {
        var words = ReportWords.Of(RunReport.Of(new Story().Splitting().Entries), TimeZoneInfo.Utc);

        Assert.Contains("akiko ran \"nightly\"", words);
        Assert.Contains("2 people took part: akiko, ben", words);
        Assert.Contains("consistent in itself", words);
    }

    [Fact]
    public async Task The_report_as_json_is_what_its_published_schema_says()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RunbookEngine.sln")))
            folder = Path.GetDirectoryName(folder)!;
        var schema = await NJsonSchema.JsonSchema.FromFileAsync(Path.Combine(folder, "schemas", "report.schema.json"), TestContext.Current.CancellationToken);
        foreach (var story in new[] { new Story().Approved(), new Story().Splitting().Then(new NoteAdded("akiko", NoteAdded.Comment, "seen")), new Story().UndoFailed(), new Story().Ambiguous() })
            Assert.Equal([], schema.Validate(EvidenceJson.Of(RunReport.Of(story.Entries)).ToJsonString()).Select(e => $"{e.Path}: {e.Kind}"));
        Assert.NotEmpty(schema.Validate("{}"));
    }

    [Fact]
    public void A_letter_goes_onto_letter_paper()
    {
        var report = RunReport.Of(new Story().Splitting().Entries);

        Assert.Contains("size: letter", ReportHtml.Write(report, TimeZoneInfo.Utc, "letter"));
        Assert.Contains("size: A4", ReportHtml.Write(report, TimeZoneInfo.Utc));
    }

    private static List<JournalEntry> Large(int groups, int pairs, int steps)
    {
        static PairReading[] Pairs(int group, int count, string p, string s) => [.. Enumerable.Range(0, count).Select(i => new PairReading("tokyo", $"g{group:000}", $"p{i:00}", p, s, "tokyo"))];
        var plan = Story.Plan() with
        {
            Targets = [new PlanTarget { Name = "all", Technology = "truecopy", Array = "tokyo", RemoteArray = "osaka", CopyGroups = [.. Enumerable.Range(0, groups).Select(g => new PlanCopyGroup($"g{g:000}"))] }],
            Steps = [.. Enumerable.Range(0, steps).Select(i => new PlanStep { Id = new($"s{i}"), Verb = "pair.split" })],
            Finally = [],
        };
        var story = new List<JournalEntry>();
        var at = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        Add(new RunStarted(plan, "akiko", "host/1/a"));
        for (var i = 0; i < steps; i++)
        {
            var (key, group) = (StepKey.Parse($"s{i}"), i % groups);
            Add(new StepStarted(key, 1));
            Add(new OperationIntended(key, "1", "split", "tokyo", $"g{group:000}", new("POST", "/x", "{}"), Pairs(group, pairs, "PAIR", "PAIR")));
            Add(new OperationConcluded(key, "1", OperationResult.Done));
            Add(new PairsRead(key, Pairs(group, pairs, "PSUS", "SSUS")));
            Add(new StepSucceeded(key, JsonElement.Parse("{}")));
        }

        Add(new RunDecided(RunOutcome.Succeeded));
        Add(new RunEnded(RunOutcome.Succeeded));
        return story;

        void Add(RunEvent e) => story.Add(EventJson.Write(Story.Id, story.Count + 1, story.Count == 0 ? HashChain.Origin : story[^1].Hash, at.AddSeconds(story.Count), e));
    }
}
