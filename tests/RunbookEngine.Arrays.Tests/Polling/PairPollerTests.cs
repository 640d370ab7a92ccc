using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Polling;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Polling;

public class PairPollerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_thousand_waiters_on_twenty_groups_cost_as_many_requests_as_twenty()
    {
        var few = await RequestsOfAsync(waiters: 20);
        var many = await RequestsOfAsync(waiters: 1000);

        Assert.Equal(few, many);
        Assert.InRange(few, 20 * 5, 20 * 40);
    }

    /// <summary>Every group goes to PSUS on its tenth read; the waiters of a group all see that.</summary>
    private static async Task<int> RequestsOfAsync(int waiters)
    {
        await using var pairs = new ScriptedPairs();
        foreach (var group in pairs.Groups)
        {
            pairs.Set(group, read => ScriptedArray.Answer(200, ScriptedPairs.Pairs(read < 10 ? "COPY" : "PSUS", 50)));
        }
        using var joined = new CountdownEvent(waiters);
        var gate = new TaskCompletionSource();
        pairs.Sites.TokyoArray.Gate = gate.Task;
        var waits = Enumerable.Range(0, waiters).Select(i => UntilAsync(pairs, pairs.Groups[i % 20], PairStatus.PSUS, TimeSpan.FromHours(1))).ToList();
        gate.SetResult();

        await pairs.Sites.Clock.DriveAsync(Task.WhenAll(waits));

        Assert.All(waits, w => Assert.Equal(PairStatus.PSUS, w.Result));
        Assert.Equal(0, pairs.Sites.Fleet.Poller.ActivePolls);
        return pairs.Reads;
    }

    [Fact]
    public async Task A_waiter_never_gets_a_reading_that_was_begun_before_it_came()
    {
        await using var pairs = new ScriptedPairs(1);
        var group = pairs.Groups[0];
        var (started, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        pairs.Sites.TokyoArray.Gate = gate.Task;
        pairs.Sites.TokyoArray.OnRequest = _ => started.TrySetResult();
        pairs.Set(group, read => ScriptedArray.Answer(200, ScriptedPairs.Pairs(read == 1 ? "PAIR" : "COPY", 1)));

        var first = FirstAsync(pairs, group);
        await started.Task;
        var second = FirstAsync(pairs, group);
        gate.SetResult();

        Assert.Equal(PairStatus.PAIR, (await pairs.Sites.Clock.DriveAsync(first)));
        Assert.Equal(PairStatus.COPY, (await pairs.Sites.Clock.DriveAsync(second)));
    }

    [Fact]
    public async Task Failed_reads_are_told_and_polling_goes_on()
    {
        await using var pairs = new ScriptedPairs(1);
        pairs.Set(pairs.Groups[0], read => read switch
        {
            1 => ScriptedArray.Answer(503, ""),
            2 => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut"),
            3 => ScriptedArray.Answer(500, "<html></html>"),
            4 => ScriptedArray.Answer(404, Samples.Error("KART30013-E")),
            _ => ScriptedArray.Answer(200, ScriptedPairs.Pairs("PAIR", 100)),
        });

        var readings = await pairs.Sites.Clock.DriveAsync(TakeAsync(pairs, pairs.Groups[0], 5), TimeSpan.FromMinutes(2));

        Assert.Equal([ArrayErrorKind.Busy, ArrayErrorKind.AnswerLost, ArrayErrorKind.BadAnswer], readings.OfType<PairReading.Failed>().Select(f => f.Error.Kind));
        Assert.Null(Assert.IsType<PairReading.Seen>(readings[3]).Group);
        Assert.NotNull(Assert.IsType<PairReading.Seen>(readings[4]).Group);
    }

    [Fact]
    public async Task A_watch_ends_at_its_own_deadline_and_the_last_one_out_stops_the_polling()
    {
        await using var pairs = new ScriptedPairs(1);
        var (clock, group) = (pairs.Sites.Clock, pairs.Groups[0]);
        var begun = clock.GetUtcNow();
        var longer = UntilAsync(pairs, group, PairStatus.PSUS, TimeSpan.FromMinutes(10));

        Assert.Null(await clock.DriveAsync(UntilAsync(pairs, group, PairStatus.PSUS, TimeSpan.FromSeconds(90))));
        Assert.Equal((TimeSpan.FromSeconds(90), 1), (clock.GetUtcNow() - begun, pairs.Sites.Fleet.Poller.ActivePolls));
        Assert.Null(await clock.DriveAsync(longer));
        Assert.Equal((TimeSpan.FromMinutes(10), 0), (clock.GetUtcNow() - begun, pairs.Sites.Fleet.Poller.ActivePolls));

        var reads = pairs.Reads;
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(reads, pairs.Reads);
    }

    [Fact]
    public async Task A_deadline_already_past_yields_nothing()
    {
        await using var pairs = new ScriptedPairs(1);

        Assert.Null(await UntilAsync(pairs, pairs.Groups[0], PairStatus.PAIR, TimeSpan.Zero));
        Assert.Equal(0, pairs.Reads);
    }

    [Fact]
    public async Task Cancelling_ends_a_watch_with_the_cancellation()
    {
        await using var pairs = new ScriptedPairs(1);
        using var stop = new CancellationTokenSource();
        var watch = UntilAsync(pairs, pairs.Groups[0], PairStatus.PSUS, TimeSpan.FromHours(1), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        Assert.Equal(0, pairs.Sites.Fleet.Poller.ActivePolls);
    }

    [Fact]
    public async Task A_refused_login_is_told_without_many_logins()
    {
        await using var pairs = new ScriptedPairs(1);
        for (var i = 0; i < 100; i++)
        {
            pairs.Sites.TokyoArray.LoginAnswers.Enqueue(() => ScriptedArray.Answer(401, Samples.Error("KART30085-E")));
        }

        await pairs.Sites.Clock.DriveAsync(TakeAsync(pairs, pairs.Groups[0], 10), TimeSpan.FromMinutes(2));

        Assert.InRange(100 - pairs.Sites.TokyoArray.LoginAnswers.Count, 1, 10);
    }

    private static async Task<PairStatus> FirstAsync(ScriptedPairs pairs, CopyGroupRef group)
    {
        var reading = (await TakeAsync(pairs, group, 1))[0];
        return ((PairReading.Seen)reading).Group!.Pairs[0].Pvol.Status;
    }

    private static async Task<List<PairReading>> TakeAsync(ScriptedPairs pairs, CopyGroupRef group, int count)
    {
        var readings = new List<PairReading>();
        var until = pairs.Sites.Clock.GetUtcNow().AddHours(2);
        await foreach (var reading in pairs.Sites.Fleet.Poller.WatchAsync(pairs.Sites.Tokyo, group, PairReadOptions.Default, Interval, until, default))
        {
            readings.Add(reading);
            if (readings.Count == count)
            {
                break;
            }
        }
        return readings;
    }

    /// <returns>The status, or null when the watch ended first.</returns>
    private static async Task<PairStatus?> UntilAsync(
        ScriptedPairs pairs, CopyGroupRef group, PairStatus wanted, TimeSpan within, CancellationToken cancellationToken = default)
    {
        var until = pairs.Sites.Clock.GetUtcNow() + within;
        await foreach (var reading in pairs.Sites.Fleet.Poller.WatchAsync(pairs.Sites.Tokyo, group, PairReadOptions.Default, Interval, until, cancellationToken))
        {
            if (reading is PairReading.Seen { Group.Pairs: [{ Pvol.Status: var status }] } && status == wanted)
            {
                return status;
            }
        }
        return null;
    }
}
