using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Progress;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Operations.Planning;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests.Sinks;

/// <summary>Every text that a journal can hold, shown in every place where people or programs read it.</summary>
public sealed partial class SinkMatrixTests
{
    private static readonly ManualClock Clock = new();

    private static readonly ConcurrentDictionary<string, IReadOnlyList<(IReadOnlyList<string> Places, IReadOnlyList<JournalEntry> Entries)>> Journals = [];

    public static TheoryData<string> Texts => [.. HostileTexts.All.Keys];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_page_and_its_event_lines_stay_as_many_lines_as_with_harmless_texts(string kind) => Everywhere(kind, (journal, place) =>
    {
        foreach (var (paint, allowed) in new[] { (false, "\n"), (true, "\n\e") })
        {
            var page = Page(journal, paint);
            Assert.Null(HostileTexts.FirstForbidden(page, allowed) is { } found ? $"{place}: {found}" : null);
            Assert.DoesNotContain(page.Split('\n'), line => line.TrimStart().StartsWith(HostileTexts.Forged, StringComparison.Ordinal));
            if (paint)
                Assert.Empty(Sequence().Matches(page).Select(m => m.Value).Except(Ink.Sequences));
        }
    });

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_live_table_shows_every_text_as_text(string kind) => Everywhere(kind, (journal, place) =>
    {
        foreach (var (paint, allowed) in new[] { (false, ""), (true, "\e") })
        {
            var view = new LiveView(RunFold.All(journal)!, Clock.GetUtcNow(), TimeZoneInfo.Utc, new Ink(paint));
            journal.ToList().ForEach(e => view.Pairs.Follow(EventJson.Read(e)));
            var lines = LiveTable.Draw(view, 400, 200).Concat(LiveTable.Draw(view, 100, 0)).Select(l => l.Text).ToList();
            Assert.Null(lines.Select(l => HostileTexts.FirstForbidden(l, allowed)).FirstOrDefault(f => f is not null) is { } found ? $"{place}: {found}" : null);
            Assert.Empty(lines.SelectMany(l => Sequence().Matches(l)).Select(m => m.Value).Except(Ink.Sequences));
        }
    });

