using RunbookEngine.Core.Tests.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Approvals;

/// <summary>A decision is made by those who may make it and by nothing else. Olga starts the runs; akiko, ben, chen and dana are asked.</summary>
public class DecisionGuardTests
{
    private readonly Bench _bench = new();

    /// <summary>Plans in which the work stands behind a decision, by what is around the decision.</summary>
    private static IReadOnlyDictionary<string, Plan> Shapes { get; } = new Dictionary<string, Plan>
    {
        ["plain"] = Of(Approve("go"), Step("work")),
        ["ticket"] = Of(Approve("go") with { Verb = "ticket.require" }, Step("work")),
        ["group"] = Of(Group("around", Step("first"), Approve("go")), Step("work")),
        ["group in group"] = Of(Group("outer", Group("inner", Approve("go"))), Step("work")),
        ["parallel"] = Of(Parallel("around", [Approve("go")], [Step("beside")]), Step("work")),
        ["loop"] = Of(Approve("go").Over(1, "a", "b"), Step("work")),
        ["group in a loop"] = Of(Group("around", Approve("go")).Over(2, "a", "b"), Step("work")),
        ["loop in a group"] = Of(Group("around", Approve("go").Over(1, "a", "b")), Step("work")),
        ["call"] = Of(Call("ask", Of(Approve("go"))), Step("work")),
        ["call in a group"] = Of(Group("around", Call("ask", Of(Group("in", Approve("go"))))), Step("work")),
    };

