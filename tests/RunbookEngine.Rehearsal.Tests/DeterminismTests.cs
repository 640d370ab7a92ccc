using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Tests.Support;

namespace RunbookEngine.Rehearsal.Tests;

public class DeterminismTests
{
    private const string Steps = """
        steps:
          - id: split
            foreach: mirrors.copyGroups
            as: group
            maxParallel: 8
            pair.split: { on: "${{ group }}", svolAccess: read-write }
          - id: both
            parallel:
              branches:
                a: [ { id: log, pair.split: { on: logs } } ]
                b: [ { id: pause, delay: { for: 90m } } ]
          - id: backup
            command: { run: ["/bin/backup"], onUnknown: retry }
            rollback: { none: "harmless" }
          - id: back
            pair.resync: { on: mirrors }
        """;

    [Fact]
    public async Task The_same_seed_gives_the_same_journal_in_every_case()
    {
        var rehearsal = await Stage.OfStepsAsync(Steps);
        var cases = CasePlanner.First(Stage.Play(rehearsal, RehearsalCase.Plain)).Prepend(RehearsalCase.Plain);
        Assert.Empty(cases.Where(play => Journal(Stage.Play(rehearsal, play)) != Journal(Stage.Play(rehearsal, play))).Select(play => play.Id));
    }

    [Fact]
    public async Task Nothing_ever_leaves_the_thread_of_its_case()
    {
        var rehearsal = await Stage.OfStepsAsync(Steps);
        var plain = Stage.Play(rehearsal, RehearsalCase.Plain);
        var failed = CasePlanner.First(plain).Select(c => Stage.Play(rehearsal, c)).ToList();
        var undos = CasePlanner.RollbacksWorthInterrupting(failed).SelectMany(CasePlanner.Undos).Select(c => Stage.Play(rehearsal, c));
        Assert.Empty(failed.Concat(undos).Append(plain).Where(r => r.Strays > 0).Select(r => $"{r.Case.Id}: {r.Strays} continuations came from another thread"));
    }

    [Fact]
    public async Task An_hour_and_a_half_of_waiting_takes_no_time_and_is_in_the_journal()
    {
        var rehearsal = await Stage.OfStepsAsync(Steps);
        Assert.True(Stage.Play(rehearsal, RehearsalCase.Plain).Took > TimeSpan.FromMinutes(90));
    }

    private static string Journal(CaseRecord record) => string.Join('\n', record.History.Select(h => $"{h.Entry.Sequence} {h.Entry.At:O} {h.Entry.Hash}"));
}
