using System.Security.Cryptography;
using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.StartStates;

/// <summary>Start states as files: <c>plan --save-state</c> writes them, <c>rehearse --from-state</c> reads them.</summary>
public static class StartStateJson
{
    /// <summary>The format that is written and read.</summary>
    public const string Format = "v1";

    private static readonly JsonSerializerOptions Indented = new(PlanJson.Options) { WriteIndented = true };

    /// <param name="environment">Name of the environment it was read in.</param>
    public static string Write(PlanStartState state, string environment) =>
        JsonSerializer.Serialize(new StartStateFile(Format, state.At, environment, [.. Pairs(state)], state), Indented) + "\n";

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
            throw new FormatException($"it is no pair state: {e.Message}", e);
        }

        return file is { PairState: Format, State: { } state }
            ? state
            : throw new FormatException($"it is no pair state of format {Format}; write one with runbook plan FILE --environment F --save-state STATE");
    }

    private static IEnumerable<StatePair> Pairs(PlanStartState state) => state.Groups.SelectMany(g => g.Pairs.Select(p =>
        new StatePair(g.Technology, new PairReading(g.Array, g.Name, p.Name, p.PvolStatus, p.SvolStatus, p.PvolArray) { PvolLdev = p.PvolLdev, SvolLdev = p.SvolLdev })));

    /// <summary>SHA-256 over what matters to a run: statuses, roles and volumes, not the time or usage of the reading.</summary>
    public static string Fingerprint(PlanStartState state)
    {
        var matter = state.Groups.OrderBy(g => g.Array, StringComparer.Ordinal).ThenBy(g => g.Name, StringComparer.Ordinal)
            .Select(g => g with { Pairs = [.. g.Pairs.OrderBy(p => p.Name, StringComparer.Ordinal)] });
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(matter, PlanJson.Options)));
    }

    private sealed record StartStateFile(string PairState, DateTimeOffset? TakenAt, string Environment, IReadOnlyList<StatePair> Pairs, PlanStartState? State);

    /// <summary>A pair as the arrays told it: what a rehearsal needs.</summary>
    private sealed record StatePair(string Technology, PairReading Pair);
}
