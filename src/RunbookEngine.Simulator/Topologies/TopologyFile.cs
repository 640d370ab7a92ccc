using System.Text;

namespace RunbookEngine.Simulator.Topologies;

/// <summary>A topology file to a <see cref="Topology"/>; every mistake in one go.</summary>
internal static class TopologyFile
{
    public const int MaxBytes = 4 * 1024 * 1024;

    public static TopologyResult Load(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (info.Exists && info.Length > MaxBytes)
                return Fail(path, $"the file has {info.Length} bytes; at most {MaxBytes} are read", "Use ranges for volumes and pairs.");
            return Parse(File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fail(path, e is DecoderFallbackException ? "the file is not UTF-8 text" : "the file can't be read: " + e.Message, "Check the path and its permissions.");
        }
    }

    public static TopologyResult Parse(string text, string file)
    {
        var (root, error) = YamlTree.Read(text, file);
        if (error is not null)
            return new(null, [error]);
        if (root is not YamlMapping map)
            return Fail(file, "a topology is a mapping that starts with 'topology: v1'", "See docs/simulator.md for the keys.");
        var mistakes = new Mistakes(file);
        var topology = ReadRoot(new Fields(map, mistakes, "a topology"));
        return mistakes.Any ? new(null, mistakes.InOrder()) : new(topology, []);
    }

    private static Topology ReadRoot(Fields root)
    {
        if (!root.Has("topology"))
            root.Missing("topology");
        root.Choice("topology", "v1", "v1");
        var clock = root.Map("clock", "clock");
        var arrays = ReadArrays(root);
        var topology = new Topology
        {
            Name = root.RequiredText("name"),
            Seed = root.Whole("seed", 0, int.MaxValue) ?? 1,
            Speed = clock?.Number("speed", 0.01, Clocks.ScaledClock.MaxSpeed) ?? 1,
            Arrays = [.. arrays.Select(a => a.Spec)],
            Links = [.. root.Maps("links", "a link").Select(ReplicationReader.Link)],
            CopyGroups = [.. root.Maps("copyGroups", "a copy group").Select(ReplicationReader.CopyGroup)],
            SnapshotGroups = [.. root.Maps("snapshotGroups", "a snapshot group").Select(ReplicationReader.SnapshotGroup)],
            Faults = [.. root.Maps("faults", "a fault").Select(FaultReader.Fault)],
            Timing = OptionsReader.Timing(root.Map("timing", "timing")),
            Switches = OptionsReader.Switches(root.Map("switches", "switches")),
        };
        clock?.Done();
        _ = root.TextOrNull("description");
        root.Done();
        TopologyRules.Check(topology, root, arrays);
        return topology;
    }

    private static List<(ArraySpec Spec, Fields Place)> ReadArrays(Fields root)
    {
        var arrays = new List<(ArraySpec, Fields)>();
        if (root.Map("arrays", "arrays") is not { } map)
        {
            if (!root.Has("arrays"))
                root.Missing("arrays");
            return arrays;
        }
        foreach (var (key, node) in map.Entries)
        {
            if (node is YamlMapping body)
            {
                var fields = new Fields(body, root.Mistakes, $"array '{key.Text}'");
                arrays.Add((ArrayReader.Array(key.Text, fields), fields));
            }
            else
            {
                root.Mistakes.Add(node, $"array '{key.Text}' must be a mapping", "Write 'storageDeviceId: ...' and so on below it.");
            }
        }
        if (arrays.Count == 0 && !root.Mistakes.Any)
            root.Mistakes.Add(map.Place, "a topology needs at least one array", null);
        if (arrays.Count > 64)
            root.Mistakes.Add(map.Place, $"{arrays.Count} arrays; at most 64 are simulated", null);
        return arrays;
    }

    private static TopologyResult Fail(string file, string message, string help) => new(null, [new(file, 1, 1, message, help)]);
}