    [Theory]
    [MemberData(nameof(Texts))]
    public void An_html_report_stays_one_document_without_a_script(string kind) => Everywhere(kind, (journal, place) =>
    {
        var html = ReportHtml.Write(RunReport.Of(journal), TimeZoneInfo.Utc);
        Assert.Null(HostileTexts.FirstForbidden(html, "\n\t\r") is { } found ? $"{place}: {found}" : null);
        var document = XDocument.Parse(html.Replace("<!DOCTYPE html>", "").Replace("charset=\"utf-8\">", "charset=\"utf-8\"/>").Replace("width\">", "width\"/>"));
        Assert.Empty(document.Descendants().Where(e => e.Name.LocalName is "script" or "img" or "a").Select(e => $"{place}: {e}"));
        Assert.DoesNotContain(document.Descendants("pre").Single().Value.Split('\n'), line => line.StartsWith(HostileTexts.Forged, StringComparison.Ordinal));
    });

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_markdown_report_keeps_its_tables_and_gains_no_link(string kind) => Everywhere(kind, (journal, place) =>
    {
        var text = ReportMarkdown.Write(RunReport.Of(journal), TimeZoneInfo.Utc);
        Assert.Null(HostileTexts.FirstForbidden(text) is { } found ? $"{place}: {found}" : null);
        var fenced = false;
        foreach (var line in text.Split('\n'))
        {
            var fence = line.StartsWith("````", StringComparison.Ordinal);
            fenced ^= fence;
            Assert.False(line.StartsWith(HostileTexts.Forged, StringComparison.Ordinal), $"{place}: {line}");
            if (!fenced && !fence)
                Assert.DoesNotMatch(@"(?<!\\)\[[^\]]*\]\(|(?<!\\)`[^`]*(?<!\\)`|<[a-zA-Z/]", line);
        }

        Assert.False(fenced, place);
        var tables = text.Split('\n').Where(l => l.StartsWith('|')).Select(l => Cell().Matches(l).Count).ToList();
        Assert.DoesNotContain(0, tables);
    });

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_csv_report_calculates_nothing_and_keeps_its_fields(string kind)
    {
        var widths = Csv(ReportCsv.Write(RunReport.Of(Journal()), TimeZoneInfo.Utc)).Select(r => r.Count).ToList();
        Everywhere(kind, (journal, place) =>
        {
            var records = Csv(ReportCsv.Write(RunReport.Of(journal), TimeZoneInfo.Utc));
            Assert.True(records.Count == widths.Count || records.Count > 3, place);
            foreach (var field in records.SelectMany(r => r))
            {
                Assert.True(field is "-" or "" || field[0] is not ('=' or '+' or '-' or '@' or '\t' or '\r'), $"{place}: {field}");
                Assert.Null(HostileTexts.FirstForbidden(field, "") is { } found ? $"{place}: {found}" : null);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_json_document_holds_the_text_and_no_character_that_acts_in_a_terminal(string kind) => Everywhere(kind, (journal, place) =>
    {
        var run = RunFold.All(journal)!;
        foreach (var node in new JsonNode[] { RunJson.Document(run, NextSteps.For(run)), EvidenceJson.Of(RunReport.Of(journal)) })
        {
            var text = JsonText.Write(node);
            Assert.Null(HostileTexts.FirstForbidden(text) is { } found ? $"{place}: {found}" : null);
            Assert.True(JsonNode.DeepEquals(node, JsonNode.Parse(text)), place);
        }
    });

    [Theory]
    [MemberData(nameof(Texts))]
    public void Drawings_of_a_plan_keep_their_shape(string kind)
    {
        var text = HostileTexts.All[kind];
        PlanGraph With(string t) => new PlanGraph.Sequence(
        [
            new PlanGraph.Box(BoxKind.Start, [t, t]), new PlanGraph.SideBySide(t, [new PlanGraph.Box(BoxKind.People, [t]), new PlanGraph.Box(BoxKind.Failure, [t])]), new PlanGraph.Pivot(t),
        ]);
        var (svg, harmless) = (SvgDrawing.Of(With(text)), XDocument.Parse(SvgDrawing.Of(With("word"))));
        Assert.Null(HostileTexts.FirstForbidden(svg));
        Assert.Equal(harmless.Descendants().Select(e => e.Name.LocalName), XDocument.Parse(svg).Descendants().Select(e => e.Name.LocalName));
        var mermaid = MermaidDrawing.Of(With(text));
        Assert.Null(HostileTexts.FirstForbidden(mermaid));
        Assert.Equal(MermaidDrawing.Of(With("word")).Split('\n').Length, mermaid.Split('\n').Length);
        foreach (var line in mermaid.Split('\n'))
        {
            Assert.True(line.Count(c => c == '"') is 0 or 2, line);
            Assert.DoesNotContain("%%", line);
            Assert.DoesNotContain("`", line);
            Assert.DoesNotMatch("#(?!35;|37;|96;|[0-9a-f]{6})", line);
            Assert.DoesNotContain("<script", line);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_a_command_writes_passes_no_control_sequence_to_the_terminal(string kind)
    {
        var text = HostileTexts.All[kind];
        using var inner = new StringWriter { NewLine = "\n" };
        using var writer = new TerminalWriter(inner);
        writer.WriteLine($"run {text} by {new Ink(true).Bold(text)}");
        Assert.Single(inner.ToString().TrimEnd('\n').Split('\n'));
        writer.WriteLine(text);
        writer.Write(text.ToCharArray());
        Assert.Null(HostileTexts.FirstForbidden(inner.ToString(), "\n\t\r\e"));
        Assert.Empty(Sequence().Matches(inner.ToString()).Select(m => m.Value).Except(Ink.Sequences));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Diagnostics_as_json_and_as_sarif_hold_the_text_and_nothing_that_acts(string kind)
    {
        var text = HostileTexts.All[kind];
        var found = Diagnostic.Error(Codes.Unreadable, SourceSpan.StartOf(text), text, text);
        foreach (var document in new[] { DiagnosticJson.Write([found]), DiagnosticJson.WriteSarif([found], "1") })
        {
            Assert.Null(HostileTexts.FirstForbidden(document));
            Assert.Contains(Texts(JsonNode.Parse(document)), t => t.Contains(text, StringComparison.Ordinal));
        }

        static IEnumerable<string> Texts(JsonNode? node) => node switch
        {
            JsonObject map => map.SelectMany(p => Texts(p.Value)),
            JsonArray list => list.SelectMany(Texts),
            { } leaf when leaf.GetValueKind() == JsonValueKind.String => [leaf.GetValue<string>()],
            _ => [],
        };
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_message_of_an_exception_is_one_line(string kind)
    {
        using var written = new StringWriter { NewLine = "\n" };
        var message = SinkText.Line(new CommandFailure(Exit.Failed, HostileTexts.All[kind]).Message);
        written.WriteLine($"error: {message}");
        Assert.Single(written.ToString().TrimEnd('\n').Split('\n'));
        Assert.Null(HostileTexts.FirstForbidden(message, ""));
    }

    /// <summary>The checks see what they are for: a place that encodes nothing would not pass them.</summary>
    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_that_nothing_encodes_would_be_found_in_one_of_the_places(string kind)
    {
        var text = HostileTexts.All[kind];
        var line = HostileTexts.FirstForbidden(text, "") is not null;
        var page = text.Split('\n', '\r').Skip(1).Any(l => l.StartsWith(HostileTexts.Forged, StringComparison.Ordinal));
        var markup = text.Contains('<') || text.Contains("](", StringComparison.Ordinal) || text.Contains('`') || text.Contains("%%", StringComparison.Ordinal) || text.Contains('"');
        var formula = text[0] is '=' or '+' or '-' or '@';
        Assert.True(line || page || markup || formula || kind == "surrogates", $"{kind} is harmless everywhere: the matrix does not see it");
        // And the encoders leave none of that.
        Assert.Null(HostileTexts.FirstForbidden(SinkText.Line(text), ""));
        Assert.NotEqual(line || markup || formula, SinkText.Line(text) == text && SinkText.Html(text) == text && SinkText.Csv(text) == text && SinkText.Mermaid(text) == text);
    }

    [Fact]
    public void Halves_of_surrogate_pairs_are_shown_as_unknown_in_every_sink()
    {
        foreach (var text in (string[])["\uD800", "a\uDC00b", "\uD83Dx"])
        {
            foreach (var encode in (Func<string?, string>[])[SinkText.Line, SinkText.Terminal, SinkText.Html, SinkText.Svg, SinkText.Mermaid, t => SinkText.Markdown(t), SinkText.Csv, SinkText.Log, SinkText.PrometheusLabel, SinkText.TicketNote])
                Assert.Contains("\uFFFD", encode(text));
        }
    }

    [Fact]
    public void Plain_words_of_any_script_pass_every_line_unchanged()
    {
        foreach (var text in (string[])["Pair group ERP-1 (P-VOL) -> 100 %", "東京の複製", "Größe: 5 µs", "😀 ok", ""])
            Assert.Equal(text, SinkText.Line(text));
    }

    private static void Everywhere(string kind, Action<IReadOnlyList<JournalEntry>, string> check)
    {
        var journals = Journals.GetOrAdd(kind, k => HostileTexts.Journals(Journal(), HostileTexts.All[k]));
        Assert.True(journals[0].Places.Count > 80, $"only {journals[0].Places.Count} places hold a text");
        foreach (var (places, journal) in journals)
            check(journal, $"{kind} in {(places.Count == 1 ? places[0] : "every text")}");
    }

    /// <summary>A journal with every kind of event that holds a text.</summary>
    private static IReadOnlyList<JournalEntry> Journal() => new Story(ticket: "CHG1").Splitting().Then(
        new ApprovalsVoided(Story.Key("go"), "pairs changed"),
        new StepBecameAmbiguous(Story.Key("split[erp-2]"), new("did it happen?", "it is done", "it is not done", ["seen nothing"])),
        new RunHeld("a step is ambiguous"),
        new StepOverridden(Story.Key("split[erp-2]"), StepOverride.Retry, "ben", "looked at it"),
        new RunResumed("ben", "go on"),
        new LockBroken(new("900000040014", "erp-1"), "chen", "host replaced"),
        new RunAdopted("host/2/b", "akiko"),
        new DriftFound([Story.Pair("erp-1", "PSUS", "SSUS")], [Story.Pair("erp-1", "PAIR", "PAIR")]),
        new RunHeld("1 pair changed"),
        new RunResumed("ben", null),
        new StepStarted(Story.Key("split[erp-2]"), 2),
        new OperationIntended(Story.Key("split[erp-2]"), "1", "command", "", "", new("exec", "/bin/true", "[\"a\"]"), []),
        new OperationConcluded(Story.Key("split[erp-2]"), "1", OperationResult.Failed, "exit 1"),
        new StepFailed(Story.Key("split[erp-2]"), new(FailureKind.Refused, "array tokyo refused the split")
        {
            Array = "tokyo",
            Code = "KART30000-E",
            Help = "look at the array",
            Pairs = ["erp-2/db1 PAIR/PAIR"],
        }),
        new StepFailed(Story.Key("split"), new(FailureKind.Refused, "1 of 2 iterations failed")),
        new CheckpointReached(Story.Key("split[erp-1]"), "before", [Story.Pair("erp-1", "PSUS", "SSUS")]),
        new CancelRequested("chen", true, "wrong group"),
        new RollbackStarted("cancelled by chen", "chen", 0, null),
        new UndoStarted(Story.Key("split[erp-1]")),
        new UndoFailed(Story.Key("split[erp-1]"), new(FailureKind.Refused, "array tokyo refused the resync") { Array = "tokyo", Help = "resync it by hand" })).Entries;

    private static string Page(IReadOnlyList<JournalEntry> journal, bool paint)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var run = RunFold.All(journal)!;
        new RunPage(writer, new Ink(paint), Clock, 0).Write(run, journal, NextSteps.For(run), driven: false, verbose: true);
        return writer.ToString();
    }

    private static List<List<string>> Csv(string text)
    {
        var (records, record, field, quoted) = (new List<List<string>>(), new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is ',' or '\n')
            {
                record.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    records.Add(record);
                    record = [];
                }
            }
            else if (quoted || c != '\r')
                field.Append(c);
        }

        Assert.False(quoted);
        return records;
    }

    [GeneratedRegex("\e(\\[[0-9;]*m)?")]
    private static partial Regex Sequence();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();
}
