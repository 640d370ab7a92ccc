namespace RunbookEngine.Arrays.Connections;

/// <summary>What one process may take from one array, whatever number of runs it drives.</summary>
public sealed record ArrayLimits
{
    /// <summary>Sessions held at a time over all REST servers of the array. 1 to 64; the array has 64 for everybody. Default 4.</summary>
    public int SessionsPerArray { get; init; } = 4;

    /// <summary>Requests under way at a time. 1 to 64; default 8, what field clients use.</summary>
    public int RequestsInFlightPerArray { get; init; } = 8;

    /// <summary>The ordinary pause between two reads of a copy group that somebody waits for. 100 ms to 1 h; default 5 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Real time for one exchange, from connecting to the last byte. Default 2 min.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a read is repeated while the array is busy, restarting or cut off. Default 1 min.</summary>
    public TimeSpan ReadRetryFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What <see cref="GoneAfter"/> is in a disaster when nobody says otherwise.</summary>
    public static TimeSpan GoneAfterInDisaster => TimeSpan.FromSeconds(5);

    /// <summary>In a disaster: how long a silent array is waited for before it counts as gone. From then on nothing waits for it; it is asked in
    /// the background whether it is back. Null: silence is never remembered, and each request waits anew. 100 ms to 1 h.</summary>
    public TimeSpan? GoneAfter { get; init; }

    /// <summary>How long a change is offered again while the array answers that it did not begin it (503, busy, locked),
    /// and how long a login waits for a free session. Default 10 min.</summary>
    public TimeSpan BusyRetryFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long pairs are looked at when a job failed, before it counts as having done nothing to those that show nothing.
    /// 0 to 1 h; default 1 min.</summary>
    public TimeSpan FailedJobLook { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Idle time after which the array ends a session. 60 s (asked for with remote copy) to 300 s; default 300 s.</summary>
    public TimeSpan SessionAliveTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Bytes of one answer. Default 32 MiB; more is refused, not read.</summary>
    public int MaxAnswerBytes { get; init; } = 32 * 1024 * 1024;

    internal void Check(string array)
    {
        Within(array, "sessionsPerArray", SessionsPerArray, 1, 64);
        Within(array, "requestsInFlightPerArray", RequestsInFlightPerArray, 1, 64);
        Within(array, "pollInterval in ms", (long)PollInterval.TotalMilliseconds, 100, 3_600_000);
        Within(array, "requestTimeout in ms", (long)RequestTimeout.TotalMilliseconds, 1, 3_600_000);
        Within(array, "failedJobLook in s", (long)FailedJobLook.TotalSeconds, 0, 3_600);
        if (GoneAfter is { } gone)
        {
            Within(array, "time after which it counts as gone, in ms,", (long)gone.TotalMilliseconds, 100, 3_600_000);
        }
        Within(array, "sessionAliveTime in s", (long)SessionAliveTime.TotalSeconds, 60, 300);
        Within(array, "maxAnswerBytes", MaxAnswerBytes, 1024, int.MaxValue);
    }

    private static void Within(string array, string what, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"array {array}: {what} is {value}; it must be {least} to {most}");
        }
    }
}
