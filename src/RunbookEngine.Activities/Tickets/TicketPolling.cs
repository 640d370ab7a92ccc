namespace RunbookEngine.Activities.Tickets;

/// <summary>When a ticket system is asked next.</summary>
internal sealed class TicketPolling(TimeSpan interval)
{
    /// <summary>Between two looks at a ticket that is not right yet.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(1);

    /// <summary>A ticket system serves people: no more often than this.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>Between two tries while the system does not answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private int _failures;

    /// <summary>After an answer: the interval, or sooner when the window begins sooner.</summary>
    public TimeSpan AfterAnswer(DateTimeOffset now, DateTimeOffset? expected)
    {
        _failures = 0;
        return expected is { } at && at - now < interval ? (at > now ? at - now : TimeSpan.FromSeconds(1)) : interval;
    }

    /// <summary>After no answer: doubled each time, or what the system asked for when that is longer.</summary>
    public TimeSpan AfterTrouble(TimeSpan? retryAfter)
    {
        var wait = interval * Math.Pow(2, Math.Min(_failures++, 10));
        var own = wait < Longest ? wait : Longest;
        return retryAfter > own ? (retryAfter < TimeSpan.FromHours(1) ? retryAfter.Value : TimeSpan.FromHours(1)) : own;
    }
}
