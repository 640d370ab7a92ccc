using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Rehearsal.Tests.Support;

namespace RunbookEngine.Rehearsal.Tests;

/// <summary>The audit must see what it is there for, so records are spoilt on purpose.</summary>
public class AuditTests
{
    private const string Steps = """
        steps:
          - id: split
            pair.split: { on: mirrors }
          - id: backup
            command: { run: ["/bin/backup"], onUnknown: hold }
            rollback: { none: "harmless" }
        """;

    [Fact]
    public async Task A_good_run_has_nothing_doubled_and_nothing_missing() => Assert.Empty(EffectAudit.Check(await PlayAsync()));

    [Fact]
    public async Task An_effect_that_is_in_the_ledger_once_more_than_announced_is_doubled()
    {
        var record = await PlayAsync();
        var findings = EffectAudit.Check(record with { Ledger = [.. record.Ledger, record.Ledger[0]] }).ToList();
        Assert.All(findings, f => Assert.Equal(("doubled", "split"), (f.Code, f.Step)));
        Assert.NotEmpty(findings);
    }

    [Fact]
    public async Task An_effect_that_the_journal_calls_done_and_no_array_did_is_missing()
    {
        var record = await PlayAsync();
        var finding = Assert.Single(EffectAudit.Check(record with { Ledger = [.. record.Ledger.Skip(1)] }));
        Assert.Equal(("missing", "split"), (finding.Code, finding.Step));
    }

    [Fact]
    public async Task A_program_that_ran_twice_for_one_announcement_is_doubled()
    {
        var record = await PlayAsync();
        var finding = Assert.Single(EffectAudit.Check(record with { Programs = [.. record.Programs, .. record.Programs] }));
        Assert.Equal(("doubled", "backup"), (finding.Code, finding.Step));
    }

    [Fact]
    public async Task A_run_that_was_given_up_is_a_finding()
    {
        var record = await PlayAsync();
        var end = new Judge(record).Of(record with { Hang = "still going on" });
        Assert.Equal((EndKind.Finding, "hang"), (end.Kind, Assert.Single(end.Findings).Code));
    }

    [Fact]
    public async Task A_run_past_the_longest_time_is_given_up()
    {
        var rehearsal = await Stage.OfStepsAsync("""
            steps:
              - id: sleep
                delay: { for: 30d }
            """);
        var record = Stage.Play(rehearsal, RehearsalCase.Plain);
        Assert.Contains("7 simulated days", record.Hang);
    }

    private static async Task<CaseRecord> PlayAsync() => Stage.Play(await Stage.OfStepsAsync(Steps), RehearsalCase.Plain);
}
