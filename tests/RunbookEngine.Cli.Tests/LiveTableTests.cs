using System.Text.Json;
using System.Text.RegularExpressions;
using RunbookEngine.Activities;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Progress;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Tests;

public sealed class LiveTableTests
{
    private static readonly StepKey Split = Story.Key("split");

    [Fact]
    public void The_headline_is_there_in_every_terminal_and_nothing_is_longer_or_higher_than_it()
    {
        foreach (var colours in (bool[])[false, true])
        {
            var view = Copying(40, 3, new Ink(colours));
            foreach (var width in (int[])[8, 12, 20, 33, 40, 60, 79, 80, 100, 160, 200, 300])
            {
                for (var height = 1; height <= 60; height++)
                {
                    var lines = LiveTable.Draw(view, width, height);
                    Assert.InRange(lines.Count, 1, height);
                    Assert.All(lines, l => Assert.True(Plain(l.Text).Length <= width && CellWidth.Of(Plain(l.Text)) == l.Columns || l.Columns == width, $"{width}x{height}: {l.Text}"));
                    Assert.StartsWith("nightly"[..Math.Min(4, width)], Plain(lines[0].Text)[..Math.Min(4, width)] is "n..." ? "nigh" : Plain(lines[0].Text), StringComparison.Ordinal);
                    if (width >= 40)
                        Assert.Contains("running", lines[0].Text, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void What_is_under_way_is_among_the_lines_however_long_the_run_is()
    {
        var view = Copying(200, 3, new Ink(false));
        for (var height = 6; height < 40; height++)
        {
            var lines = LiveTable.Draw(view, 100, height);
            Assert.Contains(lines, l => l.Text.StartsWith("copying ", StringComparison.Ordinal));
            Assert.Contains(lines, l => l.Text.EndsWith(" below", StringComparison.Ordinal) || l.Text.EndsWith(" above", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_last_picture_has_every_step_and_every_word_of_an_error()
    {
        var error = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i}"));
        var story = new Story(Steps(80)).Then(
            new StepStarted(Story.Key("step-0"), 1), new StepFailed(Story.Key("step-0"), new Failure(FailureKind.Refused, error)), new RunHeld("step step-0 failed"));
        var text = string.Join('\n', LiveTable.Draw(View(story), 60, 0).Select(l => l.Text));
        Assert.All(Enumerable.Range(0, 80), i => Assert.Contains($"step-{i} ", text));
        Assert.All(Enumerable.Range(0, 60), i => Assert.Matches($@"\bword{i}\b", text));
    }

    [Fact]
    public void Statuses_are_those_of_now_with_the_direction_and_not_the_way_to_them()
    {
        var view = View(new Story().Splitting());
        var row = Assert.Single(LiveTable.Draw(view, 120, 40), l => l.Text.StartsWith("split[erp-1]", StringComparison.Ordinal)).Text;
        Assert.Contains(" PSUS/SSUS, tokyo > osaka", row, StringComparison.Ordinal);
        Assert.DoesNotContain("PAIR/PAIR", row, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_copy_group_of_a_step_shows_how_far_it_is_and_how_long_it_takes()
    {
        var view = Copying(3, 3, new Ink(false));
        var lines = LiveTable.Draw(view, 110, 30).Select(l => l.Text).ToList();
        Assert.Matches(@"^  erp-1 .*2 COPY/COPY, tokyo > osaka +40 % +~60 s$", Assert.Single(lines, l => l.StartsWith("  erp-1 ", StringComparison.Ordinal)));
        Assert.Matches(@"^  erp-2 .*2 PAIR/PAIR, tokyo > osaka$", Assert.Single(lines, l => l.StartsWith("  erp-2 ", StringComparison.Ordinal)));
        Assert.Matches(@"^copying +running +2 COPY/COPY, 2 PAIR/PAIR, tokyo > osaka +70 %", Assert.Single(lines, l => l.StartsWith("copying ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_headline_tells_the_time_left_to_the_predicted_end_and_to_the_end_of_the_window()
    {
        var plan = Steps(2) with { Objectives = new PlanObjectives(null, null, "06:00", "Europe/Berlin") };
        var story = new Story(plan, expected: [new(new("step-0"), 600), new(new("step-1"), 300, 1)]).Then(new StepStarted(Story.Key("step-0"), 1));
        string Head(DateTimeOffset now) => LiveTable.Draw(new LiveView(story.State, now, TimeZoneInfo.Utc, new Ink(false)), 200, 30)[1].Text;
        var start = story.Entries[0].At;
        Assert.Equal("about 15 min left, end about 04:20 UTC, without 1 program or person whose time is not known; finish by 06:00 Europe/Berlin: 55 min left", Head(start.AddSeconds(1)));
        Assert.Equal("about 10 min left, end about 04:20 UTC, without 1 program or person whose time is not known; finish by 06:00 Europe/Berlin: 50 min left", Head(start.AddSeconds(301)));
        Assert.Equal("about 5 min left, end about 04:55 UTC, without 1 program or person whose time is not known; takes longer than expected; finish by 06:00 Europe/Berlin: 10 min left", Head(start.AddMinutes(45)));
        Assert.EndsWith("finish by 06:00 Europe/Berlin: 3 min left, TOO LATE by about 2 min as it looks", Head(start.AddMinutes(52)), StringComparison.Ordinal);
        Assert.EndsWith("LATE: finish by 06:00 Europe/Berlin was 5 min ago", Head(start.AddMinutes(60)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_is_asked_reads_the_command_below_the_table()
    {
        var story = new Story().Then(new StepStarted(Story.Key("go"), 1), new StepWaiting(Story.Key("go"), "approval by 1 of ben, chen", new DateTimeOffset(2031, 2, 3, 6, 0, 0, TimeSpan.Zero), OnPeople: true, ["ben", "chen"]));
        var lines = LiveTable.Draw(View(story), 160, 30).Select(l => l.Text).ToList();
        Assert.Contains(lines, l => l.Contains($"runbook approve {Story.Id} go --grant", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("approval by 1 of ben, chen until 06:00 UTC", StringComparison.Ordinal));
    }

    [Fact]
    public void A_job_that_failed_is_told_in_its_row_while_the_pairs_are_looked_at()
    {
        var story = new Story().Approved().Then(
            new StepExpanded(Split, [new("erp-1", JsonElement.Parse("\"erp-1\""))]), new StepStarted(Story.Key("split[erp-1]"), 1),
            new OperationIntended(Story.Key("split[erp-1]"), "1", "split", "tokyo", "erp-1", new("POST", "/x", null), [Story.Pair("erp-1", "PAIR", "PAIR")]),
            new OperationAccepted(Story.Key("split[erp-1]"), "1", "17"),
            new ArrayJobFailed(Story.Key("split[erp-1]"), "1", "17", "KART00001-E no", 60));
        Assert.Contains(LiveTable.Draw(View(story), 160, 30), l => l.Text.Contains("job 17 FAILED, looking at the pairs: PAIR/PAIR, tokyo > osaka; KART00001-E no", StringComparison.Ordinal));
    }

    [Fact]
    public void A_screen_that_is_drawn_again_and_again_holds_one_picture_and_what_was_said_above_it()
    {
        var size = (Width: 60, Height: 12);
        using var writer = new StringWriter { NewLine = "\n" };
        var screen = new LiveScreen(writer, () => size);
        var view = Copying(30, 3, new Ink(true));
        for (var i = 0; i < 5; i++)
            screen.Draw(LiveTable.Draw(view, size.Width - 1, size.Height - 1));
        screen.Say("array osaka does not answer");
        screen.Draw(LiveTable.Draw(view, size.Width - 1, size.Height - 1));
        var shown = new Screen(60, 12).Feed(writer.ToString()).Lines;
        Assert.Equal(LiveTable.Draw(view, 59, 11).Select(l => Plain(l.Text).TrimEnd()), shown.TakeLast(11));
        Assert.Equal("array osaka does not answer", shown[^12]);
        screen.Leave(LiveTable.Draw(view, size.Width - 1, 0));
        var left = new Screen(60, 12).Feed(writer.ToString()).Lines;
        Assert.Equal(1, left.Count(l => l.StartsWith("nightly: running", StringComparison.Ordinal)));
        Assert.All(Enumerable.Range(0, 30), i => Assert.Equal(1, left.Count(l => l.StartsWith($"step-{i} ", StringComparison.Ordinal))));
    }

    [Fact]
    public void Wide_letters_take_two_columns()
    {
        Assert.Equal(6, CellWidth.Of("東京db"));
        Assert.Equal("東...", CellWidth.Cut("東京大阪東京", 6));
        Assert.Equal(["東京", "大阪"], CellWidth.Wrap("東京大阪", 4));
        Assert.Equal("e\u0301", CellWidth.Cut("e\u0301", 1));
    }

    private static LiveView View(Story story)
    {
        var view = new LiveView(story.State, story.Entries[^1].At, TimeZoneInfo.Utc, new Ink(false));
        story.Entries.ToList().ForEach(e => view.Pairs.Follow(EventJson.Read(e)));
        return view;
    }

    private static Plan Steps(int steps) => Story.Plan() with
    {
        Steps = [.. Enumerable.Range(0, steps).Select(i => new PlanStep { Id = new($"step-{i}"), Verb = "command" }), new PlanStep { Id = new("copying"), Verb = "pair.resync" }],
        Finally = [],
    };

    /// <summary>So many steps are done, one copies two groups, one of them 40 % in 40 s; as many steps follow.</summary>
    private static LiveView Copying(int before, int after, Ink ink)
    {
        var plan = Steps(before);
        plan = plan with { Steps = [.. plan.Steps, .. Enumerable.Range(before, after).Select(i => new PlanStep { Id = new($"later-{i}"), Verb = "command" })] };
        var story = new Story(plan, expected: [new(new("copying"), 1000)]);
        foreach (var i in Enumerable.Range(0, before))
            story.Then(new StepStarted(Story.Key($"step-{i}"), 1), new StepSucceeded(Story.Key($"step-{i}")));
        story.Then(new StepStarted(Story.Key("copying"), 1));
        var (key, at) = (Story.Key("copying"), story.Entries[^1].At);
        var view = new LiveView(story.State, at.AddSeconds(40), TimeZoneInfo.Utc, ink) { Progress = new Dictionary<StepKey, StepProgress> { [key] = Progress(40) } };
        view.Pace.Note(key, Progress(0), at);
        view.Pace.Note(key, Progress(40), at.AddSeconds(40));
        return view;
    }

    private static StepProgress Progress(int percent) => new("waits for PAIR",
    [
        Story.Pair("erp-1", "COPY", "COPY", pair: "db1", progress: percent), Story.Pair("erp-1", "COPY", "COPY", pair: "db2", progress: percent),
        Story.Pair("erp-2", "PAIR", "PAIR", pair: "db1"), Story.Pair("erp-2", "PAIR", "PAIR", pair: "db2"),
    ], percent);

    private static string Plain(string text) => Regex.Replace(text, "\e\\[[0-9]*m", "");

    /// <summary>As much of a terminal as the live table uses: lines, up, erase.</summary>
    private sealed class Screen(int width, int height)
    {
        private readonly List<string> _lines = [""];
        private int _row;

        public IReadOnlyList<string> Lines => [.. _lines.Take(_lines.Count - 1).Select(l => l.TrimEnd())];

        public Screen Feed(string text)
        {
            foreach (Match part in Regex.Matches(text, "\e\\[(\\d*)([AKJm])|\r|\n|[^\e\r\n]+"))
            {
                switch (part.Value)
                {
                    case "\r":
                        break;
                    case "\n":
                        if (++_row == _lines.Count)
                            _lines.Add("");
                        break;
                    case var _ when part.Groups[2].Value == "A":
                        var up = int.Parse(part.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
                        Assert.True(up < height, "no terminal goes up beyond its first line");
                        _row -= up;
                        _fresh = true;
                        break;
                    case var _ when part.Groups[2].Value == "J":
                        _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                        _lines[_row] = "";
                        break;
                    case var _ when part.Groups[2].Value is "K" or "m":
                        break;
                    default:
                        _lines[_row] = _written == _row && !_fresh ? _lines[_row] + part.Value : part.Value;
                        (_written, _fresh) = (_row, false);
                        Assert.True(_lines[_row].Length <= width, _lines[_row]);
                        break;
                }
            }

            return this;
        }

        private int _written = -1;
        private bool _fresh;
    }
}
