using RunbookEngine.Journal;

namespace RunbookEngine.Operations.Evidence;

/// <summary>Computes how old the data on Universal Replicator S-VOLs is from the markers of the journals. Pure.</summary>
/// <remarks>
/// The master journal had the number that the restore journal has now at some moment R: up to R every write is on the S-VOLs. R lies after each reading of the
/// master that was below that number and before each that was above it. A reading counts from when it was asked for (lower end) to when it was answered (upper
/// end), so the bounds hold whatever the network took. Numbers are counted modulo 2^32.
/// </remarks>
public static class MarkerHistory
{
    /// <summary>Markers of less time than this tell no rate.</summary>
    private static readonly TimeSpan ShortestRate = TimeSpan.FromSeconds(1);

    /// <param name="readings">Of one mirror, oldest first; the last one belongs to the moment that counts.</param>
    public static MeasuredSpan Age(IReadOnlyList<MirrorReading> readings)
    {
        var last = readings[^1];
        if (last.Restore is not { Marker: { } restored } restore)
            return MeasuredSpan.NotMeasured(last.Problem ?? "the array tells no marker of the restore journal", "the array with the S-VOLs has to answer when the step begins");
        var samples = Samples(readings, restored);
        if (samples.Count == 0)
            return Unseen(last);
        var reached = samples.LastOrDefault(s => s.Ahead < 0 || (s.Ahead == 0 && s.Waiting == 0));
        var beyond = samples.FirstOrDefault(s => s.Ahead > 0);
        var low = beyond is null ? TimeSpan.Zero : NotNegative(restore.AskedAt - beyond.AnsweredAt);
        TimeSpan? high = reached is null ? null : NotNegative(restore.AnsweredAt - reached.AskedAt);
        var basis = $"markers of the journals, {samples.Count} {(samples.Count == 1 ? "reading" : "readings")} of the master journal";
        if (reached is null)
            return Outside(samples, restore, low, basis) with { Bytes = Waiting(last) };
        var value = beyond is null ? TimeSpan.Zero : NotNegative(restore.AnsweredAt - Between(reached, beyond));
        return new MeasuredSpan(value < low ? low : value > high ? high : value, low, high, basis);
    }

    /// <summary>The lag was longer than anybody watched: the rate of writes tells about how long.</summary>
    private static MeasuredSpan Outside(List<Sample> samples, JournalReading restore, TimeSpan low, string basis)
    {
        var (first, last) = (samples[0], samples[^1]);
        if (last.AskedAt - first.AskedAt < ShortestRate || last.Ahead <= first.Ahead)
            return new MeasuredSpan(null, low, null, basis)
            {
                Missing = "the mirror was not watched before the request for as long as its data was behind",
                Cure = "look at the mirrors in an earlier step (pair.assert, pair.snapshot), the longer before the better",
            };
        var rate = (last.Ahead - first.Ahead) / (last.AskedAt - first.AskedAt).TotalSeconds;
        var back = TimeSpan.FromSeconds(Math.Min(first.Ahead / rate, TimeSpan.FromDays(3650).TotalSeconds));
        return new MeasuredSpan(NotNegative(restore.AnsweredAt - first.AskedAt) + back, low, null, $"{basis}; beyond the first of them from the rate of writes while it was watched");
    }

    private static MeasuredSpan Unseen(MirrorReading last) => MeasuredSpan.NotMeasured(
        last.Problem ?? "the array tells no marker of the master journal", "both arrays have to answer in an earlier step that looks at the mirrors") with
    { Bytes = Waiting(last) };

    /// <summary>Bytes in the master journal, from its usage in whole percent: at most.</summary>
    private static long? Waiting(MirrorReading reading) =>
        reading.Master is { Waiting: 0 } ? 0 : reading.Master is { CapacityBytes: { } capacity, UsagePercent: { } percent } ? capacity / 100 * Math.Min(100, percent + 1) : null;

    private static DateTimeOffset Between(Sample before, Sample after) => after.Ahead == before.Ahead ? before.AskedAt
        : before.AskedAt + ((after.AskedAt - before.AskedAt) * (-before.Ahead / (double)(after.Ahead - before.Ahead)));

    /// <summary>Readings of the master journal that go on to the last one without a swap: another array, or numbers that begin anew, end the history.</summary>
    private static List<Sample> Samples(IReadOnlyList<MirrorReading> readings, uint restored)
    {
        var samples = new List<Sample>();
        var array = readings[^1].Master?.Array ?? readings.LastOrDefault(r => r.Master is not null && r.Master.Array != readings[^1].Restore?.Array)?.Master!.Array;
        for (var i = readings.Count - 1; i >= 0; i--)
        {
            if (readings[i].Master is not { Marker: { } marker } master)
                continue;
            var ahead = unchecked((int)(marker - restored));
            if (master.Array != array || (samples.Count > 0 && ahead > samples[^1].Ahead))
                break;
            samples.Add(new Sample(master.AskedAt, master.AnsweredAt, ahead, master.Waiting));
        }

        samples.Reverse();
        return samples;
    }

    private static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;

    /// <param name="Ahead">The master's marker less the restore journal's at the moment that counts.</param>
    private sealed record Sample(DateTimeOffset AskedAt, DateTimeOffset AnsweredAt, long Ahead, long? Waiting);
}
