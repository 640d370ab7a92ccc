using System.Globalization;
using System.Text.Json;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>The volume verbs: which volumes of which pairs they are about. They change no pair.</summary>
internal static class VolumeStep
{
    /// <summary>More volumes than these are counted, not listed.</summary>
    private const int Listed = 12;

    /// <summary>What the automatic undo of a volume verb does; null for other verbs and other ways back.</summary>
    public static string? TakesBack(PlanStep step) => step.Rollback.Kind != RollbackKind.Auto ? null : step.Verb switch
    {
        "volume.map" => "takes away the LU paths that it made",
        "volume.unmap" => "makes the LU paths again, with their LUNs",
        "volume.reserve" => "takes the reserve attribute away; virtual ids come back",
        "volume.virtualId" => "the virtual ids of before come back",
        _ => null,
    };

    public static StepEffect Predict(PlanStartState start, Plan plan, PairWorld world, PlanStep step, KnownArguments with)
    {
        if (with.Text("on") is not { } on)
            return StepEffect.None(world, StepVerdict.Uncertain) with { Why = "which volumes they are, only the run knows" };
        var units = PlannedUnit.Of(plan, on);
        if (units.IsEmpty)
        {
            var outside = $"'{on}' is in no target of this run, or the target has no copy groups";
            return StepEffect.Failure(world, outside, new Finding(PredictionCodes.NothingNamed, Severity.Error, outside));
        }

        return step.Verb is "volume.map" or "volume.unmap" ? Paths(start, world, step, with, units) : Identities(world, step, with);
    }

    private static StepEffect Paths(PlanStartState start, PairWorld world, PlanStep step, KnownArguments with, IReadOnlyCollection<PlannedUnit> units)
    {
        var ofPvols = with.Text("side") == "pvol";
        var pairs = units.SelectMany(u => start.Groups.Where(g => g.Name == u.Group.Name && (g.Array == u.Target.Array || g.RemoteArray == u.Target.Array))
            .SelectMany(g => g.Pairs.Where(p => u.Covers(p.Name)).Select(p => (Group: g, Pair: p)))).ToList();
        var volumes = pairs.Select(p => (Ldev: ofPvols ? p.Pair.PvolLdev : p.Pair.SvolLdev,
            Array: (ofPvols ? p.Pair.PvolArray : p.Pair.SvolArray) ?? p.Group.Array)).Where(v => v.Ldev is not null).Distinct().ToList();
        var groups = with.Knows("hostGroups") ? string.Join(", ", with.Texts("hostGroups")) : "host groups that only the run knows";
        var names = string.Join(", ", volumes.Take(Listed).Select(v => v.Ldev!.Value.ToString(CultureInfo.InvariantCulture))) + (volumes.Count > Listed ? ", ..." : "");
        var what = $"LU paths of {(volumes.Count == 0 ? "the" : $"{volumes.Count}")} {(ofPvols ? "P-VOLs" : "S-VOLs")}{(names.Length == 0 ? "" : $" ({names})")} {(step.Verb == "volume.map" ? "to" : "from")} {groups}";
        var pvols = start.Groups.SelectMany(g => g.Pairs.Select(p => (p.PvolLdev, Array: p.PvolArray ?? g.Array, g.Name))).Where(p => p.PvolLdev is not null)
            .GroupBy(p => (p.PvolLdev, p.Array)).ToDictionary(p => p.Key, p => p.First().Name);
        if (!with.Flag("allowPvol") && with.Knows("allowPvol") && volumes.Where(v => pvols.ContainsKey((v.Ldev, v.Array))).ToList() is [var own, ..])
        {
            var refused = $"LDEV {own.Ldev} on {own.Array} is a P-VOL of {pvols[(own.Ldev, own.Array)]}; without 'allowPvol: true' nothing is changed";
            return StepEffect.Failure(world, refused, new Finding(PredictionCodes.Rejected, Severity.Error, $"{step.Verb}: {refused}"));
        }

        return StepEffect.None(world) with { Why = what };
    }

    private static StepEffect Identities(PairWorld world, PlanStep step, KnownArguments with)
    {
        var volumes = with.Find("volumes") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(Text).ToList() : [];
        var what = step.Verb == "volume.reserve" ? "GAD reserve attribute" : "virtual ids";
        return StepEffect.None(world) with { Why = $"{what} of {volumes.Count} volumes: {string.Join(", ", volumes.Take(Listed))}{(volumes.Count > Listed ? ", ..." : "")}" };
    }

    private static string Text(JsonElement volume) => volume.ValueKind == JsonValueKind.Object
        ? $"{(volume.TryGetProperty("ldev", out var ldev) ? ldev.ToString() : "?")} as {(volume.TryGetProperty("virtualId", out var id) ? id.ToString() : "?")}" : volume.ToString();
}
