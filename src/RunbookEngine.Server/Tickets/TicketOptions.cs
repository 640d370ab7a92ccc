using RunbookEngine.Plans;

namespace RunbookEngine.Server.Tickets;

/// <summary>Section <c>tickets</c> of the configuration file.</summary>
public sealed record TicketOptions
{
    /// <summary>How often the outbox and the runs with tickets are looked through; 1s to 10m. Default: 5s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First pause after a write that was not taken; doubled each time up to <see cref="MaxBackoff"/>; 1s to 1h. Default: 10s.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest pause between two tries; 1s to 24h. Default: 15m.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A write that no try brought in by then is set aside, on record; 1h to 90d. Default: 7d.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>What <c>writeBack</c> links to, as people reach the server: <c>https://runbooks.example</c>. Default: no link.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>What is out of its range, one sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, value, least, most) in new[]
        {
            ("interval", Interval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            ("backoff", Backoff, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            ("maxBackoff", MaxBackoff, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)),
            ("giveUpAfter", GiveUpAfter, TimeSpan.FromHours(1), TimeSpan.FromDays(90)),
        })
        {
            if (value < least || value > most)
                yield return $"tickets: {name} is {DurationText.Write(value)}; {DurationText.Write(least)} to {DurationText.Write(most)} are possible";
        }

        if (PublicUrl is not null && (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
            yield return $"tickets: publicUrl: '{PublicUrl}' is no address such as https://runbooks.example";
    }
}
