using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;
using Xunit;

namespace RunbookEngine.Replication.Tests.Predictions;

public class PropertyTests
{
    public static TheoryData<Technology> Technologies => [.. Enum.GetValues<Technology>()];

    [Theory, MemberData(nameof(Technologies))]
    public void Every_operation_with_any_options_gets_an_answer_in_every_state_and_reading(Technology technology)
    {
        var operations = Cases.AnyOperations().Distinct().ToList();
        foreach (var state in Cases.States(technology).Concat(Cases.Readings(technology)))
        {
            foreach (var operation in operations)
            {
                Assert.NotEmpty(Words(StatusModel.Predict(state, operation)));
            }

            Assert.True(Enum.IsDefined(state.PvolAccess) && Enum.IsDefined(state.SvolAccess));
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void A_status_pair_of_the_manual_never_has_an_answer_without_a_named_end(Technology technology)
    {
        foreach (var state in Cases.States(technology))
        {
            foreach (var operation in Cases.Operations(technology))
            {
                var prediction = StatusModel.Predict(PairState.Observed(technology, state.P, state.S), operation);
                Assert.False(prediction is Prediction.Uncertain { Possible.Count: 0 }, $"{state} x {operation}");
            }
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void What_is_seen_on_the_way_can_still_become_the_end_and_settles_there(Technology technology)
    {
        foreach (var (state, operation, accepted) in Accepted(technology))
        {
            var end = new[] { accepted.Final.P, accepted.Final.S };
            Assert.True(Outlook.CanStillBecome(technology, accepted.Intermediate.P, accepted.Intermediate.S, end), $"{state} {operation}");
            Assert.Contains(Outlook.Ahead(accepted.Intermediate), s => s.Condition == accepted.Final.Condition);
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void The_natural_end_of_an_operation_is_met_at_its_end_and_not_given_up_on_the_way(Technology technology)
    {
        foreach (var (state, operation, accepted) in Accepted(technology))
        {
            var goal = WaitGoal.NaturalEnd(state, operation);
            // In a pool above its threshold a snapshot ends in PFUL or PFUS.
            var filling = technology == Technology.ThinImage && accepted.Final.P is PairStatus.PFUL or PairStatus.PFUS;
            Assert.True(goal.Judge(accepted.Final, state.PvolArray) == (filling ? WaitStanding.MetWithWarning : WaitStanding.Met), $"{state} x {operation}: {accepted.Final} for {goal}");
            Assert.Contains(goal.Judge(accepted.Intermediate, state.PvolArray),
                new[] { WaitStanding.Met, WaitStanding.MetWithWarning, WaitStanding.OnTheWay });
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Settling_ends_and_a_settled_state_stays(Technology technology)
    {
        foreach (var state in Cases.States(technology))
        {
            var settled = StatusModel.Settle(state);
            Assert.Equal(settled, StatusModel.Settle(settled));
            Assert.Contains(Outlook.Ahead(state), s => s.Condition == settled.Condition);
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Every_answer_names_its_reason_and_its_source(Technology technology)
    {
        foreach (var state in Cases.States(technology))
        {
            foreach (var operation in Cases.Operations(technology))
            {
                Assert.True(StatusModel.Predict(state, operation) switch
                {
                    Prediction.Accepted a => a.EndsWhen.Length > 0 && a.Source.ToString().Length > 0,
                    Prediction.NothingHappens n => n.Why.Length > 0 && n.Source.ToString().Length > 0,
                    Prediction.Rejected r => r.Why.Length > 0 && r.Source.ToString().Length > 0,
                    Prediction.Uncertain u => u.Why.Length > 0 && u.Possible.Count > 1,
                    _ => false,
                }, $"{state} x {operation}");
            }
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Only_a_swap_moves_the_roles_and_it_moves_them_whole(Technology technology)
    {
        foreach (var (state, operation, accepted) in Accepted(technology))
        {
            var kept = (accepted.Final.PvolArray, accepted.Final.SvolArray) == (state.PvolArray, state.SvolArray);
            var exchanged = (accepted.Final.PvolArray, accepted.Final.SvolArray) == (state.SvolArray, state.PvolArray);
            Assert.True(kept || exchanged);
            Assert.True(kept || operation.Action is PairAction.SwapResync or PairAction.Takeover, $"{state} x {operation}");
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void No_technology_lets_hosts_write_both_sides_of_a_pair_that_is_being_copied(Technology technology)
    {
        if (technology == Technology.GlobalActiveDevice)
        {
            return;
        }

        foreach (var state in Cases.States(technology).Where(s => s.P is PairStatus.COPY or PairStatus.PAIR or PairStatus.RCPY && s.S == s.P))
        {
            Assert.False((state.PvolAccess, state.SvolAccess) == (HostAccess.ReadWrite, HostAccess.ReadWrite), $"{state} {state.Condition}");
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void An_event_never_breaks_the_tables(Technology technology)
    {
        foreach (var state in Cases.States(technology).Concat(Cases.Readings(technology)))
        {
            foreach (var happened in Enum.GetValues<PairEvent>())
            {
                Assert.NotNull(StatusModel.After(state, happened));
            }
        }
    }

    private static IEnumerable<(PairState State, PairOperation Operation, Prediction.Accepted Accepted)> Accepted(Technology technology) =>
        from state in Cases.States(technology)
        from operation in Cases.Operations(technology)
        let accepted = StatusModel.Predict(state, operation) as Prediction.Accepted
        where accepted is not null
        select (state, operation, accepted);

    private static string Words(Prediction prediction) => Cases.Word(prediction);
}
