using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Horcm;

namespace RunbookEngine.Import.Report;

/// <summary>Aliases and storage device ids for the serial numbers of HORCM files.</summary>
internal sealed class ArrayRegister(ImmutableArray<HorcmFile> files)
{
    private readonly Dictionary<string, ImportedArray> _arrays = new(StringComparer.Ordinal);

    /// <summary>In the order of their first use.</summary>
    public List<ImportedArray> All { get; } = [];

    /// <param name="serial">Null for an array that no HORCM file names.</param>
    /// <param name="side">What it is then called: <c>pvol-array</c>, <c>svol-array</c>.</param>
    public string AliasOf(string? serial, string side)
    {
        var key = serial ?? side;
        if (!_arrays.TryGetValue(key, out var array))
        {
            array = serial is null ? Unknown(side) : Known(serial);
            // Two spellings of one serial number are one array.
            if (All.FirstOrDefault(a => a.DeviceId == array.DeviceId) is { } same)
                array = same;
            else
                All.Add(array);
            _arrays[key] = array;
        }

        return array.Alias;
    }

    /// <summary>The alias of an array of which the serial number is known.</summary>
    public static string NameOf(string serial) => $"array-{serial}";

    private ImportedArray Unknown(string side)
    {
        var number = 1;
        while (All.Any(a => a.DeviceId == Placeholder(number)))
            number++;
        return new(side, Placeholder(number), $"{side}.example", "no HORCM file given names this array: endpoint and storageDeviceId are made up");
    }

    private static string Placeholder(int number) => $"90000000000{number}";

    private ImportedArray Known(string serial)
    {
        var (model, digits, family) = Model(serial);
        var host = files.Where(f => f.CommandHosts.Length > 0 && f.Devices.All(d => d.Serial == serial)).Select(f => f.CommandHosts[0]).FirstOrDefault();
        var about = $"HORCM serial {serial}: taken for {family}; `GET /ConfigurationManager/v1/objects/storages` shows the id"
            + (host is null ? "; the endpoint is made up" : "; the endpoint is the address of the virtual command device");
        return new ImportedArray(NameOf(serial), model + digits, host ?? $"array-{serial}.example", about);
    }

    /// <summary>HORCM files write some serial numbers with a digit in front that tells the family.</summary>
    /// <remarks>Source: CCI Installation and Configuration Guide, serial numbers; REST API guide MK-98RD9014, storage device ids.</remarks>
    private static (string Model, string Digits, string Family) Model(string serial)
    {
        var trimmed = serial.TrimStart('0');
        return trimmed.Length switch
        {
            6 when trimmed[0] == '5' => ("900000", $"0{trimmed[1..]}", "a VSP 5000 (5 in front of the serial number)"),
            6 when trimmed[0] == '3' => ("800000", $"0{trimmed[1..]}", "a VSP G1x00 (3 in front of the serial number)"),
            6 when trimmed[0] == '4' => ("886000", trimmed, "a VSP G or F series (serial numbers from 400000; E series: 936000 or 938000)"),
            6 when trimmed[0] == '8' => ("A34000", trimmed, "a VSP One Block"),
            > 6 => ("900000", trimmed[^6..], "an array with a long serial number, cut to 6 digits"),
            _ => ("900000", trimmed.PadLeft(6, '0'), "a VSP 5000; other models have another first half"),
        };
    }
}
