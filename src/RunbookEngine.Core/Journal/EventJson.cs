using System.Text.Json;
using System.Text.Json.Serialization;
using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>Turns events into what a store keeps, and back.</summary>
public static class EventJson
{
    /// <summary>As events are written: a part of one looks the same everywhere.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 160,
    };

    private static readonly Dictionary<Type, string> Names = typeof(RunEvent)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
        .Cast<JsonDerivedTypeAttribute>()
        .ToDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    private static readonly Dictionary<string, Type> Types = Names.ToDictionary(n => n.Value, n => n.Key);

    /// <summary>The entry that follows on the given sequence number and hash.</summary>
    public static JournalEntry Write(RunId run, int sequence, string previousHash, DateTimeOffset at, RunEvent e)
    {
        var (type, payload) = (Names[e.GetType()], JsonSerializer.Serialize(e, e.GetType(), Options));
        return new JournalEntry(run, sequence, at, type, payload, HashChain.Next(previousHash, run, sequence, at, type, payload));
    }

    /// <exception cref="JournalCorruptException">The payload cannot be read, or a newer version wrote it.</exception>
    public static RunEvent Read(JournalEntry entry)
    {
        if (!Types.TryGetValue(entry.Type, out var type))
            throw new JournalCorruptException(
                $"run {entry.Run}, event {entry.Sequence}: '{entry.Type}' is unknown here; a newer version of runbook wrote it. Use that version or a later one.");
        try
        {
            return (RunEvent)JsonSerializer.Deserialize(entry.Payload, type, Options)!;
        }
        catch (JsonException e)
        {
            throw new JournalCorruptException($"run {entry.Run}, event {entry.Sequence} ({entry.Type}) cannot be read: {e.Message}", e);
        }
    }
}
