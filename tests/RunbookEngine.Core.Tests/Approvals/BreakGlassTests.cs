using System.Text.Json;
using RunbookEngine.Approvals;
using RunbookEngine.Core.Tests.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Testing;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Approvals;

/// <summary>Two people set a decision aside in an emergency. Olga starts the run, maya stands behind it.</summary>
public class BreakGlassTests
{
    private static readonly StepKey Go = StepKey.Parse("go");

    private readonly Bench _bench = new();
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow.AddMinutes(1));

    private RunOperator Operator => new(_bench.Store, _clock);

    private static PlanEnvironment Lab { get; } = new("lab", JsonSerializer.SerializeToElement(new
    {
        approvers = new { crisis = new[] { "olga", "maya", "eve", "finn" } },
        people = new { eve = new { aliases = new[] { "e.lang" } } },
        breakGlass = new { by = new[] { "crisis" } },
    }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_people_set_aside_a_decision_that_is_waited_for_or_was_denied(bool denied)
    {
        var run = await WaitingAsync(Lab, denied);

        var asked = await BreakAsync(run, "olga", "Tokyo is lost");
        Assert.Equal((null, "olga"), (asked.Step(Go)!.Glass, asked.Step(Go)!.GlassAsked!.Actor));
        await DriveAsync(run);
        Assert.DoesNotContain("+work", _bench.World.Ledger);
        var broken = await BreakAsync(run, "eve", "confirmed by phone");

        Assert.Equal(("olga", "eve", "Tokyo is lost; confirmed by phone"), (broken.Step(Go)!.Glass!.First, broken.Step(Go)!.Glass!.Actor, broken.Step(Go)!.Glass!.Reason));
        if (denied)
            await Operator.ResumeAsync(run, "olga", [], null, Bench.Stop);
        Assert.Equal(RunOutcome.Succeeded, (await DriveAsync(run)).Outcome);
        Assert.Contains("+work", _bench.World.Ledger);
    }

    [Theory]
    [InlineData("eve", "eve")] // one person
    [InlineData("eve", "E.Lang")] // one person under two names
    [InlineData("olga", "maya")] // both stand behind the run
    [InlineData("eve", "mallory")] // a stranger
    public async Task The_glass_stays_whole(string first, string second)
    {
        var run = await WaitingAsync(Lab, denied: false);
        await BreakAsync(run, first, "now");

        await Assert.ThrowsAsync<OperatorRefusedException>(() => BreakAsync(run, second, "now"));

        Assert.Null((await _bench.Store.LoadAsync(run, Bench.Stop))!.Step(Go)!.Glass);
    }

    [Fact]
    public async Task The_first_word_is_over_after_an_hour()
    {
        var run = await WaitingAsync(Lab, denied: false);
        await BreakAsync(run, "eve", "now");
        _clock.Advance(BreakGlass.Life + TimeSpan.FromSeconds(1));

        var state = await BreakAsync(run, "finn", "now");

        Assert.Equal((null, "finn"), (state.Step(Go)!.Glass, state.Step(Go)!.GlassAsked!.Actor));
    }

    [Fact]
    public async Task Without_a_reason_without_people_named_or_before_no_decision_there_is_no_glass_to_break()
    {
        var run = await WaitingAsync(Lab, denied: false);
        await Assert.ThrowsAsync<OperatorRefusedException>(() => BreakAsync(run, "eve", " "));
        await Assert.ThrowsAsync<OperatorRefusedException>(() => Operator.BreakGlassAsync(run, StepKey.Parse("work"), "eve", "now", false, Bench.Stop));
        await Assert.ThrowsAsync<OperatorRefusedException>(() => Operator.BreakGlassAsync(run, StepKey.Parse("nothing"), "eve", "now", true, Bench.Stop));
        var other = await WaitingAsync(new PlanEnvironment("lab", Plan.EmptyObject), denied: false);
        var refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => BreakAsync(other, "eve", "now"));
        Assert.Contains("breakGlass", refused.Message);
        Assert.NotNull((await Operator.BreakGlassAsync(other, Go, "eve", "now", byRole: true, Bench.Stop)).Step(Go)!.GlassAsked);
    }

    [Fact]
    public async Task A_journal_in_which_one_person_broke_the_glass_is_not_read()
    {
        var run = await WaitingAsync(Lab, denied: false);
        foreach (var forged in new RunEvent[] { new BreakGlassUsed(Go, "eve", "finn", "never asked"), new BreakGlassUsed(Go, "eve", "eve", "alone") })
        {
            var entries = (await _bench.Store.ReadAsync(run, 0, Bench.Stop)).ToList();
            entries.Add(EventJson.Write(run, entries[^1].Sequence + 1, entries[^1].Hash, entries[^1].At, forged));
            Assert.Throws<JournalCorruptException>(() => RunFold.All(entries));
        }
    }

    private async Task<RunId> WaitingAsync(PlanEnvironment environment, bool denied)
    {
        await using var engine = _bench.Engine();
        var plan = Of(Approve("go"), Step("work")) with { Environment = environment, OnFailure = FailurePolicy.Hold };
        var run = Assert.IsType<StartResult.Started>(await engine.StartAsync(plan, new StartRequest("olga", Requesters: ["maya"]), Bench.Stop)).Run;
        await engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);
        if (denied)
            await Operator.ApproveAsync(run, Go, "akiko", false, "no", Bench.Stop);
        var state = await engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);
        Assert.Equal(denied ? RunOutcome.Held : RunOutcome.AwaitingApproval, state.Outcome);
        return run;
    }

    private Task<RunState> BreakAsync(RunId run, string actor, string reason) => Operator.BreakGlassAsync(run, Go, actor, reason, false, Bench.Stop);

    private Task<RunState> DriveAsync(RunId run) => _bench.DriveAsync(run);
}
