using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;
using Xunit;

namespace RunbookEngine.Replication.Tests.Tables;

public class TableShapeTests
{
    public static TheoryData<Technology> Technologies => [.. Enum.GetValues<Technology>()];

    [Theory, MemberData(nameof(Technologies))]
    public void Every_condition_has_one_acceptance_row_with_a_cell_for_every_form(Technology technology)
    {
        var table = StatusTables.Of(technology);
        Assert.Equal(table.ConditionNames.Order(), table.Acceptance.Select(r => r.Condition).Order());
        Assert.All(table.Acceptance, r => Assert.Equal(table.Forms.Count, r.Split().Count));
        Assert.All(table.Acceptance.SelectMany(r => r.Split()), c => Assert.Matches("^(Y|[-N][0-9]+)$", c));
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Every_yes_has_exactly_one_transition_and_no_transition_stands_without_a_yes(Technology technology)
    {
        var table = StatusTables.Of(technology);
        foreach (var condition in table.ConditionNames)
        {
            foreach (var form in table.Forms)
            {
                var rows = table.Transitions.Count(t => t.From.Contains(condition) && t.Forms.Contains(form));
                Assert.True(rows == (table.Cell(condition, form) == "Y" ? 1 : 0), $"{condition} x {form}: {rows} transitions");
            }
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Every_condition_named_in_a_row_has_a_status_row(Technology technology)
    {
        var table = StatusTables.Of(technology);
        var named = table.Transitions.SelectMany(t => t.From.Append(t.To).Concat(t.Via is { } via ? [via] : []))
            .Concat(table.Moves.SelectMany(m => m.To.Append(m.From))).Concat(table.Events.SelectMany(e => e.From.Append(e.To)));
        Assert.Empty(named.Except(table.ConditionNames));
        Assert.DoesNotContain(PairCondition.Unclear, table.ConditionNames);
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Every_cell_cites_a_note_that_exists_and_note_numbers_are_unique(Technology technology)
    {
        var table = StatusTables.Of(technology);
        Assert.All(table.Acceptance.SelectMany(r => r.Split()).Where(c => c != "Y"), c => Assert.NotEmpty(table.NoteOf(c).Why));
        Assert.Equal(table.Notes.Count, table.Notes.Select(n => n.Number).Distinct().Count());
    }

    [Theory, MemberData(nameof(Technologies))]
    public void What_shows_on_the_way_moves_by_itself_to_the_end(Technology technology)
    {
        var table = StatusTables.Of(technology);
        foreach (var row in table.Transitions.Where(t => t.Via is not null))
        {
            var moves = table.Moves.Where(m => m.From == row.Via).SelectMany(m => m.To);
            Assert.Contains(row.To, moves);
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Conditions_with_equal_statuses_are_told_apart_by_fence_or_mode_or_behave_as_documented(Technology technology)
    {
        // A reading that fits several conditions must at least find all of them.
        foreach (var row in StatusTables.Of(technology).Conditions.Where(r => !r.OnlyRemembered))
        {
            var read = PairState.Observed(technology, row.P, row.S, row.Fences.Count > 0 ? row.Fences[0] : null, row.Modes?.P, row.Modes?.S, row.Delta);
            Assert.Contains(row.Condition, read.Possible);
        }
    }
}
