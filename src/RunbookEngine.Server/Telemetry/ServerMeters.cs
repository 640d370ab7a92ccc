using System.Diagnostics.Metrics;

namespace RunbookEngine.Server.Telemetry;

/// <summary>What the server counts and measures of its work.</summary>
internal sealed class ServerMeters : IDisposable
{
    public const string Name = "RunbookEngine";

    private readonly Meter _meter = new(Name);

    public ServerMeters()
    {
        RunsStarted = _meter.CreateCounter<long>("runbook.runs.started", description: "Runs that this process began to drive");
        RunsEnded = _meter.CreateCounter<long>("runbook.runs.ended", description: "Runs that ended here, by outcome");
        Steps = _meter.CreateCounter<long>("runbook.steps", description: "Steps that came to an end, by result");
        StepTime = _meter.CreateHistogram<double>("runbook.step.duration", "s", "Time of a step from its start to its end", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 5, 15, 60, 300, 900, 3600, 14400] });
        Waits = _meter.CreateCounter<long>("runbook.waits", description: "Waits for people or for a time that began");
        Requests = _meter.CreateCounter<long>("runbook.array.requests", description: "Requests that change an array, by how they came out");
        Approvals = _meter.CreateCounter<long>("runbook.approvals", description: "Decisions of approvers");
        StoreTime = _meter.CreateHistogram<double>("runbook.store.duration", "s", "Time the store took for one list, asked every 15 s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10] });
    }

    public Counter<long> RunsStarted { get; }

    public Counter<long> RunsEnded { get; }

    public Counter<long> Steps { get; }

    public Histogram<double> StepTime { get; }

    public Counter<long> Waits { get; }

    public Counter<long> Requests { get; }

    public Counter<long> Approvals { get; }

    public Histogram<double> StoreTime { get; }

    /// <summary>Runs by outcome that have not ended.</summary>
    public void Watch(Func<IReadOnlyDictionary<string, long>> open) => _meter.CreateObservableGauge(
        "runbook.runs.open", () => open().Select(c => new Measurement<long>(c.Value, KeyValuePair.Create("outcome", (object?)c.Key))), description: "Runs in the store that have not ended, by where they stand");

    public void Dispose() => _meter.Dispose();
}
