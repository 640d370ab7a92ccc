using System.Text.Json.Serialization;
using RunbookEngine.Secrets;

namespace RunbookEngine.Language.Environments;

/// <summary>How one array is reached.</summary>
public sealed record ArrayEntry
{
    public Uri? Endpoint { get; init; }

    /// <summary>Several addresses of the same array, tried in order.</summary>
    public IReadOnlyList<Uri>? Endpoints { get; init; }

    /// <summary>12 characters: model code and serial number.</summary>
    public required string StorageDeviceId { get; init; }

    /// <summary>Where user and password are found: see <see cref="SecretReader"/>.</summary>
    public required string Credentials { get; init; }

    public TlsSettings Tls { get; init; } = new();

    public string? Description { get; init; }

    /// <summary>Every address, in the order to try.</summary>
    [JsonIgnore]
    public IReadOnlyList<Uri> Addresses => Endpoints ?? (Endpoint is null ? [] : [Endpoint]);
}

/// <param name="CaFile">Absolute path of a PEM file; null: the machine's authorities.</param>
/// <param name="Verify">False accepts any certificate; printed on every run.</param>
public sealed record TlsSettings(string? CaFile = null, bool Verify = true);

/// <summary>What all runs together may ask of one array.</summary>
public sealed record ArrayLimits
{
    /// <summary>1 to 64, default 4.</summary>
    public int SessionsPerArray { get; init; } = 4;

    /// <summary>1 to 64, default 8.</summary>
    public int RequestsInFlightPerArray { get; init; } = 8;

    /// <summary>Between two readings of a pair status while something moves; default 5 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Default 60 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a read is repeated while the array is silent. Null: 1 min.</summary>
    public TimeSpan? GoneAfter { get; init; }

    /// <summary>The same in mode disaster; from then on nothing waits for that array. Null: 5 s.</summary>
    public TimeSpan? GoneAfterInDisaster { get; init; }

    /// <summary>How long pairs are looked at when an array's job failed, since it may have changed some of them. Null: 1 min.</summary>
    public TimeSpan? FailedJobLook { get; init; }
}
