namespace RunbookEngine.Server.Hosting;

/// <summary>Section <c>limits</c> of the configuration file.</summary>
public sealed record LimitOptions
{
    /// <summary>Bytes of a request's body, 1024 to 67108864. Default: 4194304.</summary>
    public long BodyBytes { get; init; } = 4 << 20;

    /// <summary>Requests of one key or token in a minute, 1 to 1000000. Default: 600.</summary>
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Requests of one address without a good key or token in a minute, 1 to 1000000; webhooks are among them. Default: 300.</summary>
    public int AnonymousPerMinute { get; init; } = 300;

    /// <summary>Connections at once, 10 to 100000. Default: 1000.</summary>
    public int Connections { get; init; } = 1000;

    /// <summary>Connections of one address at once, 2 to 100000; trusted proxies may have all. Default: 200.</summary>
    public int ConnectionsPerAddress { get; init; } = 200;

    /// <summary>A connection without a request is closed after this; 5s to 10m. Default: 60s. One that never had any is closed after twice headersTimeout.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Event streams at once, 1 to 10000. Default: 100.</summary>
    public int Streams { get; init; } = 100;

    /// <summary>Event streams of one caller at once, 1 to 10000. Default: 20.</summary>
    public int StreamsPerCaller { get; init; } = 20;

    /// <summary>Longest life of an event stream; the client comes back with the last number it saw. 1m to 1d; default: 1h.</summary>
    public TimeSpan StreamTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A request's headers must have arrived by then; 1s to 5m. Default: 15s.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bytes a second that a body must arrive with, after 5 s; 0 to 1048576, 0 lets it take any time. Default: 240.</summary>
    public int BodyBytesPerSecond { get; init; } = 240;
}