    public static TheoryData<string, StepOverride, bool> EveryWayPast
    {
        get
        {
            var all = new TheoryData<string, StepOverride, bool>();
            foreach (var shape in Shapes.Keys)
            {
                foreach (var what in Enum.GetValues<StepOverride>())
                {
                    all.Add(shape, what, false);
                    all.Add(shape, what, true);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(EveryWayPast))]
    public async Task No_override_of_any_step_gets_the_work_done_before_the_decision_is_made(string shape, StepOverride what, bool denied)
    {
        _bench.World.Waits.Add("ticket.require");
        var run = await WaitingAsync(Shapes[shape], denied);
        foreach (var id in new[] { run }.Concat(await ChildrenAsync(run)))
        {
            foreach (var key in (await LoadAsync(id)).Steps.Keys.ToList())
            {
                try
                {
                    await _bench.Operator.ResumeAsync(id, "olga", [(key, what)], "the window is nearly over", Bench.Stop);
                }
                catch (OperatorRefusedException)
                {
                    // That is what most of them get.
                }

                await DriveAsync(run);
                Assert.DoesNotContain("+work", _bench.World.Ledger);
            }
        }

        await _bench.Operator.ResumeAsync(run, "olga", [], "on", Bench.Stop).ContinueWith(_ => { }, Bench.Stop, TaskContinuationOptions.None, TaskScheduler.Default);
        await DriveAsync(run);
        Assert.DoesNotContain("+work", _bench.World.Ledger);
    }

    [Theory]
    [InlineData("plain", "go")]
    [InlineData("ticket", "go")]
    [InlineData("group", "around")]
    [InlineData("loop", "go")]
    [InlineData("loop in a group", "around")]
    public async Task A_journal_in_which_a_decision_is_skipped_is_not_read(string shape, string step)
    {
        _bench.World.Waits.Add("ticket.require");
        var run = await WaitingAsync(Shapes[shape], denied: false);
        foreach (var what in new[] { StepOverride.Skip, StepOverride.MarkDone })
        {
            var entries = (await _bench.Store.ReadAsync(run, 0, Bench.Stop)).ToList();
            var last = entries[^1];
            var forged = EventJson.Write(run, last.Sequence + 1, last.Hash, last.At, new StepOverridden(StepKey.Parse(step), what, "olga", "forged"));

            var refused = Assert.Throws<JournalCorruptException>(() => RunFold.All([.. entries, forged]));

            Assert.Contains(step, refused.Message);
        }
    }

    [Theory]
    [InlineData("approvers")]
    [InlineData("people")]
    [InlineData("breakGlass")]
    public async Task An_environment_that_changes_under_a_run_brings_nobody_else_to_decide(string section)
    {
        var run = await WaitingAsync(Shapes["plain"] with { Environment = new PlanEnvironment("lab", System.Text.Json.JsonElement.Parse("""{ "arrays": {}, "approvers": { "dr": ["akiko"] } }""")) }, denied: false);
        var entries = (await _bench.Store.ReadAsync(run, 0, Bench.Stop)).ToList();
        RunState With(string content) => RunFold.All([.. entries, EventJson.Write(run, entries[^1].Sequence + 1, entries[^1].Hash, entries[^1].At,
            new EnvironmentChanged(new PlanEnvironment("lab", System.Text.Json.JsonElement.Parse(content)), [], "olga", null))])!;

        Assert.Equal(1, With("""{ "approvers": { "dr": ["akiko"] }, "arrays": {}, "limits": {} }""").Plan.Environment.Content.GetProperty("approvers").GetProperty("dr").GetArrayLength());
        Assert.Throws<JournalCorruptException>(() => With($$"""{ "arrays": {}, "approvers": { "dr": ["akiko"] }, "{{section}}": { "dr": ["olga"] } }"""));
    }

    [Fact]
    public async Task A_journal_of_an_earlier_version_is_read_as_it_is()
    {
        var run = await WaitingAsync(Shapes["plain"], denied: false);
        var before = (await _bench.Store.ReadAsync(run, 0, Bench.Stop)).Select(EventJson.Read).ToList();
        before[0] = (RunStarted)before[0] with { Duty = null };
        var entries = new List<JournalEntry>();
        foreach (var e in before.Append(new StepOverridden(StepKey.Parse("go"), StepOverride.Skip, "olga", "as it was done then")))
            entries.Add(EventJson.Write(run, entries.Count + 1, entries.Count == 0 ? HashChain.Origin : entries[^1].Hash, DateTimeOffset.UnixEpoch, e));

        Assert.Equal(StepStatus.Skipped, RunFold.All(entries)!.Step(StepKey.Parse("go"))!.Status);
    }

    [Fact]
    public async Task A_denial_stands_until_whoever_gave_it_takes_it_back()
    {
        var run = await WaitingAsync(Shapes["plain"], denied: true);

        var refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => _bench.Operator.ResumeAsync(run, "olga", [], "ask them again", Bench.Stop));
        Assert.Contains("akiko", refused.Message);
        await Assert.ThrowsAsync<OperatorRefusedException>(() => _bench.Operator.ResumeAsync(run, "olga", [(StepKey.Parse("go"), StepOverride.Retry)], "again", Bench.Stop));

        await _bench.Operator.ResumeAsync(run, "Akiko", [], "it is explained now", Bench.Stop);
        _bench.World.Approving = null;
        Assert.Equal(RunOutcome.AwaitingApproval, (await DriveAsync(run)).Outcome);
        Assert.DoesNotContain("+work", _bench.World.Ledger);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_denial_outlives_a_rollback_to_before_it_even_one_that_was_held_and_carried_on(bool held)
    {
        var run = await WaitingAsync(Of(new PlanStep { Id = new StepId("before"), Verb = "mark" }, Step("first"), Approve("go"), Step("work")), denied: true);
        if (held)
            _bench.World.UndoFailures["first"] = 1;
        await _bench.Operator.RollbackAsync(run, "olga", "before", "once more", Bench.Stop);
        var state = await DriveAsync(run);
        if (held)
        {
            Assert.Equal(RunOutcome.NeedsOperator, state.Outcome);
            await _bench.Operator.ResumeAsync(run, "olga", [], "try the undo again", Bench.Stop);
            state = await DriveAsync(run);
        }

        Assert.Equal(RunPhase.AtCheckpoint, state.Phase);
        var refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => _bench.Operator.ResumeAsync(run, "olga", [], "and now?", Bench.Stop));
        Assert.Contains("akiko", refused.Message);
        await _bench.Operator.ResumeAsync(run, "akiko", [], "explained", Bench.Stop);
        Assert.Equal(RunOutcome.AwaitingApproval, (await DriveAsync(run)).Outcome);
    }

    [Fact]
    public async Task Work_that_was_taken_back_is_approved_again_before_it_is_done_again()
    {
        var run = await WaitingAsync(Of(Approve("go"), new PlanStep { Id = new StepId("half"), Verb = "mark" }, Step("work")), denied: false);
        _bench.World.Failures["work"] = 1;
        await SayAsync(run, "akiko", "ben");
        Assert.Equal(RunOutcome.Held, (await LoadAsync(run)).Outcome);
        await _bench.Operator.RollbackAsync(run, "olga", "half", "once more", Bench.Stop);
        await DriveAsync(run);
        Assert.Equal(RunPhase.AtCheckpoint, (await LoadAsync(run)).Phase);
        _bench.World.Ledger.Clear();

        await _bench.Operator.ResumeAsync(run, "olga", [], "the second time", Bench.Stop);
        Assert.Equal(RunOutcome.AwaitingApproval, (await DriveAsync(run)).Outcome);
        Assert.Empty(_bench.World.Ledger);
        await SayAsync(run, "akiko", "ben");

        Assert.Equal(RunOutcome.Succeeded, (await DriveAsync(run)).Outcome);
        Assert.Equal(["+work"], _bench.World.Ledger);
    }

    [Fact]
    public async Task Who_asked_for_the_ticket_of_the_caller_stands_behind_the_called_run()
    {
        _bench.World.Requester = "maya";
        var run = await WaitingAsync(Of(Approve("ticket") with { Verb = "ticket.require" }, Call("ask", Of(Approve("go")))), denied: false);
        var child = Assert.Single(await ChildrenAsync(run));

        Assert.Contains("maya", (await LoadAsync(child)).Requesters);
        await Assert.ThrowsAsync<OperatorRefusedException>(() => _bench.Operator.ApproveAsync(child, StepKey.Parse("go"), "maya", true, null, Bench.Stop));
    }

    [Theory]
    [InlineData("Planned")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData(" planned")]
    public async Task A_plan_of_an_unknown_mode_is_started_by_nobody(string mode)
    {
        await using var engine = _bench.Engine();
        await Assert.ThrowsAsync<OperatorRefusedException>(() => engine.StartAsync(Shapes["plain"] with { Mode = mode }, new StartRequest("olga"), Bench.Stop));
    }

    private static PlanStep Call(string id, Plan child) => new() { Id = new StepId(id), Verb = "call", Child = child with { OnFailure = FailurePolicy.Hold } };

    private async Task<RunId> WaitingAsync(Plan plan, bool denied)
    {
        await using var engine = _bench.Engine();
        var run = await _bench.StartAsync(plan with { OnFailure = FailurePolicy.Hold }, engine);
        var state = await engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);
        Assert.False(state.IsEnded);
        if (denied)
        {
            foreach (var id in new[] { run }.Concat(await ChildrenAsync(run)))
            {
                foreach (var step in (await LoadAsync(id)).Steps.Values.Where(s => s is { Status: StepStatus.Waiting, Waiting.People: not null }).ToList())
                    await _bench.Operator.ApproveAsync(id, step.Key, "akiko", false, "not tonight", Bench.Stop);
            }

            await DriveAsync(run);
        }

        return run;
    }

    private async Task<RunState> DriveAsync(RunId run)
    {
        foreach (var child in await ChildrenAsync(run))
        {
            if (await LoadAsync(child) is { IsEnded: false })
                await _bench.DriveAsync(child);
        }

        return await LoadAsync(run) is { IsEnded: true } ended ? ended : await _bench.DriveAsync(run);
    }

    private async Task SayAsync(RunId run, params string[] people)
    {
        foreach (var person in people)
        {
            await _bench.Operator.ApproveAsync(run, StepKey.Parse("go"), person, true, null, Bench.Stop);
            await _bench.DriveAsync(run);
        }
    }

    private async Task<List<RunId>> ChildrenAsync(RunId run) =>
        [.. (await _bench.Store.ListAsync(new RunFilter(Limit: 100), Bench.Stop)).Where(r => r.Parent == run).Select(r => r.Id)];

    private async Task<RunState> LoadAsync(RunId run) => (await _bench.Store.LoadAsync(run, Bench.Stop))!;
}
