using System.Collections.Immutable;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>An adoption holds a run for what others did to its pairs, never for what it did itself.</summary>
public class DriftTests
{
    private static readonly PairReading Paired = new("tokyo", "g", "p", "PAIR", "PAIR");
    private static readonly StepKey Split = new(new StepId("split"));

    private readonly List<RunEvent> _events = [];

    public static TheoryData<string, string> Seen { get; } = new() { { "PAIR", "PAIR" }, { "COPY", "COPY" } };

    [Theory]
    [MemberData(nameof(Seen))]
    public void The_end_of_an_operation_that_its_step_did_not_wait_for_is_no_drift(string pvol, string svol)
    {
        Asked(Paired);
        _events.AddRange([new OperationConcluded(Split, "1", OperationResult.Done), new PairsRead(Split, [Paired with { PvolStatus = pvol, SvolStatus = svol }]), new StepSucceeded(Split)]);

        Assert.Null(Drift.Compare(State(), [Paired with { PvolStatus = "PSUS", SvolStatus = "SSUS" }]));
    }

    [Fact]
    public void What_a_step_has_under_way_is_no_drift()
    {
        Asked(Paired);

        Assert.Null(Drift.Compare(State(), [Paired with { PvolStatus = "PSUS", SvolStatus = "SSUS" }]));
    }

    [Fact]
    public void A_pair_that_somebody_else_changed_is_drift_after_its_operation_was_seen_to_its_end()
    {
        Asked(Paired);
        var split = Paired with { PvolStatus = "PSUS", SvolStatus = "SSUS" };
        _events.AddRange([new OperationConcluded(Split, "1", OperationResult.Done), new PairsRead(Split, [split]), new StepSucceeded(Split)]);

        Assert.Null(Drift.Compare(State(), [split]));
        Assert.NotNull(Drift.Compare(State(), [Paired]));
        Assert.NotNull(Drift.Compare(State(), []));
    }

    [Fact]
    public void A_pair_that_was_only_looked_at_is_drift_when_it_changed()
    {
        _events.AddRange([new StepStarted(Split, 1), new PairsRead(Split, [Paired]), new StepSucceeded(Split)]);

        Assert.NotNull(Drift.Compare(State(), [Paired with { PvolStatus = "PSUE", SvolStatus = "PSUE" }]));
    }

    /// <summary>From what production came back with to what it shows now, beside S-VOLs that are taken over.</summary>
    [Theory]
    [InlineData("PAIR", "SSWS", "PSUS", "SSWS", true)]
    [InlineData("PSUE", "SSWS", "PSUS", "SSWS", true)]
    [InlineData("", "SSWS", "PSUS", "SSWS", true)]
    [InlineData("PAIR", "SSWS", "PSUE", "SSWS", true)]
    [InlineData("PSUS", "SSWS", "PAIR", "PAIR", false)]
    [InlineData("PAIR", "PAIR", "PSUS", "SSWS", false)]
    [InlineData("PAIR", "SSWS", "SMPL", "SSWS", false)]
    public void A_P_VOL_that_came_back_and_is_told_of_the_takeover_is_no_drift(string pvol, string svol, string pvolNow, string svolNow, bool none)
    {
        _events.AddRange([new StepStarted(Split, 1), new PairsRead(Split, [Paired with { PvolStatus = pvol, SvolStatus = svol }]), new StepSucceeded(Split)]);

        Assert.Equal(none, Drift.Compare(State(), [Paired with { PvolStatus = pvolNow, SvolStatus = svolNow }]) is null);
    }

    [Fact]
    public void What_a_called_run_was_given_is_left_to_that_run()
    {
        var child = Plans.Of(Plans.Step("inner")) with
        {
            Targets = [new PlanTarget { Name = "t", Technology = "shadow-image", Array = "tokyo", Patterns = ["g"], CopyGroups = [new PlanCopyGroup("g")] }],
        };
        var call = new StepKey(new StepId("child"));
        _events.AddRange([new StepStarted(Split, 1), new PairsRead(Split, [Paired]), new StepSucceeded(Split)]);
        var plan = Plans.Of(Plans.Step("split"), new PlanStep { Id = call.Id, Verb = "call", Child = child });
        var changed = Paired with { PvolStatus = "PSUS", SvolStatus = "SSUS" };
        Assert.NotNull(Drift.Compare(State(plan), [changed]));
        _events.Add(new StepStarted(call, 1));

        Assert.Null(Drift.Compare(State(plan), [changed]));
    }

    /// <summary>What the array that is left tells of a pair that was PAIR/PAIR, and whether the loss of the other array explains it.</summary>
    public static TheoryData<string, string, string, bool> Losses { get; } = new()
    {
        { "truecopy", "", "PAIR", true }, { "truecopy", "", "PSUE", true }, { "universal-replicator", "", "PSUE", true }, { "universal-replicator", "", "PFUS", true },
        { "truecopy", "", "SSWS", false }, { "universal-replicator", "", "SSWS", false }, { "truecopy", "SMPL", "SMPL", false },
        { "global-active-device", "", "SSWS", true }, { "global-active-device", "", "SMPL", false },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void In_a_disaster_a_suspension_by_the_loss_is_no_drift_and_a_takeover_by_others_is(string technology, string pvol, string svol, bool explained)
    {
        var paired = Paired with { PvolArray = "tokyo" };
        _events.AddRange([new StepStarted(Split, 1), new PairsRead(Split, [paired]), new StepSucceeded(Split)]);
        var now = paired with { PvolStatus = pvol, SvolStatus = svol, Alone = "osaka" };
        var plan = Plans.Of(Plans.Step("split")) with
        {
            Targets = [new PlanTarget { Name = "t", Technology = technology, Array = "tokyo", RemoteArray = "osaka", Patterns = ["g"], CopyGroups = [new PlanCopyGroup("g")] }],
        };

        Assert.Equal(explained, Drift.Compare(State(plan with { Mode = "disaster" }), [now]) is null);
        // Outside a disaster every change of a known side is drift.
        Assert.Equal(svol == "PAIR", Drift.Compare(State(plan), [now]) is null);
    }

    private void Asked(PairReading before) => _events.AddRange(
    [
        new StepStarted(Split, 1),
        new PairsRead(Split, [before]),
        new OperationIntended(Split, "1", "split", "tokyo", "g", new OperationRequest("POST", "/g", null), [before]),
        new OperationAccepted(Split, "1", "7"),
    ]);

    private RunState State(Plan? plan = null)
    {
        var (id, hash, entries) = (RunId.New(TimeProvider.System), HashChain.Origin, new List<JournalEntry>());
        foreach (var e in _events.Prepend(new RunStarted(plan ?? Plans.Of(Plans.Step("split")), "olga", "engine")))
        {
            entries.Add(EventJson.Write(id, entries.Count + 1, hash, TimeProvider.System.GetUtcNow(), e));
            hash = entries[^1].Hash;
        }

        return RunFold.All(entries)!;
    }
}
