using RunbookEngine.Plans;

namespace RunbookEngine.Server.Schedules;

/// <summary>Section <c>schedules</c> of the configuration file.</summary>
public sealed record ScheduleOptions
{
    /// <summary>The environment of triggers that name none. Default: none; such a trigger starts nothing, with an alert.</summary>
    public string? Environment { get; init; }

    /// <summary>How often this node looks for new and changed schedules, and for what other nodes left undone; 1s to 5m. Default: 5s.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A node that has taken on a start and not told of a run by then is taken to be gone: another one goes on; 5s to 10m. Also how soon a start is
    /// tried again when a copy group is locked or an array cannot be reached. Default: 30s.</summary>
    public TimeSpan Claim { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the list of past fires is kept; 1d to 3653d. Default: 90d.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Schedules and webhooks made by the API, each; 1 to 10000. Default: 2000.</summary>
    public int Most { get; init; } = 2000;

    /// <summary>What is out of range, as the operator is told.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, value, least, most) in new[]
        {
            ("poll", Poll, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            ("claim", Claim, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)),
            ("history", History, TimeSpan.FromDays(1), DurationText.Longest),
        })
        {
            if (value < least || value > most)
                yield return $"schedules: {name} is {DurationText.Write(value)}; {DurationText.Write(least)} to {DurationText.Write(most)} are possible";
        }

        if (Most is < 1 or > 10_000)
            yield return $"schedules: most is {Most}; 1 to 10000 are possible";
    }
}
