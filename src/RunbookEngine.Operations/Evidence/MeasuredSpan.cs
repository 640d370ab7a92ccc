namespace RunbookEngine.Operations.Evidence;

/// <summary>A measured span of time with what is known of its error. docs/evidence.md defines each.</summary>
/// <param name="Value">The best figure; null when there is none, or only a bound.</param>
/// <param name="Low">It is not less than this.</param>
/// <param name="High">It is not more than this; null: no bound is known.</param>
/// <param name="Basis">What it was computed from, one sentence.</param>
public sealed record MeasuredSpan(TimeSpan? Value, TimeSpan Low, TimeSpan? High, string Basis)
{
    /// <summary>Why there is no figure; null when there is one, or a bound.</summary>
    public string? Missing { get; init; }

    /// <summary>What would make it measurable; null where nothing would.</summary>
    public string? Cure { get; init; }

    /// <summary>Data that is at most lacking, where an array tells bytes and no time.</summary>
    public long? Bytes { get; init; }

    public bool IsMeasured => Value is not null || High is not null || Low > TimeSpan.Zero;

    public static MeasuredSpan Exactly(TimeSpan span, string basis) => new(span, span, span, basis);

    /// <param name="cure">Null: nothing would.</param>
    public static MeasuredSpan NotMeasured(string why, string? cure) => new(null, TimeSpan.Zero, null, "") { Missing = why, Cure = cure };

    public Verdict Against(TimeSpan objective) =>
        !IsMeasured ? Verdict.NotMeasured
        : High <= objective ? Verdict.Met
        : Low > objective || Value > objective ? Verdict.Missed
        : Value is not null ? Verdict.MetByEstimate
        : Verdict.NotShown;

    /// <summary><c>3.2 s (3.0 s to 4.0 s)</c>, <c>at most 4.0 s</c>, or why there is none.</summary>
    public override string ToString() => this switch
    {
        { Missing: { } why } when !IsMeasured => Bytes is { } bytes ? $"at most {Sizes.Text(bytes)}; in time: {why}" : $"not measured: {why}",
        { Value: { } value, High: { } high } when high - Low < TimeSpan.FromSeconds(0.1) => Spans.Text(value),
        { Value: { } value, High: { } high } => $"{Spans.Text(value)} ({Spans.Text(Low)} to {Spans.Text(high)})",
        { Value: { } value } => $"about {Spans.Text(value)}, at least {Spans.Text(Low)}",
        { High: { } high } when Low > TimeSpan.Zero => $"{Spans.Text(Low)} to {Spans.Text(high)}",
        { High: { } high } => $"at most {Spans.Text(high)}",
        _ => $"at least {Spans.Text(Low)}",
    };
}

/// <summary>A figure held against its objective.</summary>
public enum Verdict
{
    /// <summary>Within the objective, its error included.</summary>
    Met,

    /// <summary>The figure is within it, its error is not.</summary>
    MetByEstimate,

    Missed,

    /// <summary>Only a bound is known, and the objective lies inside it.</summary>
    NotShown,

    NotMeasured,
}

public static class Verdicts
{
    /// <summary>As it stands in JSON and tables.</summary>
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.MetByEstimate => "met by estimate",
        Verdict.Missed => "MISSED",
        Verdict.NotShown => "not shown",
        _ => "not measured",
    };

    /// <summary>Null: nothing is proven either way.</summary>
    public static bool? Proven(this Verdict verdict) => verdict switch { Verdict.Met => true, Verdict.Missed => false, _ => null };
}

public static class Sizes
{
    /// <summary><c>12 KiB</c>, <c>3.4 MiB</c>, <c>8.0 GiB</c>.</summary>
    public static string Text(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < 5)
            (value, unit) = (value / 1024, unit + 1);
        return unit == 0 ? $"{bytes} bytes" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value:0.0} {"KMGTP"[unit - 1]}iB");
    }
}
