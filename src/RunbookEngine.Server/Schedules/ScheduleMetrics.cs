using System.Diagnostics.Metrics;

namespace RunbookEngine.Server.Schedules;

/// <summary>What is counted of schedules and webhooks.</summary>
public sealed class ScheduleMetrics : IDisposable
{
    public const string MeterName = "RunbookEngine.Schedules";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _missed;
    private readonly Counter<long> _started;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _delay;

    public ScheduleMetrics()
    {
        _missed = _meter.CreateCounter<long>("runbook.schedule.missed", "{fire}", "Alerts about starts that did not happen, by schedule and reason.");
        _started = _meter.CreateCounter<long>("runbook.schedule.started", "{run}", "Runs that schedules started.");
        _refused = _meter.CreateCounter<long>("runbook.webhook.refused", "{request}", "Requests to webhooks that were refused, by status.");
        _delay = _meter.CreateHistogram<double>("runbook.schedule.delay", "s", "Time from when a run was due until it was stored.");
    }

    public void Missed(string source, string reason) => _missed.Add(1, new("source", source), new("reason", reason));

    public void Started(string schedule, TimeSpan delay)
    {
        _started.Add(1, new KeyValuePair<string, object?>("schedule", schedule));
        _delay.Record(delay.TotalSeconds);
    }

    public void Refused(int status) => _refused.Add(1, new KeyValuePair<string, object?>("status", status));

    public void Dispose() => _meter.Dispose();
}
