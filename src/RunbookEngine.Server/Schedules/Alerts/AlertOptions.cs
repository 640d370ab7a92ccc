namespace RunbookEngine.Server.Schedules.Alerts;

/// <summary>Section <c>alerts</c> of the configuration file: who hears of what did not start.</summary>
public sealed record AlertOptions
{
    /// <summary>Channels by name; every one of them gets every alert that does not name channels of its environment. Default: none, only the log and the record.</summary>
    public IReadOnlyDictionary<string, AlertChannel> Channels { get; init; } = new Dictionary<string, AlertChannel>();
}

/// <summary>One way to tell people: exactly one of <see cref="Webhook"/>, <see cref="Mail"/> and <see cref="File"/>.</summary>
public sealed record AlertChannel
{
    /// <summary>URL that gets a POST with a JSON body.</summary>
    public string? Webhook { get; init; }

    public AlertMail? Mail { get; init; }

    /// <summary>File that gets a line of JSON.</summary>
    public string? File { get; init; }

    /// <summary>Reference to user and password of the webhook or the mail server. Default: none.</summary>
    public string? Credentials { get; init; }

    public AlertTls Tls { get; init; } = new();
}

public sealed record AlertMail
{
    /// <summary>Host, or host:port; default port 25.</summary>
    public string Server { get; init; } = "";

    public string From { get; init; } = "";

    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Encrypt the connection. Default: true.</summary>
    public bool StartTls { get; init; } = true;
}

public sealed record AlertTls
{
    /// <summary>Check the certificate. Default: true.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>PEM file with the authority to trust. Default: those of the system.</summary>
    public string? CaFile { get; init; }
}
