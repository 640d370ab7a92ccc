namespace RunbookEngine.Language.Timetables;

/// <summary>A cron expression on the wall clock of a zone.</summary>
/// <remarks>Quartz's own cron trigger leaves out every fire of the hour that clocks repeat in autumn. Here the wall clock is followed through both passes,
/// and the policies say what counts.</remarks>
/// <param name="gap">Null: <see cref="GapPolicy.Shift"/> for times of day; a cron that fires in every hour keeps its pace, which is <see cref="GapPolicy.Skip"/>.</param>
/// <param name="overlap">Null: <see cref="OverlapPolicy.First"/> for times of day; <see cref="OverlapPolicy.Both"/> for a cron that fires in every hour.</param>
public sealed class CronTimetable(Cron cron, ZoneClock clock, GapPolicy? gap = null, OverlapPolicy? overlap = null) : ITimetable
{
    /// <summary>No clocks were ever moved further: Pacific islands that crossed the date line.</summary>
    private static readonly TimeSpan FurthestMove = TimeSpan.FromHours(25);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public GapPolicy Gap { get; } = gap ?? (cron.EveryHour ? GapPolicy.Skip : GapPolicy.Shift);

    public OverlapPolicy Overlap { get; } = overlap ?? (cron.EveryHour ? OverlapPolicy.Both : OverlapPolicy.First);

    public DateTimeOffset? NextAfter(DateTimeOffset after)
    {
        // From `from` on clocks show `offset`, until the next change later than `since`.
        var (from, offset, since) = (after.ToUniversalTime(), clock.OffsetAt(after), after);
        while (cron.NextAfter((from.UtcDateTime + offset).AsLocal()) is { } local)
        {
            var candidate = new DateTimeOffset(local, TimeSpan.Zero) - offset;
            if (clock.Changes(since, candidate).Cast<ZoneChange?>().FirstOrDefault() is not { } change)
            {
                if (Counts(candidate))
                    return candidate;
                from = candidate;
            }
            else if (change.IsGap && Gap == GapPolicy.Shift && local < change.To)
                return change.At;
            else
                (from, offset, since) = (change.At - Second, change.After, change.At);
        }

        return null;
    }

    private bool Counts(DateTimeOffset fire)
    {
        if (Overlap == OverlapPolicy.Both)
            return true;
        foreach (var change in clock.Changes(fire - FurthestMove, fire + FurthestMove).Where(c => !c.IsGap))
        {
            var length = change.Before - change.After;
            if (fire >= change.At ? fire < change.At + length : fire >= change.At - length)
                return fire < change.At == (Overlap == OverlapPolicy.First);
        }

        return true;
    }
}
