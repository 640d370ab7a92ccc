namespace RunbookEngine.Server.Schedules.Alerts;

/// <summary>Section <c>alerts</c> of the configuration file: who hears of what did not start.</summary>
public sealed record AlertOptions
{
    /// <summary>Channels by name; every one of them gets every alert that does not name channels of its environment. Default: none, only the log and the record.</summary>
    public IReadOnlyDictionary<string, AlertChannel> Channels { get; init; } = new Dictionary<string, AlertChannel>();

    /// <summary>What no channel can be, as the operator is told.</summary>
    public IEnumerable<string> Problems() => Channels.SelectMany(c => c.Value.Problems().Select(p => $"alerts: channels: {c.Key}: {p}"));
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

    /// <summary>What is wrong with it; never a secret.</summary>
    public IEnumerable<string> Problems()
    {
        if (new object?[] { Webhook, Mail, File }.Count(way => way is not null) != 1)
            yield return "exactly one of webhook, mail and file is needed";
        if (Webhook is not null && (!Uri.TryCreate(Webhook, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
            yield return "webhook is no http or https address";
        if (Mail is { } mail && (mail.Server.Length == 0 || mail.From.Length == 0 || mail.To.Count == 0))
            yield return "mail needs server, from and to";
        if (Credentials is not null && !Credentials.StartsWith("env:", StringComparison.Ordinal) && !Credentials.StartsWith("file:", StringComparison.Ordinal) && !Credentials.StartsWith("command:", StringComparison.Ordinal))
            yield return "credentials is a reference: env:NAME, file:PATH or command:PROGRAM";
    }
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
