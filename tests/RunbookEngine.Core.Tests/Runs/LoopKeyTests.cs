using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Runs;

public class LoopKeyTests
{
    private static readonly string[] Hostile =
        ["", " ", "h1", "h2", "%", "%25", "%2F", "%empty", "/", "//", "a/b", "a", "b", "[", "]", "[]", "[h1]", "h1]", "split", "?", "0", "\n", "é", "e\u0301", "\0"];

    private readonly Bench _bench = new();

    [Fact]
    public async Task Every_item_of_a_loop_is_done_also_one_without_characters()
    {
        var run = await _bench.RunAsync(Of(Step("each").Over(1, "h1", "", "h2", "h3"), Step("after")));

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(["+each[h1]", "+each[%empty]", "+each[h2]", "+each[h3]", "+after"], _bench.World.Ledger);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Every_item_of_loops_inside_each_other_is_done_whatever_its_name(int maxParallel)
    {
        var run = await _bench.RunAsync(Of(Group("outer", Step("inner").Over(maxParallel, Hostile), Step("once")).Over(maxParallel, Hostile)));

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(Hostile.Length * (Hostile.Length + 1), _bench.World.Ledger.Distinct().Count());
        Assert.Equal(_bench.World.Ledger.Count, _bench.World.Ledger.Distinct().Count());
    }

    [Fact]
    public void No_two_lists_of_items_give_one_key_and_every_key_is_found_again_by_its_text()
    {
        var id = new StepId("split");
        var keys = Hostile.Select(a => new StepKey(id).In(a))
            .Concat(Hostile.SelectMany(a => Hostile.Select(b => new StepKey(id).In(a).In(b))))
            .Concat(Hostile.SelectMany(a => Hostile.SelectMany(b => Hostile.Select(c => new StepKey(id).In(a).In(b).In(c)))))
            .Append(new StepKey(id)).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(key, StepKey.Parse(key.ToString())));
        Assert.Equal(new StepKey(id).In(""), StepKey.Parse("split[]"));
    }

    [Fact]
    public async Task Taking_back_meets_the_item_without_characters_too()
    {
        _bench.World.Failures["after"] = 1;

        var run = await _bench.RunAsync(Of(Step("each").Over(1, "h1", "", "h2"), Step("after")));

        Assert.Equal(RunOutcome.RolledBack, run.Outcome);
        Assert.Equal(["-after", "-each[h2]", "-each[%empty]", "-each[h1]"], _bench.World.Ledger[4..]);
    }

    [Fact]
    public async Task Two_items_of_one_name_are_refused_by_the_engine_before_the_first_is_done()
    {
        var run = await _bench.RunAsync(Of(Step("each").Over(1, "h1", "", "h2", "")));

        Assert.Equal(RunOutcome.RolledBack, run.Outcome);
        Assert.Empty(_bench.World.Ledger);
        Assert.Contains("items 2 and 4", run.Step(new StepKey(new StepId("each")))!.Error!.Message);
    }

    [Fact]
    public async Task A_run_of_an_earlier_version_that_left_items_out_does_not_end_as_succeeded()
    {
        var (plan, loop) = (Of(Step("each").Over(1, "h1", "", "h2"), Step("after")), new StepKey(new StepId("each")));
        var run = await JournalledAsync(
            plan, new StepExpanded(loop, Rounds("h1", "", "h2")), new StepStarted(loop.In("h1"), 1), new StepSucceeded(loop.In("h1")), new StepSucceeded(loop));

        var state = await _bench.DriveAsync(run);

        Assert.Equal(RunOutcome.Held, state.Outcome);
        Assert.Contains("each[%empty] is pending", state.Held);
        Assert.Contains("+after", _bench.World.Ledger);
    }

