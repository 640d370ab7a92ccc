using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What hosts may do with the S-VOL of a split TrueCopy or Universal Replicator pair: no array tells it, but a run that
/// split the pair knows what it asked for.</summary>
internal static class KnownAccess
{
    /// <returns><c>r</c>, <c>rw</c>, or null when this run has not split the pair.</returns>
    public static string? Of(RunState run, PairUnit unit, string pair)
    {
        if (unit.Technology is not (Technology.TrueCopy or Technology.UniversalReplicator))
        {
            return null;
        }
        var last = run.Steps.Values.SelectMany(s => s.Operations)
            .Where(o => o.Result is OperationResult.Done or OperationResult.Failed or null && Touches(o.Intent, unit, pair))
            .MaxBy(o => o.Sequence);
        return last?.Intent.Action == "split" ? Asked(last.Intent.Request.Body) : null;
    }

    private static bool Touches(OperationIntended intent, PairUnit unit, string pair) =>
        (intent.Target == unit.Group.Name || intent.Target == $"{unit.Group.Name}/{pair}")
        && intent.Before.Any(b => b.Array == unit.Target.Array && b.CopyGroup == unit.Group.Name && b.Pair == pair && !(intent.Action == "split" && IsSplit(b)));

    /// <summary>A request for the whole group leaves a pair alone that is split already, its access included.</summary>
    private static bool IsSplit(PairReading before) => before is { PvolStatus: "PSUS", SvolStatus: "SSUS" or "PSUS" };

    private static string Asked(string? body) =>
        body is not null && JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty("parameters", out var parameters) && parameters.TryGetProperty("svolAccessMode", out var mode)
            ? mode.GetString() ?? "r" : "r";
}
