namespace RunbookEngine.Language.Environments;

/// <summary>A web service that <c>http</c> steps and tickets use.</summary>
public sealed record ConnectionEntry
{
    public required Uri Url { get; init; }

    /// <summary>User and password for basic authentication, as a reference; or null.</summary>
    public string? Credentials { get; init; }

    /// <summary>Bearer token, as a reference; or null.</summary>
    public string? Token { get; init; }

    public TlsSettings Tls { get; init; } = new();

    /// <summary>Sent with every call.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>A way to tell people; exactly one of <see cref="Webhook"/> and <see cref="Mail"/> is set.</summary>
public sealed record NotifyChannel
{
    /// <summary>Receives a POST with a JSON body.</summary>
    public Uri? Webhook { get; init; }

    public MailChannel? Mail { get; init; }

    /// <summary>User and password of the webhook or the mail server, as a reference; or null.</summary>
    public string? Credentials { get; init; }

    public TlsSettings Tls { get; init; } = new();
}

/// <param name="Server">Host, or host:port; default port 25.</param>
/// <param name="StartTls">Encrypt the connection; default true.</param>
public sealed record MailChannel(string Server, string From, IReadOnlyList<string> To, bool StartTls = true);
