namespace RunbookEngine.Server.Triggers;

/// <summary>How many requests a sender may make in a minute, counted by clock minutes.</summary>
public sealed class SenderLimits(TimeProvider clock)
{
    /// <summary>Senders that are counted at the same time; further ones wait for the next minute.</summary>
    public const int MostSenders = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _minute;

    /// <returns>Null when the request may pass, else how long the sender has to wait.</returns>
    public TimeSpan? Refuse(string sender, int perMinute)
    {
        var now = clock.GetUtcNow();
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        lock (_gate)
        {
            if (minute != _minute)
                _counts.Clear();
            _minute = minute;
            var count = _counts.GetValueOrDefault(sender);
            if (count >= perMinute || count == 0 && _counts.Count >= MostSenders)
                return TimeSpan.FromTicks((minute + 1) * TimeSpan.TicksPerMinute - now.UtcTicks);
            _counts[sender] = count + 1;
            return null;
        }
    }
}
