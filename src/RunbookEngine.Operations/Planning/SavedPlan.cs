using System.Text.Json;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Operations.Planning;

/// <summary>A plan that people have looked at: what will be carried out, and from where. Any change of it, or of what it was made from, is seen.</summary>
/// <param name="Format">Of this file.</param>
/// <param name="Simulated">The arrays were simulated, so their addresses are of no account.</param>
/// <param name="Hash">SHA-256 over plan and start state.</param>
public sealed record SavedPlan(string Format, Plan Plan, PlanStartState Start, bool Simulated, string Hash)
{
    private const string Current = "runbook-plan-v1";

    /// <summary>Bytes of a file that is read at most.</summary>
    private const long MaxBytes = 256L << 20;

    private static readonly JsonSerializerOptions Indented = new(PlanJson.Options) { WriteIndented = true };

    public static SavedPlan Of(PlanForecast forecast, bool simulated) =>
        new(Current, forecast.Plan, forecast.Start, simulated, HashOf(forecast.Plan, forecast.Start, simulated));

    public string ToJson() => JsonSerializer.Serialize(this, Indented) + "\n";

    /// <exception cref="CommandFailure">There is no such file, it is none, or it was changed by hand (then: refused).</exception>
    public static SavedPlan Read(string path)
    {
        SavedPlan? saved;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw new CommandFailure(Exit.Invalid, $"{path} is larger than {MaxBytes >> 20} MB");
            saved = JsonSerializer.Deserialize<SavedPlan>(File.ReadAllText(path), PlanJson.Options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandFailure(Exit.Invalid, $"{path} is no saved plan: {e.Message}", "write one with runbook plan FILE --save PLAN", e);
        }

        if (saved is not { Format: Current, Plan: not null, Start: not null })
            throw new CommandFailure(Exit.Invalid, $"{path} is no saved plan of format {Current}", "write one with runbook plan FILE --save PLAN");
        return saved.Hash == HashOf(saved.Plan, saved.Start, saved.Simulated) ? saved
            : throw new CommandFailure(Exit.Refused, $"{path} was changed after it was saved: its hash does not fit its content", "plan again, and have the new plan looked at");
    }

    /// <summary>The plan bound to where it is carried out: simulated arrays have other addresses every time.</summary>
    public Plan On(Language.Environments.EnvironmentModel? simulated) => simulated is null ? Plan : Plan.On(simulated.ToPlan());

    /// <summary>What differs between what was planned and what is there now; empty when nothing does.</summary>
    public IReadOnlyList<string> Drift(Plan pinned, PlanStartState now)
    {
        var found = new List<string>();
        found.AddRange(Sources(Plan).DistinctBy(s => s.File).Where(IsEdited).Select(s => $"the runbook {s.File} was edited since"));
        foreach (var (was, isNow) in TargetResolver.TargetsOf(Plan).Zip(TargetResolver.TargetsOf(pinned)))
        {
            var (before, after) = (Names(was), Names(isNow));
            found.AddRange(before.Except(after).Select(g => $"target {was.Name}: copy group {g} is gone"));
            found.AddRange(after.Except(before).Select(g => $"target {was.Name}: copy group {g} is new"));
        }

        found.AddRange(PairDrift(now));
        return found;
    }

    /// <summary>Of the runbook and of those it calls.</summary>
    private static IEnumerable<PlanSource> Sources(Plan plan) =>
        plan.AllSteps().Select(s => s.Child).OfType<Plan>().SelectMany(Sources).Concat(plan.Source is { } own ? [own] : []);

    /// <summary>A file that is not there says nothing: the plan holds its text.</summary>
    private static bool IsEdited(PlanSource source) => File.Exists(source.File)
        && TextHash.Of(Language.Documents.SourceFile.Read(source.File).Text) != source.Hash;

    private IEnumerable<string> PairDrift(PlanStartState now)
    {
        var there = Pairs(now);
        var planned = Pairs(Start);
        foreach (var (key, pair) in planned)
        {
            if (!there.TryGetValue(key, out var current))
                yield return $"{key} is gone";
            else if (Look(pair) != Look(current))
                yield return $"{key} was {Text(pair)} and is now {Text(current)}";
        }

        foreach (var key in there.Keys.Except(planned.Keys))
            yield return $"{key} is new";
    }

    /// <summary>Of the plan's own targets; what others do with other pairs is theirs.</summary>
    private Dictionary<string, StartPair> Pairs(PlanStartState state)
    {
        var names = TargetResolver.TargetsOf(Plan).SelectMany(t => (t.CopyGroups ?? []).Select(g => (t.Array, g.Name))).ToHashSet();
        return state.Groups.Where(g => names.Contains((g.Array, g.Name)))
            .SelectMany(g => g.Pairs.Select(p => (Key: $"{g.Array}: {g.Name}/{p.Name}", Pair: p))).DistinctBy(p => p.Key).ToDictionary(p => p.Key, p => p.Pair);
    }

    private static (string, string, string?, int?, int?) Look(StartPair pair) => (pair.PvolStatus, pair.SvolStatus, pair.PvolArray, pair.PvolLdev, pair.SvolLdev);

    private static string Text(StartPair pair) => $"{Known(pair.PvolStatus)}/{Known(pair.SvolStatus)}{(pair.PvolArray is { } array ? $" (P-VOL at {array})" : "")}";

    private static string Known(string status) => status.Length == 0 ? "?" : status;

    private static IEnumerable<string> Names(PlanTarget target) => (target.CopyGroups ?? []).Select(g => g.Name);

    private static string HashOf(Plan plan, PlanStartState start, bool simulated)
    {
        var matter = simulated ? plan with { Environment = new PlanEnvironment(plan.Environment.Name, Plan.EmptyObject) } : plan;
        return TextHash.Of(PlanJson.Fingerprint(matter) + StartStateJson.Fingerprint(start));
    }
}
