using System.Text.Json.Serialization;

namespace RunbookEngine.Language.Environments;

/// <summary>A web service that <c>http</c> steps and tickets use.</summary>
public sealed record ConnectionEntry
{
    /// <summary><c>web</c>, <c>servicenow</c> or <c>jira</c>; null means web.</summary>
    public string? Type { get; init; }

    public required Uri Url { get; init; }

    /// <summary>User and password for basic authentication, as a reference; or null.</summary>
    public string? Credentials { get; init; }

    /// <summary>Bearer token, as a reference; or null.</summary>
    public string? Token { get; init; }

    public TlsSettings Tls { get; init; } = new();

    /// <summary>Sent with every call.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Longest time of one request to a ticket system, as written; null: 30s.</summary>
    public string? Timeout { get; init; }

    /// <summary>ServiceNow: table of the change requests; null: <c>change_request</c>.</summary>
    public string? Table { get; init; }

    /// <summary>ServiceNow: states beside the standard ones, by label.</summary>
    public IReadOnlyDictionary<string, string>? States { get; init; }

    /// <summary>Jira: 2 or 3; null: 3.</summary>
    public int? Api { get; init; }

    /// <summary>Which fields of the ticket system hold what.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>Jira: notes are for agents only; null: true.</summary>
    public bool? Internal { get; init; }

    /// <summary>Ticket systems: begin and end of runs are noted there; null: false.</summary>
    public bool? WriteBack { get; init; }

    [JsonIgnore]
    public bool IsTicketSystem => Type is "servicenow" or "jira";
}

/// <summary>How people must be known here.</summary>
public sealed record ApprovalSettings
{
    /// <summary><c>allowed</c> or <c>refused</c>: whether a name that was only typed (<c>--as</c>) is taken; null: refused where there are approvers.</summary>
    public string? TypedNames { get; init; }
}

/// <summary>Somebody whom approver groups name.</summary>
public sealed record PersonEntry
{
    /// <summary>Other names of the same person.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>Where mail to them goes; null: unknown.</summary>
    public string? Mail { get; init; }

    /// <summary>Channel that reaches them and nobody else; null: none.</summary>
    public string? Notify { get; init; }
}

/// <summary>A way to tell people; exactly one of <see cref="Webhook"/>, <see cref="Mail"/> and <see cref="File"/> is set.</summary>
public sealed record NotifyChannel
{
    /// <summary>Receives a POST with a JSON body.</summary>
    public Uri? Webhook { get; init; }

    public MailChannel? Mail { get; init; }

    /// <summary>Gets one JSON line per message; absolute.</summary>
    public string? File { get; init; }

    /// <summary>User and password of the webhook or the mail server, as a reference; or null.</summary>
    public string? Credentials { get; init; }

    public TlsSettings Tls { get; init; } = new();
}

/// <param name="Server">Host, or host:port; default port 25.</param>
/// <param name="StartTls">Encrypt the connection; default true.</param>
public sealed record MailChannel(string Server, string From, IReadOnlyList<string> To, bool StartTls = true);