    [Fact]
    public async Task A_run_of_an_earlier_version_stopped_before_the_empty_item_does_all_that_is_left()
    {
        var (plan, loop) = (Of(Step("each").Over(1, "h1", "", "h2")), new StepKey(new StepId("each")));
        var run = await JournalledAsync(plan, new StepExpanded(loop, Rounds("h1", "", "h2")), new StepStarted(loop.In("h1"), 1), new StepSucceeded(loop.In("h1")));

        var state = await _bench.DriveAsync(run);

        Assert.Equal(RunOutcome.Succeeded, state.Outcome);
        Assert.Equal(["+each[%empty]", "+each[h2]"], _bench.World.Ledger);
    }

    [Fact]
    public async Task A_run_of_an_earlier_version_stopped_inside_the_empty_item_is_held_and_doubles_nothing()
    {
        var (plan, loop) = (Of(Step("each").Over(1, "h1", "", "h2")), new StepKey(new StepId("each")));
        var run = await JournalledAsync(
            plan, new StepExpanded(loop, Rounds("", "h2")), new OperationIntended(loop, "1", "on", "", "each", new OperationRequest("POST", "each", null), []));

        var state = await _bench.DriveAsync(run);

        Assert.Equal(RunOutcome.Held, state.Outcome);
        Assert.Contains("under the name of the loop", state.Held);
        Assert.Empty(_bench.World.Ledger);
    }

    [Fact]
    public void A_container_that_would_succeed_with_a_child_pending_fails_instead()
    {
        var (loop, group) = (new StepKey(new StepId("each")), new StepKey(new StepId("both")));
        var plan = Of(Step("each").Over(1, "a", "b"), Group("both", Step("left"), Step("right")));
        var state = State(
            plan, new StepExpanded(loop, Rounds("a", "b")), new StepStarted(loop.In("a"), 1), new StepSucceeded(loop.In("a")), new StepStarted(group, 1),
            new StepStarted(group with { Id = new StepId("left") }, 1));

        foreach (var (container, child) in new[] { (loop, "each[b] is pending"), (group, "left is not over") })
        {
            var failed = Assert.IsType<StepFailed>(Completeness.Checked(state, new StepSucceeded(container)));
            Assert.Equal(FailureKind.Internal, failed.Failure.Kind);
            Assert.Contains(child, failed.Failure.Message);
        }

        Assert.IsType<StepSucceeded>(Completeness.Checked(state, new StepSucceeded(loop.In("b"))));
    }

    [Fact]
    public void What_a_person_marked_as_done_counts_as_over_whatever_is_inside()
    {
        var loop = new StepKey(new StepId("each"));
        var failed = new StepFailed(loop, new Failure(FailureKind.Refused, "no"));
        var state = State(
            Of(Step("each").Over(1, "a", "b")), new StepExpanded(loop, Rounds("a", "b")), failed, new StepOverridden(loop, StepOverride.MarkDone, "olga", "by hand"));

        Assert.IsType<RunDecided>(Completeness.Checked(state, new RunDecided(RunOutcome.Succeeded)));
    }

    private static List<Iteration> Rounds(params string[] names) => [.. names.Select(n => new Iteration(n, JsonSerializer.SerializeToElement(n)))];

    private static RunState State(Plan plan, params RunEvent[] events) => RunFold.All(Entries(RunId.New(TimeProvider.System), plan, events))!;

    private static List<JournalEntry> Entries(RunId id, Plan plan, params RunEvent[] events)
    {
        var (hash, entries) = (HashChain.Origin, new List<JournalEntry>());
        foreach (var e in events.Prepend(new RunStarted(plan, "olga", "engine")))
        {
            entries.Add(EventJson.Write(id, entries.Count + 1, hash, TimeProvider.System.GetUtcNow(), e));
            hash = entries[^1].Hash;
        }

        return entries;
    }

    private async Task<RunId> JournalledAsync(Plan plan, params RunEvent[] events)
    {
        var id = RunId.New(TimeProvider.System);
        var entries = Entries(id, plan, events);
        Assert.Null(await _bench.Store.StartAsync(RunFold.All(entries)!.Summary, entries, [], Bench.Stop));
        return id;
    }
}
