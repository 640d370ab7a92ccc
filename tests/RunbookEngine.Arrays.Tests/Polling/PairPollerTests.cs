using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Polling;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Testing;

namespace RunbookEngine.Arrays.Tests.Polling;

public class PairPollerTests
{
    [Fact]
    public void A_thousand_waiters_on_twenty_groups_cost_as_many_requests_as_twenty()
    {
        var few = RequestsOf(waiters: 20);
        var many = RequestsOf(waiters: 1000);

        Assert.Equal(few, many);
        Assert.InRange(few, 20 * 10, 20 * 60);
    }

    [Fact]
    public void A_waiter_never_gets_a_reading_that_was_begun_before_it_came()
    {
        var pairs = new ScriptedPairs(1) { ReadTime = TimeSpan.FromSeconds(10), Answer = (_, read) => read == 1 ? PairStatus.PAIR : PairStatus.COPY };
        SimulatedTime.Run(pairs.Clock, async () =>
        {
            var first = pairs.TakeAsync(pairs.Groups[0], 1);
            await Task.Delay(TimeSpan.FromSeconds(4), pairs.Clock);
            var second = pairs.TakeAsync(pairs.Groups[0], 1);

            Assert.Equal(PairStatus.PAIR, StatusIn((await first)[0]));
            Assert.Equal(PairStatus.COPY, StatusIn((await second)[0]));
        });
        Assert.Equal(2, pairs.Reads);
    }

    [Fact]
    public void Failed_reads_are_told_and_polling_goes_on()
    {
        var pairs = new ScriptedPairs(1)
        {
            Answer = (_, read) => read switch
            {
                1 => throw ScriptedPairs.Failure(ArrayErrorKind.Busy),
                2 => throw ScriptedPairs.Failure(ArrayErrorKind.AnswerLost),
                3 => null,
                _ => PairStatus.PAIR,
            },
        };

        var readings = SimulatedTime.Run(pairs.Clock, () => pairs.TakeAsync(pairs.Groups[0], 4));

        Assert.Equal([ArrayErrorKind.Busy, ArrayErrorKind.AnswerLost], readings.OfType<PairReading.Failed>().Select(f => f.Error.Kind));
        Assert.Null(Assert.IsType<PairReading.Seen>(readings[2]).Group);
        Assert.NotNull(Assert.IsType<PairReading.Seen>(readings[3]).Group);
    }

    [Fact]
    public void A_bug_in_a_read_reaches_the_waiters_and_the_next_watch_begins_anew()
    {
        var pairs = new ScriptedPairs(1) { Answer = (_, read) => read == 1 ? throw new InvalidOperationException("bug") : PairStatus.PAIR };
        SimulatedTime.Run(pairs.Clock, async () =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => pairs.TakeAsync(pairs.Groups[0], 1));
            Assert.Single(await pairs.TakeAsync(pairs.Groups[0], 1));
        });
    }

    [Fact]
    public void A_watch_ends_at_its_own_deadline_and_the_last_one_out_stops_the_polling()
    {
        var pairs = new ScriptedPairs(1);
        var begun = pairs.Clock.GetUtcNow();
        SimulatedTime.Run(pairs.Clock, async () =>
        {
            var longer = pairs.UntilAsync(pairs.Groups[0], PairStatus.PSUS, TimeSpan.FromMinutes(10));
            Assert.Null(await pairs.UntilAsync(pairs.Groups[0], PairStatus.PSUS, TimeSpan.FromSeconds(90)));
            Assert.InRange(pairs.Clock.GetUtcNow() - begun, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(125));
            Assert.Equal(1, pairs.Poller.ActivePolls);

            Assert.Null(await longer);
            Assert.InRange(pairs.Clock.GetUtcNow() - begun, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
            Assert.Equal(0, pairs.Poller.ActivePolls);

            var reads = pairs.Reads;
            await Task.Delay(TimeSpan.FromMinutes(10), pairs.Clock);
            Assert.Equal(reads, pairs.Reads);
        });
    }

    [Fact]
    public void A_deadline_already_past_yields_nothing()
    {
        var pairs = new ScriptedPairs(1);

        Assert.Null(SimulatedTime.Run(pairs.Clock, () => pairs.UntilAsync(pairs.Groups[0], PairStatus.PAIR, TimeSpan.Zero)));
        Assert.Equal(0, pairs.Reads);
    }

    [Fact]
    public void Cancelling_ends_a_watch_with_the_cancellation()
    {
        var pairs = new ScriptedPairs(1);
        SimulatedTime.Run(pairs.Clock, async () =>
        {
            using var stop = new CancellationTokenSource();
            var watch = pairs.UntilAsync(pairs.Groups[0], PairStatus.PSUS, TimeSpan.FromHours(1), stop.Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        });
        Assert.Equal(0, pairs.Poller.ActivePolls);
    }

    [Fact]
    public void A_disposed_poller_ends_its_watches_and_takes_no_more()
    {
        var pairs = new ScriptedPairs(1);
        SimulatedTime.Run(pairs.Clock, async () =>
        {
            var watch = pairs.UntilAsync(pairs.Groups[0], PairStatus.PSUS, TimeSpan.FromHours(1));
            await pairs.Poller.DisposeAsync();
            Assert.Null(await watch);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => pairs.TakeAsync(pairs.Groups[0], 1));
        });
    }

    [Fact]
    public void A_long_copy_is_read_rarely_in_the_middle_and_often_at_the_end()
    {
        var pairs = new ScriptedPairs(1);
        var begun = pairs.Clock.GetUtcNow();
        pairs.Progress = at => (int)((at - begun) / TimeSpan.FromHours(2) * 100);
        pairs.Answer = (_, _) => pairs.Clock.GetUtcNow() - begun < TimeSpan.FromHours(2) ? PairStatus.COPY : PairStatus.PAIR;

        SimulatedTime.Run(pairs.Clock, () => pairs.UntilAsync(pairs.Groups[0], PairStatus.PAIR, TimeSpan.FromHours(3)));

        var pauses = pairs.ReadTimes.Zip(pairs.ReadTimes.Skip(1), (a, b) => b - a).ToList();
        Assert.InRange(pairs.Reads, 200, 500);
        Assert.InRange(pauses[pauses.Count / 2], TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(35));
        Assert.InRange(pairs.Clock.GetUtcNow() - begun - TimeSpan.FromHours(2), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    /// <summary>All groups reach PSUS after ten minutes; every waiter of a group sees that.</summary>
    private static int RequestsOf(int waiters)
    {
        var pairs = new ScriptedPairs(20);
        var done = pairs.Clock.GetUtcNow().AddMinutes(10);
        pairs.Answer = (_, _) => pairs.Clock.GetUtcNow() < done ? PairStatus.COPY : PairStatus.PSUS;

        var seen = SimulatedTime.Run(pairs.Clock, () => Task.WhenAll(
            Enumerable.Range(0, waiters).Select(i => pairs.UntilAsync(pairs.Groups[i % 20], PairStatus.PSUS, TimeSpan.FromHours(1)))));

        Assert.All(seen, s => Assert.Equal(PairStatus.PSUS, s));
        Assert.Equal(0, pairs.Poller.ActivePolls);
        return pairs.Reads;
    }

    private static PairStatus StatusIn(PairReading reading) => ((PairReading.Seen)reading).Group!.Pairs[0].Pvol.Status;
}
