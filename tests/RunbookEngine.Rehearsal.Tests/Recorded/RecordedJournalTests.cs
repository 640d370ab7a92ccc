using RunbookEngine.Journal;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Tests.Recorded;

/// <summary>What every version wrote is read, told and carried on by this one.</summary>
public class RecordedJournalTests
{
    private static readonly IReadOnlyList<RecordedJournal> Recordings = RecordedJournal.All();

    public static TheoryData<string> Names => [.. Recordings.Select(r => r.ToString()).Distinct()];

    public static TheoryData<string> Plain => [.. Recordings.Where(r => r.Name == "plain").Select(r => r.ToString()).Distinct()];

    [Fact]
    public void There_are_recordings_of_every_kind_of_event_that_a_rehearsal_can_bring_about()
    {
        string[] kinds =
        [
            "run-started", "run-adopted", "step-expanded", "step-skipped", "step-started", "step-waiting", "step-succeeded", "step-failed",
            "step-retry-planned", "step-became-ambiguous", "step-overridden", "operation-intended", "operation-accepted", "operation-concluded", "pairs-read",
            "checkpoint-reached", "approval-given", "answer-given", "cancel-requested", "rollback-started", "undo-started", "undo-succeeded", "undo-skipped",
            "undo-failed", "rollback-ended", "run-held", "run-resumed", "drift-found", "lock-broken", "run-decided", "run-ended",
        ];
        Assert.Empty(kinds.Except(Recordings.SelectMany(r => r.Entries).Select(e => e.Type)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_journal_is_whole_folds_to_its_outcome_and_gives_every_report(string name)
    {
        foreach (var recording in Recordings.Where(r => r.ToString() == name))
        {
            Assert.Null(HashChain.FindBreak(recording.Journal));
            Assert.Equal(recording.Outcome, RunFold.All(recording.Journal)!.Outcome);
            var report = RunReport.Of(recording.Journal);
            Assert.Contains(recording.Runbook, ReportHtml.Write(report, TimeZoneInfo.Utc), StringComparison.Ordinal);
            Assert.Contains(recording.Runbook, ReportMarkdown.Write(report, TimeZoneInfo.Utc), StringComparison.Ordinal);
            Assert.Equal(recording.Runbook, EvidenceJson.Of(report)["run"]!["runbook"]!.GetValue<string>());
        }
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task A_recorded_run_that_was_killed_after_any_append_comes_to_its_recorded_end(string name)
    {
        foreach (var recording in Recordings.Where(r => r.ToString() == name))
        {
            foreach (var cut in recording.Cuts.Where(c => c < recording.Entries.Count))
            {
                await ResumeAsync(recording, cut, sendsPending: false);
                if (recording.Journal.Take(cut).Any(e => e.Type == "operation-intended") && EventJson.Read(recording.Journal[cut - 1]) is OperationIntended)
                    await ResumeAsync(recording, cut, sendsPending: true);
            }
        }
    }

    /// <summary>A program that was running when the engine died (<c>onUnknown: hold</c>) had come to its end; nothing else needs a person.</summary>
    private static async Task<bool> DecideAsync(JournalPlay play, RunState run)
    {
        var unknown = run.Steps.Values.Where(s => s.Status == StepStatus.Ambiguous && run.Plan.Find(s.Key.Id)?.Verb == "command").Select(s => (s.Key, StepOverride.MarkDone)).ToList();
        if (unknown.Count == 0)
            return false;
        await new RunOperator(play.Room.Store, play.Room.Time).ResumeAsync(run.Id, "operator", unknown, "it had ended", CancellationToken.None);
        return true;
    }

    private static async Task ResumeAsync(RecordedJournal recording, int cut, bool sendsPending)
    {
        var entries = recording.Journal.Take(cut).ToList();
        var setting = new RehearsalSetting(RunFold.All(entries)!.Plan, recording.Arrays(), [], recording.Seed);
        var play = new JournalPlay(setting, RehearsalCase.Plain, recording.Run);
        await play.BeginWithAsync(entries, sendsPending);
        var end = play.Drive(run => DecideAsync(play, run));
        var where = $"{recording}, killed after event {cut} of {recording.Entries.Count}{(sendsPending ? ", its request had arrived" : "")}";
        Assert.True(recording.Outcome == end.Outcome, $"{where}: {end.Outcome} instead of {recording.Outcome}; {end.Held}");
        Assert.True(recording.After.SequenceEqual(play.Pairs()), $"{where}:\n{string.Join('\n', play.Pairs().Except(recording.After))}");
        var sent = recording.Journal.Select(EventJson.Read).OfType<OperationIntended>().Count(i => i.Array.Length > 0);
        var now = play.RequestsBefore + play.Room.Requests.Count(r => r.Host.EndsWith(".simulated", StringComparison.Ordinal));
        Assert.True(sent == now, $"{where}: {now} state-changing requests instead of {sent}");
    }
}
