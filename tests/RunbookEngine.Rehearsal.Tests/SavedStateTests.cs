using RunbookEngine.Journal;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.States;
using RunbookEngine.Rehearsal.Tests.Support;

namespace RunbookEngine.Rehearsal.Tests;

public class SavedStateTests
{
    private const string Steps = """
        steps:
          - id: back
            pair.resync: { on: mirrors }
        """;

    [Fact]
    public void What_is_written_is_read_again()
    {
        var state = State(("ur1", "PSUS", "SSUS", "tokyo"));
        var again = SavedState.Parse(state.Write(), "state.json");
        Assert.Equal(state.Write(), again.Write());
        Assert.Equal("ur1/p01 PSUS/SSUS", again.Pairs.Single().Pair.ToString());
    }

    [Fact]
    public async Task The_arrays_start_as_the_file_says()
    {
        var rehearsal = await Stage.OfStepsAsync(Steps, State(("ur1", "PSUS", "SSUS", "tokyo")));
        var record = Stage.Play(rehearsal, RehearsalCase.Plain);
        Assert.Equal("PSUS/SSUS", Status(record.Before, "ur1"));
        Assert.Equal("PAIR/PAIR", Status(record.Before, "ur2"));
        Assert.Equal("PAIR/PAIR", Status(record.After, "ur1"));
    }

    [Fact]
    public async Task A_group_whose_pvols_moved_starts_the_other_way_round()
    {
        var rehearsal = await Stage.OfStepsAsync("""
            steps:
              - id: there
                pair.assert: { on: mirrors, status: PAIR }
            """, State(("ur1", "PAIR", "PAIR", "osaka")));
        var record = Stage.Play(rehearsal, RehearsalCase.Plain);
        Assert.Equal("osaka", record.Before.Pairs.First(p => p.CopyGroup == "ur1").PvolArray);
        Assert.Equal(Runs.RunOutcome.Succeeded, record.Run!.Outcome);
    }

    [Theory]
    [InlineData("{", "is no pair state")]
    [InlineData("{}", "holds no pair state of format v1")]
    [InlineData("""{ "pairState": "v9", "environment": "e", "pairs": [] }""", "holds no pair state of format v1")]
    public void What_is_no_state_is_refused_with_its_name(string text, string because)
    {
        var error = Assert.Throws<SavedStateException>(() => SavedState.Parse(text, "odd.json"));
        Assert.Contains("odd.json", error.Message);
        Assert.Contains(because, error.Message);
    }

    [Fact]
    public async Task Pairs_of_one_group_that_stand_differently_are_refused()
    {
        var state = State(("ur2", "PSUS", "SSUS", "tokyo"), ("ur2", "PAIR", "PAIR", "tokyo"));
        var error = await Assert.ThrowsAsync<SavedStateException>(() => Stage.OfStepsAsync(Steps, state));
        Assert.Contains("ur2", error.Message);
    }

    [Fact]
    public async Task A_group_that_the_topology_lacks_is_refused()
    {
        var error = await Assert.ThrowsAsync<SavedStateException>(() => Stage.OfStepsAsync(Steps, State(("other", "PAIR", "PAIR", "tokyo"))));
        Assert.Contains("no copy group other", error.Message);
    }

    private static SavedState State(params (string Group, string P, string S, string At)[] pairs) => new(
        new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero), "lab",
        [.. pairs.Select((p, i) => new SavedPair("universal-replicator", new PairReading("tokyo", p.Group, $"p{i + 1:00}", p.P, p.S, p.At)))]);

    private static string Status(Rooms.PairPicture picture, string group) =>
        picture.Pairs.Where(p => p.CopyGroup == group).Select(p => $"{p.PvolStatus}/{p.SvolStatus}").Distinct().Single();
}
