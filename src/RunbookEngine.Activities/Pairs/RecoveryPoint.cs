using System.Globalization;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>From a look at a copy group to the bound of what its S-VOLs may lack. Pure. A bound is told only where something proves it.</summary>
public static class RecoveryPoint
{
    /// <param name="known">Readings of both arrays from before the loss, of whatever copy groups, in any order.</param>
    /// <param name="taken">The look is that of right after a takeover, with the pairs as they were before it.</param>
    /// <param name="served">Global-active device: S-VOLs that were in PAIR before it are known to have been served then; the statuses of before do not tell.</param>
    public static LossBound Of(GroupSight sight, IEnumerable<DeliveryReading> known, bool taken, bool served = false)
    {
        var mine = known.Where(k => k.CopyGroup == sight.CopyGroup && k.Pvols == sight.Pvols && k.Svols == sight.Svols).OrderByDescending(k => k.At).ToList();
        var states = sight.Pairs.Select(p => p.State).ToList();
        var words = string.Join(", ", states.Select(s => s.S == PairStatus.Unknown ? "?" : s.S.ToString()).Distinct());
        if (states.Count == 0)
            return new LossBound(sight.CopyGroup, "the arrays that answer have no pair of it: nothing is known of its data");
        if (states.Any(s => s.S is PairStatus.COPY or PairStatus.SMPL || s.SvolIncomplete))
            return new LossBound(sight.CopyGroup, $"S-VOLs are {words}: the copy is not whole, and its data is of no use. Neither time nor bytes say anything about it");
        return sight.Technology switch
        {
            Technology.UniversalReplicator => OfJournals(sight, mine, states, words, taken),
            Technology.GlobalActiveDevice => OfQuorum(sight, mine, states, words, taken, served),
            _ => OfFence(sight, mine, states, words, taken),
        };
    }

    private static LossBound OfFence(GroupSight sight, List<DeliveryReading> mine, List<PairState> states, string words, bool taken)
    {
        var fences = string.Join(", ", states.Select(s => s.Fence?.ToString().ToUpperInvariant() ?? "not told").Distinct());
        // S-VOLs that somebody took over before: what they were then is not to be seen any more.
        if (states.All(s => s.S != PairStatus.SSWS && TakeoverCurrency.Of(s).IsAssured))
            return Whole(sight, $"fence level {fences}, S-VOLs are {words}: they have every write that production was told is done", taken);
        var since = states.Any(s => s.S == PairStatus.SSWS) ? "they were taken over before; what production wrote after that, or after an earlier suspension, they lack"
            : states.Any(s => s.S is PairStatus.SSUS or PairStatus.PSUS or PairStatus.PSUE) ? "they stand where the pairs were suspended; what production wrote after that they lack"
            : "they have every write up to the loss of the paths; what production went on to write after that they lack, and no array tells whether it did";
        return Since(sight, $"fence level {fences}, S-VOLs are {words}: {since}", mine.FirstOrDefault(k => k.InStep)?.At, "when both arrays showed PAIR", taken);
    }

    private static LossBound OfQuorum(GroupSight sight, List<DeliveryReading> mine, List<PairState> states, string words, bool taken, bool served)
    {
        var modes = string.Join(", ", states.Select(s => s.SvolIoMode switch { IoMode.Mirror => "mirror (L/M)", IoMode.Local => "local (L/L)", IoMode.Block => "block (B/B)", _ => "not told" }).Distinct());
        var disk = sight.Quorums.Count == 0 ? "no array tells of the quorum disk"
            : string.Join(", ", sight.Quorums.Select(q => $"quorum disk {q.Disk.Id} seen from {q.Array}: {q.Disk.Status ?? "status not told"}"));
        var what = $"S-VOLs are {words}, I/O mode {modes}; {disk}";
        return states.All(s => s is { S: PairStatus.PAIR or PairStatus.SSWS, SvolIoMode: IoMode.Mirror or IoMode.Local } || (taken && served && s.S == PairStatus.PAIR && s.SvolIoMode != IoMode.Block))
            ? Whole(sight, $"{what}: they have every write that production was told is done", taken)
            : Since(sight, $"{what}: they are not served, so production may have gone on alone, and they stand where the pairs were suspended",
                mine.FirstOrDefault(k => k.InStep)?.At, "when both arrays showed PAIR", taken);
    }

    private static LossBound OfJournals(GroupSight sight, List<DeliveryReading> mine, List<PairState> states, string words, bool taken)
    {
        var running = states.All(s => s.S is PairStatus.PAIR or PairStatus.PFUL);
        var what = $"S-VOLs are {words}: "
            + (running ? "what production's journal had not delivered is lost" : "they stand where the mirror was suspended, or was taken over before; what production wrote after that is lost too");
        if (!taken && running && sight.Master is { UsagePercent: { } usage, CapacityBytes: { } capacity } master)
        {
            var bytes = master.QCount == 0 ? 0 : (capacity * usage) / 100;
            var now = Since(sight, $"{what}; production's journal {master.JournalId} on {sight.PvolArray} is {usage} % full: {Size(bytes)} at most are not delivered yet",
                master.QCount == 0 ? sight.At : Reached(sight, mine)?.At, "when their journal had the newest write of that moment", taken);
            return now with { Bytes = bytes };
        }
        var (text, most) = !running ? ("how many bytes that is no array tells", null) : Most(sight, mine);
        return Since(sight, $"{what}; {text}", Reached(sight, mine)?.At, "when production's journal had nothing newer than what they have", taken) with { Bytes = most };
    }

    /// <summary>The newest reading whose every write has come to the restore journal.</summary>
    private static DeliveryReading? Reached(GroupSight sight, List<DeliveryReading> mine) => mine.FirstOrDefault(k => k.IsReachedBy(sight.Restore?.QMarker));

    /// <summary>While the mirror runs, what is not delivered is in production's journal, and that holds no more than its capacity.</summary>
    private static (string Text, long? Bytes) Most(GroupSight sight, List<DeliveryReading> mine) =>
        mine.FirstOrDefault(k => k.CapacityBytes is not null) is { CapacityBytes: { } capacity } last
            ? ($"that journal holds {Size(capacity)} at most; it was {last.UsagePercent?.ToString(CultureInfo.InvariantCulture) ?? "?"} % full at {Time(last.At)}", capacity)
            : sight.Restore is { CapacityBytes: { } like }
                ? ($"that journal was not read before the loss; {Size(like)} at most when it is as large as journal {sight.Restore.JournalId} on {sight.SvolArray}", like)
                : ("how many bytes that is no array tells", null);

    private static LossBound Whole(GroupSight sight, string text, bool taken) =>
        new(sight.CopyGroup, taken ? $"{text}; nothing is lost" : text, 0, 0) { UpTo = sight.At };

    private static LossBound Since(GroupSight sight, string text, DateTimeOffset? upTo, string by, bool taken) => upTo is { } point
        ? new LossBound(sight.CopyGroup,
            $"{text}. They have every write up to {Time(point)}, {by}: at most {DurationText.Write(Whole(sight.At - point))} before the {(taken ? "takeover" : "declaration")}",
            Math.Max(0, (sight.At - point).TotalSeconds))
        { UpTo = point }
        : new LossBound(sight.CopyGroup, $"{text}. No reading of both arrays from before the loss is on record here, so how long a time that is is not known");

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Max(0, Math.Ceiling(span.TotalSeconds)));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes == 0 ? "0 bytes" : bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.#} MB");
}
