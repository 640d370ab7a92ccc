using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Bundles;

/// <summary>A journal as JSON lines: one event a line, its payload verbatim, so that the hash chain can be computed again.</summary>
public static class JournalLines
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static byte[] Write(IEnumerable<JournalEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(new JsonObject
            {
                ["run"] = entry.Run.ToString(),
                ["sequence"] = entry.Sequence,
                ["at"] = entry.At.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture),
                ["type"] = entry.Type,
                ["payload"] = entry.Payload,
                ["hash"] = entry.Hash,
            }.ToJsonString()).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <exception cref="FormatException">A line is no event; the message says which.</exception>
    public static IReadOnlyList<JournalEntry> Read(byte[] lines)
    {
        var entries = new List<JournalEntry>();
        foreach (var line in Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                var json = JsonElement.Parse(line);
                entries.Add(new JournalEntry(
                    RunId.TryParse(json.GetProperty("run").GetString()!) ?? throw new FormatException("its run is no run id"), json.GetProperty("sequence").GetInt32(),
                    DateTimeOffset.ParseExact(json.GetProperty("at").GetString()!, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                    json.GetProperty("type").GetString()!, json.GetProperty("payload").GetString()!, json.GetProperty("hash").GetString()!));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
            {
                throw new FormatException($"line {entries.Count + 1} of the journal is no event: {e.Message}", e);
            }
        }

        return entries;
    }
}
