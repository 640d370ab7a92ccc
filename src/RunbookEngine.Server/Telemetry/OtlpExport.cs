using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace RunbookEngine.Server.Telemetry;

/// <summary>Sends traces and metrics to a collector, where one is configured.</summary>
internal sealed class OtlpExport(TelemetryOptions options) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Otlp is not { } address)
            return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService(options.Service);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource("Microsoft.AspNetCore", ServerMeters.Name)
            .AddOtlpExporter(o => Address(o, $"{address.TrimEnd('/')}/v1/traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(ServerMeters.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddOtlpExporter(o => Address(o, $"{address.TrimEnd('/')}/v1/metrics")).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static void Address(OtlpExporterOptions exporter, string address) => (exporter.Endpoint, exporter.Protocol) = (new Uri(address), OtlpExportProtocol.HttpProtobuf);
}
