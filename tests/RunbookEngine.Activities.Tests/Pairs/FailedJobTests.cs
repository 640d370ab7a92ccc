using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Journal;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Pairs;

/// <summary>An array says that its job failed: people know at once, and the pairs are looked at no longer than it can tell something.</summary>
public class FailedJobTests
{
    public static TheoryData<string, string, string> Changes => new()
    {
        { "synchronous", "tc", "pair.split" }, { "active", "gad", "pair.split" }, { "clones", "si", "pair.resync" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Pairs_that_would_show_it_at_once_and_stand_still_are_not_looked_at_for_a_minute(string target, string group, string verb)
    {
        var (bench, step) = Failing(target, group, verb);
        var began = bench.Clock.GetUtcNow();
        var failure = Bench.Failed(await bench.RunAsync(step));
        Assert.InRange(bench.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(20));
        Assert.Equal(FailureKind.Refused, failure.Kind);
        var told = Assert.Single(step.Record.Operations).JobFailed;
        Assert.NotNull(told);
        Assert.Equal(60, told.LookForSeconds);
        Assert.Equal(failure.Message, told.Reason);
    }

    [Fact]
    public async Task A_mirror_shows_nothing_while_its_journal_drains_so_it_is_looked_at_up_to_the_limit()
    {
        var (bench, step) = Failing("ur2", "ur2", "pair.split");
        var began = bench.Clock.GetUtcNow();
        Bench.Failed(await bench.RunAsync(step));
        var took = bench.Clock.GetUtcNow() - began;
        Assert.InRange(took, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(62));
        Assert.Single(step.Journal.OfType<ArrayJobFailed>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task The_environment_says_for_how_long_at_the_most(int seconds)
    {
        var (bench, step) = Failing("synchronous", "tc", "pair.split", $"{seconds}s");
        var began = bench.Clock.GetUtcNow();
        Bench.Failed(await bench.RunAsync(step));
        Assert.InRange(bench.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 4));
        Assert.Equal(seconds > 0, step.Journal.OfType<ArrayJobFailed>().Any());
    }

    [Fact]
    public async Task It_is_told_once_when_another_engine_takes_the_step_up()
    {
        var (bench, step) = Failing("synchronous", "tc", "pair.split");
        step.CrashAfter = 3;
        await Assert.ThrowsAnyAsync<Exception>(() => bench.RunAsync(step));
        var next = step.Restarted();
        Bench.Failed(await bench.RunAsync(next));
        Assert.Single(next.Journal.OfType<ArrayJobFailed>());
    }

    private static (Bench Bench, ScriptedStep Step) Failing(string on, string group, string verb, string? look = null)
    {
        var bench = new Bench($"faults: [ {{ kind: job-fails, array: tokyo, action: {verb["pair.".Length..]}, copyGroup: {group}, times: always }} ]");
        bench.Pass(TimeSpan.FromHours(1));
        return (bench, bench.Step(verb, new { on }, failedJobLook: look));
    }
}
