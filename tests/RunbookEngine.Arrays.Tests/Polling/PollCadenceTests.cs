using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Polling;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Polling;

public class PollCadenceTests
{
    private static readonly TimeSpan Five = TimeSpan.FromSeconds(5);

    [Fact]
    public void The_first_looks_are_quick_then_ordinary_then_rarer_up_to_an_edge()
    {
        var pauses = Enumerable.Range(0, 100).Select(looks => PollCadence.Next(Five, looks, null).TotalSeconds).ToList();

        Assert.Equal(Enumerable.Repeat(1.0, 5), pauses.Take(5));
        Assert.Equal(5.0, pauses[5]);
        Assert.Equal(30.0, pauses[^1]);
        Assert.Equal(pauses.Order(), pauses);
    }

    [Theory]
    [InlineData(3600, 30)]
    [InlineData(80, 20)]
    [InlineData(20, 5)]
    [InlineData(3, 1)]
    [InlineData(0, 1)]
    public void A_copy_is_looked_at_rarely_while_long_and_often_near_its_end(int secondsToGo, int pauseSeconds)
    {
        Assert.Equal(pauseSeconds, PollCadence.Next(Five, 50, TimeSpan.FromSeconds(secondsToGo)).TotalSeconds);
    }

    [Fact]
    public void Failures_in_a_row_make_the_pauses_longer_up_to_an_edge()
    {
        Assert.Equal([5, 10, 20, 40, 60, 60], Enumerable.Range(1, 6).Select(n => PollCadence.AfterFailure(Five, n).TotalSeconds));
        Assert.Equal(60, PollCadence.AfterFailure(Five, 10_000).TotalSeconds);
    }

    [Theory]
    [InlineData(50, 60, 40)]
    [InlineData(90, 100, 0)]
    [InlineData(60, 60, null)]
    [InlineData(60, 50, null)]
    [InlineData(null, 50, null)]
    public void What_is_left_is_reckoned_from_two_looks(int? before, int? now, int? secondsToGo)
    {
        Assert.Equal(secondsToGo, PollCadence.ToGo(At(0, before), At(10, now))?.TotalSeconds);
    }

    private static CopyGroup At(int second, int? progress)
    {
        var group = CopyGroupRef.Of(Technology.ShadowImage, TwoSites.TokyoId, "g");
        var pair = new Pair { Ref = new PairRef(group, "v"), Pvol = new PairVolume(), Svol = new PairVolume(), ProgressPercent = progress };
        return new CopyGroup(group, null, [pair], DateTimeOffset.UnixEpoch.AddSeconds(second));
    }
}
