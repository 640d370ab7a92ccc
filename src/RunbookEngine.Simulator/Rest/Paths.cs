namespace RunbookEngine.Simulator.Rest;

/// <summary>Paths and queries as clients write them, in one form.</summary>
internal static class Paths
{
    public const int MaxLength = 4096;

    /// <summary>The whole path decoded, for errors and faults.</summary>
    public static string Decode(string path)
    {
        if (path.Length > MaxLength)
            path = path[..MaxLength];
        return Uri.UnescapeDataString(path);
    }

    /// <summary>
    /// Segments below /ConfigurationManager: <c>objects/storages/{id}/x</c> becomes <c>objects/x</c> and <c>v1/{id}/services</c> becomes
    /// <c>v1/services</c> when the id is this array's. One trailing slash is forgiven; %2C is a comma.
    /// </summary>
    /// <exception cref="Refusal">The path is not the API's, or names another array.</exception>
    public static IReadOnlyList<string> Segments(string path, string storageDeviceId)
    {
        if (path.Length > MaxLength)
            throw new Refusal(414, new("KART40015-E", $"The URL is longer than {MaxLength} characters.", null, "Shorten the URL."));
        var segments = path.TrimStart('/').Split('/').Select(Uri.UnescapeDataString).ToList();
        if (segments.Count > 1 && segments[^1].Length == 0)
            segments.RemoveAt(segments.Count - 1);
        if (segments.Count < 2 || segments[0] != "ConfigurationManager" || segments.Any(s => s.Length == 0 || s.Contains('/') || s.Contains('\\')))
            throw Refusal.NoSuchUrl();
        segments.RemoveAt(0);
        if (segments.Count > 4 && segments[1] == "objects" && segments[2] == "storages")
        {
            if (segments[3] == storageDeviceId)
                segments.RemoveRange(2, 2);
            else if (segments[3] != "remote-replications")
                throw Refusal.NoSuchObject("storageDeviceId = " + segments[3]);
        }
        if (segments.Count > 3 && segments[0] == "v1" && segments[2] == "services")
        {
            if (segments[1] != storageDeviceId)
                throw Refusal.NoSuchObject("storageDeviceId = " + segments[1]);
            segments.RemoveAt(1);
        }
        return segments;
    }

    /// <summary>Decoded parameters; the first of a repeated name counts.</summary>
    public static IReadOnlyDictionary<string, string> Query(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Take(64))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals];
            values.TryAdd(Text(name), equals < 0 ? "" : Text(part[(equals + 1)..]));
        }
        return values;
    }

    private static string Text(string part) => Uri.UnescapeDataString(part.Replace('+', ' '));
}
