using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookEngine.Import.Cci.Horcm;

/// <summary>Reads HORCM configuration files. Never throws for what is written there.</summary>
/// <remarks>Source: Command Control Interface Installation and Configuration Guide, configuration definition file.</remarks>
internal static partial class HorcmReader
{
    /// <summary>Highest LDEV number of an array.</summary>
    private const int MaxLdev = 65279;

    /// <param name="place">Place among the files given, from 0: the instance number when the name has none.</param>
    public static HorcmFile Read(string name, string text, int place)
    {
        var serials = ImmutableArray.CreateBuilder<string>();
        var hosts = ImmutableArray.CreateBuilder<string>();
        var devices = ImmutableArray.CreateBuilder<HorcmDevice>();
        var unread = ImmutableArray.CreateBuilder<HorcmUnread>();
        var (section, number) = ("", 0);
        foreach (var written in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var line = written.Split('#')[0].Trim();
            if (line.Length == 0)
                continue;
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields[0].StartsWith("HORCM", StringComparison.Ordinal))
            {
                section = fields[0];
                if (section is not ("HORCM_MON" or "HORCM_CMD" or "HORCM_LDEV" or "HORCM_DEV" or "HORCM_INST" or "HORCM_INSTP"))
                    unread.Add(new(number, line, $"the section {section} is not used"));
                continue;
            }

            switch (section)
            {
                case "HORCM_MON" or "HORCM_INST" or "HORCM_INSTP":
                    break;
                case "HORCM_CMD":
                    serials.AddRange(CommandDevice().Matches(line).Select(m => m.Groups[1].Value));
                    hosts.AddRange(VirtualDevice().Matches(line).Select(m => m.Groups[1].Value));
                    break;
                case "HORCM_LDEV" when fields.Length >= 4 && fields[2].All(char.IsAsciiDigit) && Ldev(fields[3]) is { } ldev:
                    devices.Add(new(fields[0], fields[1], fields[2], ldev, fields.ElementAtOrDefault(4) ?? "", number));
                    break;
                case "HORCM_DEV" when fields.Length >= 5:
                    devices.Add(new(fields[0], fields[1], null, null, fields.ElementAtOrDefault(5) ?? "", number));
                    unread.Add(new(number, line, "it names the volume by port and LUN: the serial number and the LDEV id are not known here"));
                    break;
                default:
                    unread.Add(new(number, line, section.Length == 0 ? "it stands in no section" : $"it is no line of {section} as the manual has it"));
                    break;
            }
        }

        var instance = InstanceName().Match(Path.GetFileName(name)) is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : place;
        return new HorcmFile(name, instance, [.. serials.Distinct()], [.. hosts.Distinct()], devices.ToImmutable(), unread.ToImmutable());
    }

    /// <summary><c>577</c>, <c>0x241</c>, <c>02:41</c> or <c>00:02:41</c>; null for anything else.</summary>
    public static int? Ldev(string text)
    {
        if (text.Contains(':'))
        {
            var parts = text.Split(':');
            if (parts.Length is not (2 or 3) || parts.Any(p => p.Length is 0 or > 2 || !p.All(char.IsAsciiHexDigit)))
                return null;
            var number = parts.Aggregate(0, (sum, p) => sum * 256 + int.Parse(p, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            return number <= MaxLdev ? number : null;
        }

        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var read = hex
            ? int.TryParse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return read && value is >= 0 and <= MaxLdev ? value : null;
    }

    [GeneratedRegex(@"(?<!IP)CMD-(\d{1,9})(?!\d)", RegexOptions.IgnoreCase)]
    private static partial Regex CommandDevice();

    [GeneratedRegex(@"IPCMD-(\d{1,3}(?:\.\d{1,3}){3})", RegexOptions.IgnoreCase)]
    private static partial Regex VirtualDevice();

    [GeneratedRegex(@"^horcm(\d{1,4})\.conf$", RegexOptions.IgnoreCase)]
    private static partial Regex InstanceName();
}
