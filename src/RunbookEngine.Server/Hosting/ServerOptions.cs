namespace RunbookEngine.Server.Hosting;

/// <summary>Section <c>server</c> of the configuration file.</summary>
public sealed record ServerOptions
{
    /// <summary>Where nobody says otherwise: this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8642";

    /// <summary>Addresses to listen at, 1 to 16; <c>https</c> needs <see cref="Tls"/>. Default: <see cref="DefaultUrl"/>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>The run store: <c>sqlite:PATH</c> or a PostgreSQL connection string. Default: <c>RUNBOOK_STORE</c>, else a file in the user's data folder.</summary>
    public string? Store { get; init; }

    /// <summary>Environment files; relative paths start from the configuration file's folder. Default: none.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>Listening beyond this machine without TLS is refused unless this is true: keys would be readable on the wire. For a proxy that ends TLS. Default: false.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Longest wait at a stop for runs to come to a point where another process can go on; 1s to 10m. Default: 30s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TlsOptions Tls { get; init; } = new();

    public ProxyOptions Proxy { get; init; } = new();
}

/// <summary>The certificate of the server.</summary>
public sealed record TlsOptions
{
    /// <summary>PEM file with the certificate and those above it, or a PKCS#12 file (<c>.pfx</c>, <c>.p12</c>). Default: none, no TLS.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the private key. Default: it is in <see cref="Certificate"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Reference to the password of the key: <c>env:NAME</c>, <c>file:PATH</c> or <c>command:PROGRAM</c>. Default: none.</summary>
    public string? Password { get; init; }

    /// <summary>How long browsers and clients remember that this server speaks TLS only; 0s to 3653d. Default: 365d.</summary>
    public TimeSpan HstsMaxAge { get; init; } = TimeSpan.FromDays(365);
}

/// <summary>A proxy in front of the server.</summary>
public sealed record ProxyOptions
{
    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Default: none, they are ignored.</summary>
    public IReadOnlyList<string> Trusted { get; init; } = [];
}
