using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookEngine.Simulator.World;

/// <summary>Capacities as the API writes them: <c>10.00 G</c> out, <c>10G</c> in. Powers of 1024; a block has 512 bytes.</summary>
internal static partial class Capacity
{
    public const int BlockBytes = 512;

    /// <summary>Page of a DP volume, the least it can have allocated.</summary>
    public const long PageBytes = 42L << 20;

    /// <summary>Largest DP volume.</summary>
    /// <remarks>Source: REST API guide MK-98RD9014, creating an LDEV: 256 TB.</remarks>
    public const long MaxBytes = 256L << 40;

    public static string Text(long bytes)
    {
        var (size, unit) = bytes >= 1L << 40 ? (bytes / (double)(1L << 40), "T") : bytes >= 1L << 30 ? (bytes / (double)(1L << 30), "G") : (bytes / (double)(1L << 20), "M");
        return size.ToString("0.00", CultureInfo.InvariantCulture) + " " + unit;
    }

    /// <summary>Bytes, or null when the text is no capacity.</summary>
    public static long? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var bytes = number * Math.Pow(1024, "KMGT".IndexOf(char.ToUpperInvariant(match.Groups[2].Value[0])) + 1);
        return bytes <= MaxBytes ? (long)(bytes / BlockBytes) * BlockBytes : null;
    }

    [GeneratedRegex(@"^(\d{1,9}(?:\.\d{1,2})?) ?([KMGTkmgt])$")]
    private static partial Regex Pattern();
}
