using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using RunbookEngine.Sinks;

namespace RunbookEngine.Server.Telemetry;

/// <summary>Listens to the meters of this process and writes what they say in the text format of Prometheus.</summary>
internal sealed class PrometheusPage : IDisposable
{
    /// <summary>Label combinations of one instrument; more are left out, so that no name from outside can fill the memory.</summary>
    private const int MaxSeries = 500;

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly HashSet<string> Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _all = new();
    private readonly MeterListener _listener = new();

    public PrometheusPage()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name) || instrument.Meter.Name.StartsWith("runbook", StringComparison.OrdinalIgnoreCase))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (instrument, series) in _all.OrderBy(i => i.Key.Name, StringComparer.Ordinal))
        {
            var kind = Kind(instrument);
            var name = Name(instrument, kind);
            if (instrument.Description is { Length: > 0 } description)
                text.Append("# HELP ").Append(name).Append(' ').Append(SinkText.Line(description).Replace("\\", "\\\\")).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
            foreach (var (labels, values) in series.OrderBy(s => s.Key, StringComparer.Ordinal))
                values.Write(text, name, labels);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _all.GetOrAdd(instrument, _ => new ConcurrentDictionary<string, Series>());
        var labels = Labels(tags);
        if (!series.TryGetValue(labels, out var found))
        {
            if (series.Count >= MaxSeries)
                return;
            found = series.GetOrAdd(labels, _ => new Series(Bounds(instrument)));
        }

        found.Take(value, sets: instrument.IsObservable);
    }

    private static double[]? Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<double> or Histogram<long> or Histogram<int> => DefaultBounds,
        _ => null,
    };

    private static string Kind(Instrument instrument) =>
        instrument.GetType().Name is var type && type.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
        : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter" : "gauge";

    private static string Name(Instrument instrument, string kind)
    {
        var name = new string([.. instrument.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
        return name + (instrument.Unit == "s" ? "_seconds" : instrument.Unit == "By" ? "_bytes" : "") + (kind == "counter" ? "_total" : "");
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0)
                text.Append(',');
            foreach (var c in name)
                text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            text.Append("=\"").Append(SinkText.PrometheusLabel(System.Convert.ToString(value, CultureInfo.InvariantCulture))).Append('"');
        }

        return text.ToString();
    }

    /// <summary>The values of one instrument with one set of labels.</summary>
    private sealed class Series(double[]? bounds)
    {
        private readonly long[] _buckets = new long[(bounds?.Length ?? 0) + 1];
        private readonly Lock _gate = new();
        private double _sum;
        private long _count;

        public void Take(double value, bool sets)
        {
            lock (_gate)
            {
                _sum = sets ? value : _sum + value;
                _count++;
                if (bounds is null)
                    return;
                var at = Array.FindIndex(bounds, b => value <= b);
                _buckets[at < 0 ? bounds.Length : at]++;
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (_gate)
            {
                if (bounds is null)
                {
                    Line(text, name, labels, _sum);
                    return;
                }

                var below = 0L;
                for (var i = 0; i <= bounds.Length; i++)
                {
                    below += _buckets[i];
                    var bound = i == bounds.Length ? "+Inf" : bounds[i].ToString("R", CultureInfo.InvariantCulture);
                    Line(text, name + "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", below);
                }

                Line(text, name + "_sum", labels, _sum);
                Line(text, name + "_count", labels, _count);
            }
        }

        private static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
