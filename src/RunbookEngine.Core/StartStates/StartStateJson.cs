using System.Security.Cryptography;
using System.Text.Json;
using RunbookEngine.Plans;

namespace RunbookEngine.StartStates;

/// <summary>Start states as files: <c>plan --save-state</c> writes them, <c>rehearse --from-state</c> reads them.</summary>
public static class StartStateJson
{
    /// <summary>What the file says it is.</summary>
    public const string Kind = "runbook-start-state";

    private static readonly JsonSerializerOptions Indented = new(PlanJson.Options) { WriteIndented = true };

    public static string Write(PlanStartState state) => JsonSerializer.Serialize(new StartStateFile(Kind, 1, state), Indented) + "\n";

    /// <exception cref="FormatException">It is no start state, or one of a later version; the message says what is wrong.</exception>
    public static PlanStartState Read(string text)
    {
        StartStateFile? file;
        try
        {
            file = JsonSerializer.Deserialize<StartStateFile>(text, PlanJson.Options);
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is no start state: {e.Message}", e);
        }

        return file switch
        {
            not { Kind: Kind } => throw new FormatException($"it is no start state: 'kind' is not {Kind}"),
            { Version: not 1 } => throw new FormatException($"it is a start state of version {file.Version}; this program reads version 1"),
            { State: { } state } => state,
            _ => throw new FormatException("it is no start state: 'state' is missing"),
        };
    }

    /// <summary>SHA-256 over what matters to a run: statuses, roles and volumes, not the time or usage of the reading.</summary>
    public static string Fingerprint(PlanStartState state)
    {
        var matter = state.Groups.OrderBy(g => g.Array, StringComparer.Ordinal).ThenBy(g => g.Name, StringComparer.Ordinal)
            .Select(g => g with { Pairs = [.. g.Pairs.OrderBy(p => p.Name, StringComparer.Ordinal)] });
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(matter, PlanJson.Options)));
    }

    private sealed record StartStateFile(string Kind, int Version, PlanStartState? State);
}
