using RunbookEngine.Core.Tests.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Approvals;

/// <summary>Pairs that change while a run is down make void what people said about the pairs as they were.</summary>
public class DriftTests
{
    private static readonly StepKey Go = StepKey.Parse("go");

    private readonly Bench _bench = new();
    private readonly Pairs _pairs = new();

    [Fact]
    public async Task A_yes_that_was_given_before_the_pairs_changed_does_not_count()
    {
        var run = await DriveAsync(await StartAsync(Of(Look("look"), Approve("go"), Step("split"))));
        Assert.Equal(RunOutcome.AwaitingApproval, run.Outcome);
        await SayAsync(run.Id, "akiko");
        _pairs.Status = "PSUS";
        Assert.Equal(RunOutcome.Held, (await DriveAsync(run.Id)).Outcome);
        await _bench.Operator.ResumeAsync(run.Id, "olga", [], "we did that", Bench.Stop);
        Assert.Equal(RunOutcome.AwaitingApproval, (await DriveAsync(run.Id)).Outcome);
        await SayAsync(run.Id, "ben");
        Assert.Equal(RunOutcome.AwaitingApproval, (await DriveAsync(run.Id)).Outcome);

        await SayAsync(run.Id, "akiko");

        Assert.Equal(RunOutcome.Succeeded, (await DriveAsync(run.Id)).Outcome);
        Assert.Equal(1, (await _bench.EventsAsync(run.Id)).Count(e => e == "approvals-voided"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_approval_that_was_complete_is_asked_for_again_when_nothing_behind_it_had_begun(bool grouped)
    {
        var (look, go) = (Look("look"), Approve("go"));
        var plan = grouped ? Of(Group("first", Group("inner", look, go), Step("wait") with { When = "false" }), Gone("stop"), Step("split")) : Of(look, go, Gone("stop"), Step("split"));
        var run = await StartAsync(plan);
        await DriveAsync(run);
        await SayAsync(run, "akiko", "ben");
        _bench.World.Gates["stop"] = new TaskCompletionSource();
        await DieAtAsync(run, "stop");
        Assert.Equal(StepStatus.Succeeded, (await _bench.Store.LoadAsync(run, Bench.Stop))!.Step(Go)!.Status);
        _pairs.Status = "PSUS";
        _bench.World.Gates.Clear();

        Assert.Equal(RunOutcome.Held, (await DriveAsync(run)).Outcome);
        await _bench.Operator.ResumeAsync(run, "olga", [], "we did that", Bench.Stop);
        var again = await DriveAsync(run);

        Assert.Equal(RunOutcome.AwaitingApproval, again.Outcome);
        Assert.DoesNotContain("+split", _bench.World.Ledger);
        await SayAsync(run, "akiko", "ben");
        Assert.Equal(RunOutcome.Succeeded, (await DriveAsync(run)).Outcome);
        Assert.Contains("+split", _bench.World.Ledger);
    }

    [Fact]
    public async Task An_approval_whose_work_had_begun_stands()
    {
        var run = await StartAsync(Of(Look("look"), Approve("go"), Step("split"), Gone("stop"), Step("resync")));
        await DriveAsync(run);
        await SayAsync(run, "akiko", "ben");
        _bench.World.Gates["stop"] = new TaskCompletionSource();
        await DieAtAsync(run, "stop");
        _pairs.Status = "PSUS";
        _bench.World.Gates.Clear();
        Assert.Equal(RunOutcome.Held, (await DriveAsync(run)).Outcome);
        await _bench.Operator.ResumeAsync(run, "olga", [], "we did that", Bench.Stop);

        Assert.Equal(RunOutcome.Succeeded, (await DriveAsync(run)).Outcome);
    }

    /// <summary>Reads the pair, so that the run has met it.</summary>
    private static PlanStep Look(string id) => new() { Id = new StepId(id), Verb = "look" };

    /// <summary>A step that announces nothing.</summary>
    private static PlanStep Gone(string id) => new() { Id = new StepId(id), Verb = "pause" };

    private async Task<RunId> StartAsync(Plan plan)
    {
        await using var engine = Engine();
        return await _bench.StartAsync(plan, engine);
    }

    private async Task<RunState> DriveAsync(RunId run)
    {
        await using var engine = Engine();
        return await engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);
    }

    /// <summary>Drives until a step waits in its activity, and then leaves.</summary>
    private async Task DieAtAsync(RunId run, string step)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Bench.Stop);
        await using var engine = Engine();
        var driving = engine.DriveAsync(run, "olga", SilentObserver.Instance, leave.Token);
        while ((await _bench.Store.LoadAsync(run, Bench.Stop))!.StepOrPending(StepKey.Parse(step)).Status != StepStatus.Running)
            await Task.Yield();
        leave.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => driving);
    }

    private async Task SayAsync(RunId run, params string[] people)
    {
        foreach (var person in people)
            await _bench.Operator.ApproveAsync(run, Go, person, true, null, Bench.Stop);
    }

    private RunEngine Engine()
    {
        _bench.World.Approving = (step, _) => Task.FromResult<Activities.StepOutcome>(
            RunbookEngine.Approvals.ApprovalCount.Standing(step.State, step.Record).Count() >= 2
                ? new Activities.StepOutcome.Succeeded(System.Text.Json.JsonSerializer.SerializeToElement(new { approved = true }))
                : new Activities.StepOutcome.AwaitingPeople(null, "2 of akiko, ben", ["akiko", "ben"]));
        return new RunEngine(
            _bench.Store, _bench.World, new PlainExpressions(), TimeProvider.System,
            EngineIdentity.OfThisProcess() with { Host = Guid.NewGuid().ToString() }, new EngineOptions { NewsInterval = TimeSpan.FromMilliseconds(5) }, _pairs);
    }

    private sealed class Pairs : IDriftReader
    {
        public string Status { get; set; } = "PAIR";

        public Task<IReadOnlyList<PairReading>?> ReadAsync(RunState run, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PairReading>?>([World.Reading(Status)]);
    }
}
