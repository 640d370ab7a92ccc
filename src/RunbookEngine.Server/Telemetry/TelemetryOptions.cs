namespace RunbookEngine.Server.Telemetry;

/// <summary>Section <c>telemetry</c> of the configuration file.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Address that takes OpenTelemetry data by OTLP over HTTP, as <c>http://collector:4318</c>. Default: none, nothing is sent.</summary>
    public string? Otlp { get; init; }

    /// <summary>Name of this server in traces and metrics. Default: <c>runbook</c>.</summary>
    public string Service { get; init; } = "runbook";
}
