using System.Text.Json.Serialization;

namespace RunbookEngine.Journal;

/// <summary>A pair as one reading found it. Statuses are spelt as the arrays spell them.</summary>
/// <param name="Array">Alias of the array that was asked.</param>
/// <param name="CopyGroup">Copy group, or snapshot group for Thin Image.</param>
/// <param name="Pair">Copy pair name; for Thin Image the <c>pvolLdevId,muNumber</c>.</param>
/// <param name="PvolStatus">Status on the P-VOL's side; empty when that array did not say.</param>
/// <param name="SvolStatus">Status on the S-VOL's side; empty when that array did not say.</param>
/// <param name="PvolArray">Alias (or storage device id) of the array that holds the P-VOL; null inside one array.</param>
/// <param name="Progress">Copy progress in percent, or null.</param>
public sealed record PairReading(
    string Array, string CopyGroup, string Pair, string PvolStatus, string SvolStatus, string? PvolArray = null, int? Progress = null)
{
    /// <summary>Host access to the S-VOL where the array tells it: <c>r</c> or <c>rw</c>; null unknown.</summary>
    public string? SvolAccess { get; init; }

    /// <summary>Alias of the array that told this alone, since its partner did not answer; null when both arrays were asked.</summary>
    public string? Alone { get; init; }

    public int? PvolLdev { get; init; }

    public int? SvolLdev { get; init; }

    /// <summary>When the pair was split, where its array tells it (Thin Image), as the array writes it; null unknown.</summary>
    public string? SplitTime { get; init; }

    /// <summary><c>PAIR/PAIR</c>; a side whose array did not say is <c>?</c>.</summary>
    [JsonIgnore]
    public string Statuses => $"{Known(PvolStatus)}/{Known(SvolStatus)}";

    public override string ToString() => $"{CopyGroup}/{Pair} {Statuses}";

    private static string Known(string status) => status.Length == 0 ? "?" : status;
}
