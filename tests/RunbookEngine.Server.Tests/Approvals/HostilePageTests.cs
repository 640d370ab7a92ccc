using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Approvals;
using RunbookEngine.Server.Tickets;
using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Approvals;

/// <summary>Texts of a run on the page behind a link, and in the notes that a ticket gets.</summary>
public sealed class HostilePageTests
{
    public static TheoryData<string> Texts => [.. HostileTexts.All.Keys];

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_approval_page_shows_every_text_as_text(string kind)
    {
        foreach (var (_, journal) in HostileTexts.Journals(Journal(), HostileTexts.All[kind]))
        {
            var run = RunFold.All(journal)!;
            if (run.Steps.Values.FirstOrDefault(s => s.Status == StepStatus.Waiting) is not { } step)
                continue;
            var text = HostileTexts.All[kind];
            var page = ApprovalPage.Ask(new LinkTarget.Open(new ApprovalLink(run.Id.ToString(), "go", 1, text, text, text, 0), run, step), text, text);
            Assert.Null(HostileTexts.FirstForbidden(page, "\n\r\t"));
            foreach (var tag in (string[])["<script", "<img", "<a ", "</text>", "javascript:alert(1))\""])
                Assert.DoesNotContain(tag, page);
            Assert.Equal(2, page.Split("<button").Length - 1);
            Assert.Single(page.Split("<form").Skip(1));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_note_in_a_ticket_gains_no_line(string kind)
    {
        var harmless = Notes(Journal()).Select(n => n.Split('\n').Length);
        foreach (var (_, journal) in HostileTexts.Journals(Journal(), HostileTexts.All[kind]))
        {
            foreach (var note in Notes(journal))
            {
                Assert.Null(HostileTexts.FirstForbidden(note));
                Assert.DoesNotContain(note.Split('\n'), line => line.StartsWith(HostileTexts.Forged, StringComparison.Ordinal));
            }
        }

        Assert.All(harmless, lines => Assert.InRange(lines, 1, 12));
    }

    private static IEnumerable<string> Notes(IReadOnlyList<JournalEntry> journal)
    {
        var run = RunFold.All(journal)!;
        return new[] { RunNote.Begin(run, "https://r/"), RunNote.Stands(run, null), RunNote.End(run, "https://r/") }.Select(n => n.Note!);
    }

    private static List<JournalEntry> Journal()
    {
        var (entries, state, run) = (new List<JournalEntry>(), (RunState?)null, new RunId(new Guid("01a20131-e146-7140-892a-ffd12cef7fff")));
        var plan = new Plan
        {
            Runbook = "nightly",
            Description = "Split.",
            Mode = "drill",
            Environment = new PlanEnvironment("lab", JsonElement.Parse("{}")),
            Targets = [new PlanTarget { Name = "mirrors", Technology = "universal-replicator", Array = "tokyo", RemoteArray = "osaka", Patterns = ["erp-*"], CopyGroups = [new("erp-1")] }],
            Steps =
            [
                new PlanStep { Id = new("split"), Verb = "pair.split", With = JsonElement.Parse("""{"on":"mirrors"}""") },
                new PlanStep { Id = new("go"), Verb = "approve", Name = "Agree" },
            ],
        };
        StepKey split = StepKey.Parse("split"), go = StepKey.Parse("go");
        foreach (var e in (RunEvent[])[
            new RunStarted(plan, "akiko", "host/1/a", "CHG1", null, ["dora"]),
            new StepStarted(split, 1),
            new PairsRead(split, [new PairReading("tokyo", "erp-1", "db1", "PAIR", "PAIR")]),
            new StepFailed(split, new Failure(FailureKind.Refused, "refused")),
            new StepOverridden(split, StepOverride.MarkDone, "ben", "seen"),
            new StepStarted(go, 1),
            new ApprovalGiven(go, "ben", true, "checked", "chen"),
            new StepWaiting(go, "approval by 2 of ben, chen", DateTimeOffset.UnixEpoch, true, ["ben", "chen"], Asked: new ApprovalAsked(2, 1, DateTimeOffset.UnixEpoch, "Split now?"))])
        {
            var entry = EventJson.Write(run, entries.Count + 1, state?.Hash ?? HashChain.Origin, DateTimeOffset.UnixEpoch, e);
            state = RunFold.Apply(state, entry, e);
            entries.Add(entry);
        }

        return entries;
    }
}
