using System.Text.Json;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Language.Predictions;

/// <summary>What a condition asks of each pair.</summary>
internal sealed record PairDemand(WaitGoal? Goal, string? PvolAt, IoMode? PvolMode, IoMode? SvolMode, string? ReadOnlyAt)
{
    /// <summary>Direction and I/O mode; null where the state does not tell.</summary>
    public bool? IsThere(PairState state)
    {
        var parts = new bool?[] { PvolAt is null || state.PvolArray == PvolAt, ReadOnlyAt is null || !state.MayBeWrittenAt(ReadOnlyAt), Fits(PvolMode, state.PvolIoMode), Fits(SvolMode, state.SvolIoMode) };
        return parts.Any(p => p == false) ? false : parts.Any(p => p is null) ? null : true;
    }

    /// <summary>Why a pair in this state is not as demanded.</summary>
    public string Why(string group, PairState state) =>
        ReadOnlyAt is not null && state.MayBeWrittenAt(ReadOnlyAt) && (PvolAt is null || state.PvolArray == PvolAt) ? $"hosts may write to the volumes of {group} at {ReadOnlyAt} in {state.Statuses}"
        : (PvolMode, SvolMode) is (null, null) ? $"the P-VOL of {group} is at {state.PvolArray}"
        : $"{group} is in {state.Statuses}, P-VOL at {state.PvolArray}, I/O mode {state.PvolIoMode?.Word() ?? "?"}/{state.SvolIoMode?.Word() ?? "?"}";

    private static bool? Fits(IoMode? wanted, IoMode? has) => wanted is null ? true : has is null ? null : wanted == has;

    public static PairDemand Of(KnownArguments with, WaitGoal? goal)
    {
        var modes = with.Find("ioMode");
        var (p, s) = modes switch
        {
            null => (null, null),
            { ValueKind: JsonValueKind.Object } sides => (Side(sides, "pvol"), Side(sides, "svol")),
            _ => (IoModeWords.FromRunbook(with.Text("ioMode")!), IoModeWords.FromRunbook(with.Text("ioMode")!)),
        };
        return new(goal, with.Text("pvolAt"), p, s, with.Text("readOnlyAt"));
    }

    private static IoMode? Side(JsonElement sides, string name) =>
        sides.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String ? IoModeWords.FromRunbook(word.GetString()!) : null;

    public override string ToString() => string.Join(", ", new[]
    {
        Goal?.ToString(), PvolAt is null ? null : $"P-VOL at {PvolAt}", ReadOnlyAt is null ? null : $"not writable at {ReadOnlyAt}",
        (PvolMode, SvolMode) is (null, null) ? null : $"I/O mode {PvolMode?.Word() ?? "any"}/{SvolMode?.Word() ?? "any"}",
    }.Where(a => a is not null));
}
