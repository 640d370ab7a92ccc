using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Rehearsal.Tests.Support;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.Faults;

namespace RunbookEngine.Rehearsal.Tests.Recorded;

/// <summary>Records what this version writes: <c>RUNBOOK_RECORD=0.2.0</c> in the environment of the tests makes the folder of that version.
/// A folder is made once, when the version is released, and never again.</summary>
public class Recorder
{
    private const int Seed = 1;

    /// <summary>Brings about what no shipped runbook does: a step left out by its condition, an answer, approvals that a changed pair makes void.</summary>
    private static readonly string EveryEvent = Path.Combine("tests", "RunbookEngine.Rehearsal.Tests", "Recorded", "every-event.yaml");

    [Fact]
    public async Task Journals_of_this_version_are_recorded_when_asked_for()
    {
        if (Environment.GetEnvironmentVariable("RUNBOOK_RECORD") is not { Length: > 0 } version)
            return;
        var folder = Directory.CreateDirectory(Path.Combine(RecordedJournal.Folder, version)).FullName;
        foreach (var file in ShippedRunbookTests.Runbooks.Select(row => Path.Combine("runbooks", row.Data)).Append(EveryEvent))
            RecordedJournal.Write(Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".jsonl.gz"), await RecordAsync(file));
    }

    /// <summary>The plain run; cases that show further kinds of events; what people can do to a run.</summary>
    private static async Task<IReadOnlyList<RecordedJournal>> RecordAsync(string file)
    {
        var rehearsal = await Stage.OfFileAsync(file);
        var plain = Stage.Play(rehearsal, RehearsalCase.Plain);
        var kept = new List<RecordedJournal> { Play(file, "plain", rehearsal.Setting, RehearsalCase.Plain) };
        var seen = Kinds(kept[0]);
        foreach (var (name, journal) in Cases(file, rehearsal.Setting, plain).Concat(Undos(file, rehearsal.Setting, plain)).Concat(Acts(file, rehearsal.Setting, plain)))
        {
            // A rollback is kept whatever it shows: where it begins differs from step to step.
            if (Kinds(journal).Except(seen).Any() || name.StartsWith("refuse", StringComparison.Ordinal))
                kept.Add(journal);
            seen.UnionWith(Kinds(journal));
        }

        return kept;
    }

    private static IEnumerable<(string, RecordedJournal)> Cases(string file, RehearsalSetting setting, CaseRecord plain) =>
        from play in CasePlanner.First(plain)
        where play.Kind is CaseKind.Refused || play.Faults.OfType<Fault.Crash>().Any(c => c.Event % 7 == 3) || play.Kind is CaseKind.HalfWay
        select (play.Id, Play(file, play.Id, setting, play));

    /// <summary>An undo that fails, with and without success at the second try; a person has it tried again, or sets it aside.</summary>
    private static IEnumerable<(string, RecordedJournal)> Undos(string file, RehearsalSetting setting, CaseRecord plain)
    {
        var failed = CasePlanner.First(plain).Where(c => c.Kind is CaseKind.Refused)
            .Select(c => new CasePlayer(setting).Play(c, TestContext.Current.CancellationToken)).ToList();
        foreach (var play in CasePlanner.RollbacksWorthInterrupting(failed).SelectMany(CasePlanner.Undos).Where(c => c.Kind == CaseKind.UndoFails))
        {
            yield return ($"again {play.Id}", Play(file, $"again {play.Id}", setting, play));
            var lasting = play with { Faults = [.. play.Faults.Select(f => f is Fault.AtStep { Once: true } once ? once with { Once = false } : f)] };
            yield return ($"aside {play.Id}", Play(file, $"aside {play.Id}", setting, lasting, async (room, run) =>
            {
                if (run.Outcome != RunOutcome.NeedsOperator)
                    return false;
                var stuck = run.Steps.Values.Where(s => s.Undo == UndoStatus.Failed).Select(s => (s.Key, StepOverride.Skip)).ToList();
                await new RunOperator(room.Store, room.Time).ResumeAsync(run.Id, "operator", stuck, "recorded", CancellationToken.None);
                return true;
            }));
        }
    }

    /// <summary>Each once, at a crash in the middle of the run.</summary>
    private static IEnumerable<(string, RecordedJournal)> Acts(string file, RehearsalSetting setting, CaseRecord plain)
    {
        var middle = plain.Appends[plain.Appends.Count / 2];
        var crash = RehearsalCase.Plain.With(CaseKind.Crash, new Fault.Crash(middle.Number, middle.LastEvent, false));
        yield return ("cancel", Once(crash, "cancel", (o, run) => o.CancelAsync(run.Id, "operator", false, "recorded", CancellationToken.None)));
        yield return ("cancel-rollback", Once(crash, "cancel-rollback", (o, run) => o.CancelAsync(run.Id, "operator", true, "recorded", CancellationToken.None)));
        yield return ("hold-resume", Twice("hold-resume"));
        if (plain.Appends.FirstOrDefault(a => a.Events.Any(e => e is ApprovalGiven or StepStarted { Step.Id.Value: "split" })) is { } asked)
            yield return ("drift", Drifting(RehearsalCase.Plain.With(CaseKind.Crash, new Fault.Crash(asked.Number, asked.LastEvent, false))));

        RecordedJournal Once(RehearsalCase play, string name, Func<RunOperator, RunState, Task> act)
        {
            var done = false;
            return Play(file, name, setting, play, async (room, run) =>
            {
                if (done || run.IsEnded)
                    return false;
                done = true;
                await act(new RunOperator(room.Store, room.Time), run);
                return true;
            });
        }

        RecordedJournal Drifting(RehearsalCase play)
        {
            var turn = 0;
            return Play(file, "drift", setting, play, async (room, run) =>
            {
                if (run.IsEnded || ++turn > 2)
                    return false;
                if (turn == 1)
                {
                    var group = room.World.Pairs()[0];
                    room.World.SuspendOnePair(group.PvolArray, group.CopyGroup, TimeSpan.Zero);
                    room.Time.Pass(TimeSpan.FromSeconds(5));
                }
                else if (run.Held is not null)
                    await new RunOperator(room.Store, room.Time).ResumeAsync(run.Id, "operator", [], "recorded", CancellationToken.None);
                return true;
            });
        }

        RecordedJournal Twice(string name)
        {
            var turn = 0;
            return Play(file, name, setting, crash, async (room, run) =>
            {
                var people = new RunOperator(room.Store, room.Time);
                if (run.IsEnded || ++turn > 2)
                    return false;
                if (turn == 1)
                {
                    await people.HoldAsync(run.Id, "recorded", CancellationToken.None);
                    if (PlanLocks.Of(run.Plan) is [var first, ..])
                        await people.BreakLockAsync(first, "operator", "recorded", CancellationToken.None);
                    return true;
                }

                await people.ResumeAsync(run.Id, "operator", [], "recorded", CancellationToken.None);
                return true;
            });
        }
    }

    private static RecordedJournal Play(
        string file, string name, RehearsalSetting setting, RehearsalCase play, Func<CaseRoom, RunState, Task<bool>>? people = null)
    {
        var run = new RunId(new Guid(Seed, 0, unchecked((short)0x8000), [0x80, 0, 0, 0, 0, 0, 0, 1]));
        var journal = new JournalPlay(setting, play, run);
        var before = journal.Pairs();
        var state = journal.Drive(people is null ? null : s => people(journal.Room, s));
        var entries = journal.Journal();
        var cuts = journal.Room.Appends.Where(a => a.Run == run).Select(a => a.Entries[^1].Sequence).ToList();
        return new RecordedJournal(
            Path.GetFileNameWithoutExtension(file), name, File.ReadAllText(Path.Combine(Stage.Root, "examples", "topologies", "two-site.yaml")), setting.Seed,
            [.. entries.Select(RecordedEntry.Of)], cuts, state.Outcome, before, journal.Pairs());
    }

    private static HashSet<string> Kinds(RecordedJournal journal) => [.. journal.Entries.Select(e => e.Type)];
}
