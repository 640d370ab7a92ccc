using System.Text.Json;
using System.Text.Json.Serialization;
using RunbookEngine.Journal;

namespace RunbookEngine.Rehearsal.States;

/// <summary>Pairs as they stood on real arrays at one moment, written by <c>runbook plan --save-state</c>, to rehearse from.</summary>
/// <param name="TakenAt">When they were read.</param>
/// <param name="Environment">Name of the environment they were read in.</param>
/// <param name="Pairs">With the technology of their target beside each.</param>
public sealed record SavedState(DateTimeOffset TakenAt, string Environment, IReadOnlyList<SavedPair> Pairs)
{
    /// <summary>Bytes of a file that is read at most.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>Says which format it is.</summary>
    [JsonPropertyName("pairState")]
    public string Format { get; init; } = "v1";

    public string Write() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <exception cref="SavedStateException">The file cannot be read or holds no pair state; the message says why.</exception>
    public static SavedState Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes } large)
                throw new SavedStateException($"{path} has {large.Length} bytes; at most {MaxBytes} are read");
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SavedStateException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <param name="name">What messages call it.</param>
    /// <exception cref="SavedStateException">The text holds no pair state.</exception>
    public static SavedState Parse(string text, string name)
    {
        try
        {
            var state = JsonSerializer.Deserialize<SavedState>(text, Json);
            return state is { Format: "v1", Pairs: not null, Environment: not null } && state.Pairs.All(p => p is { Pair: not null, Technology: not null })
                ? state
                : throw new SavedStateException($"{name} holds no pair state of format v1; write one with: runbook plan FILE --environment F --save-state {name}");
        }
        catch (JsonException e)
        {
            throw new SavedStateException($"{name} is no pair state: {e.Message}");
        }
    }
}

/// <param name="Technology">As runbooks spell it: <c>universal-replicator</c>.</param>
/// <param name="Pair">As an array told it.</param>
public sealed record SavedPair(string Technology, PairReading Pair);

public sealed class SavedStateException(string message) : Exception(message);
