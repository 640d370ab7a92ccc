using System.Text.Json;
using RunbookEngine.Approvals;
using RunbookEngine.Core.Tests.Runs;
using RunbookEngine.Documents;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Approvals;

/// <summary>Olga starts the run; akiko, ben, chen and dana are asked, and two of them must agree.</summary>
public class ApprovalRulesTests
{
    private static readonly StepKey Go = StepKey.Parse("go");

    private readonly Bench _bench = new();

    private static PlanEnvironment People { get; } = new("lab", JsonSerializer.SerializeToElement(new
    {
        people = new
        {
            olga = new { aliases = new[] { "o.berg", "schedule-owner" }, mail = "olga@storage.example" },
            ben = new { aliases = new[] { "bweiss" }, mail = "ben@storage.example" },
        },
    }));

    private Delegations Delegations => new((IDocumentStore)_bench.Store, TimeProvider.System);

    [Theory]
    [InlineData("olga")]
    [InlineData("OLGA ")]
    [InlineData("o.berg")]
    [InlineData("Olga@Storage.Example")]
    [InlineData("Maya")] // stands behind the schedule
    public async Task Nobody_approves_a_run_of_their_own_under_any_of_their_names(string name)
    {
        var run = await WaitingAsync(["maya"]);
        var refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new(name, true)));
        Assert.Contains("own", refused.Message);
        Assert.Empty((await _bench.Store.LoadAsync(run, Bench.Stop))!.Step(Go)!.Approvals);
    }

    [Fact]
    public async Task A_person_counts_once_under_all_names_and_is_recorded_as_asked()
    {
        var run = await WaitingAsync();
        var state = await SayAsync(run, new("BWEISS", true));
        Assert.Equal("ben", Assert.Single(state.Step(Go)!.Approvals).Actor);
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("ben@storage.example", false)));
    }

    [Fact]
    public async Task Whoever_decides_reads_how_many_have_agreed_and_who_still_can()
    {
        var run = await WaitingAsync();
        var first = await SayAsync(run, new("ben", true));
        Assert.Equal($"1 of 2 given; still to agree: {string.Join(" or ", ApprovalTally.Of(first, first.Step(Go)!)!.Open)}", ApprovalTally.Of(first, first.Step(Go)!)!.ToString());
        Assert.Equal(["akiko", "chen"], ApprovalTally.Of(first, first.Step(Go)!)!.Open.Intersect(["akiko", "chen", "ben", "olga"]));
        var twice = await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("bweiss", true)));
        Assert.Contains("has already decided on step go (granted); 1 of 2 have agreed. Nobody decides twice.", twice.Message);
        var own = await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("olga", true)));
        Assert.Contains("nobody approves a run of their own", own.Message);
        var second = await SayAsync(run, new("chen", true));
        Assert.Equal("2 of 2 given: approved", ApprovalTally.Of(second, second.Step(Go)!)!.ToString());
    }

    [Fact]
    public async Task A_denial_is_told_as_one()
    {
        var state = await SayAsync(await WaitingAsync(), new("ben", false));
        Assert.Equal("denied by ben", ApprovalTally.Of(state, state.Step(Go)!)!.ToString());
    }

    [Fact]
    public async Task An_approval_is_bound_to_the_plan_that_was_looked_at()
    {
        var run = await WaitingAsync();
        var refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("ben", true, Fingerprint: new string('0', 64))));
        Assert.Contains("plan", refused.Message);
        var plan = (await _bench.Store.LoadAsync(run, Bench.Stop))!.Plan;
        var state = await SayAsync(run, new("ben", true, Fingerprint: PlanJson.Fingerprint(plan)));
        Assert.Equal(PlanJson.Fingerprint(plan), Assert.Single(state.Step(Go)!.Approvals).Fingerprint);
        var other = state with { Plan = plan with { Description = "another one" } };
        Assert.Single(ApprovalCount.Standing(state, state.Step(Go)!));
        Assert.Empty(ApprovalCount.Standing(other, other.Step(Go)!));
    }

    [Fact]
    public async Task A_delegate_acts_in_the_others_place_while_the_delegation_lasts_and_both_are_on_record()
    {
        var run = await WaitingAsync();
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("eve", true)));
        await DelegateAsync("akiko", "eve", -1, 1);
        var state = await SayAsync(run, new("Eve", true, "on call"));
        var given = Assert.Single(state.Step(Go)!.Approvals);
        Assert.Equal(("Eve", "akiko", "Eve for akiko"), (given.Actor, given.For, ApprovalCount.Name(given)));
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("akiko", true)));
        await DelegateAsync("chen", "eve", -1, 1);
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("eve", true, For: "chen")));
    }

    [Theory]
    [InlineData(-48, -24)]
    [InlineData(24, 48)]
    public async Task A_delegation_of_another_time_gives_nothing(int from, int to)
    {
        var run = await WaitingAsync();
        if (to > 0)
            await DelegateAsync("akiko", "eve", from, to);
        else
            await Assert.ThrowsAsync<ArgumentException>(() => DelegateAsync("akiko", "eve", from, to));
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("eve", true)));
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("eve", true, For: "akiko")));
    }

    [Fact]
    public async Task A_delegate_of_the_requester_is_the_requester_and_the_requester_is_nobodys_delegate()
    {
        var run = await WaitingAsync();
        await DelegateAsync("olga", "eve", -1, 1);
        await DelegateAsync("akiko", "o.berg", -1, 1);
        Assert.Contains("olga", (await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("eve", true)))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("olga", (await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("eve", true, For: "Olga")))).Message, StringComparison.OrdinalIgnoreCase);
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("olga", true, For: "akiko")));
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("mallory", true, For: "akiko")));
    }

    [Fact]
    public async Task Delegations_are_not_passed_on()
    {
        var run = await WaitingAsync();
        await DelegateAsync("akiko", "eve", -1, 1);
        await DelegateAsync("eve", "finn", -1, 1);
        await Assert.ThrowsAsync<OperatorRefusedException>(() => SayAsync(run, new("finn", true)));
    }

    private async Task<RunId> WaitingAsync(string[]? requesters = null)
    {
        await using var engine = _bench.Engine();
        var asks = Approve("go");
        var plan = Of(asks with { With = JsonSerializer.SerializeToElement(asks.With.EnumerateObject().ToDictionary(a => a.Name, a => (object)a.Value).Append(new("min", 2)).ToDictionary()) }, Step("b")) with { Environment = People };
        var run = Assert.IsType<StartResult.Started>(await engine.StartAsync(plan, new StartRequest("olga", Requesters: requesters), Bench.Stop)).Run;
        Assert.Equal(RunOutcome.AwaitingApproval, (await engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop)).Outcome);
        return run;
    }

    private Task<RunState> SayAsync(RunId run, ApprovalDecision decision) => _bench.Operator.ApproveAsync(run, Go, decision, Bench.Stop);

    private Task DelegateAsync(string from, string to, int startsIn, int endsIn)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Delegations.AddAsync(new Delegation(Guid.NewGuid().ToString(), from, to, now.AddHours(startsIn), now.AddHours(endsIn), from), Bench.Stop);
    }
}
