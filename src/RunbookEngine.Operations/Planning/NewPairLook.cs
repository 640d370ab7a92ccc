using System.Text.Json;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Limits;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.StartStates;

namespace RunbookEngine.Operations.Planning;

/// <summary>Looks at the volumes and journals of the pairs that a plan makes, and says what an array would refuse; or that nobody looked.</summary>
internal sealed class NewPairLook(VolumeReader volumes)
{
    /// <summary>S-VOLs that one P-VOL has in ShadowImage.</summary>
    private const int MostCopies = 3;

    public async Task<IReadOnlyList<StepFinding>> FindAsync(PlanForecast forecast, CancellationToken cancellationToken)
    {
        var found = new List<StepFinding>();
        var deletes = false;
        foreach (var step in forecast.Steps)
        {
            foreach (var group in step.Groups.Where(g => g.Requests.Any(r => r.Operation.Action == PairAction.Create)))
            {
                // A pair that an earlier step deletes is there now and gone then.
                var severity = deletes || step.Runs != Chance.Yes ? Severity.Warning : Severity.Error;
                await foreach (var (wrong, isError) in LookAsync(forecast, group, cancellationToken))
                    found.Add(new StepFinding(step, isError ? PredictionCodes.NewPairVolume : PredictionCodes.NewPairNotLookedAt, isError ? severity : Severity.Warning, wrong,
                        isError ? "name volumes that are free, alike and fit for the technology, and ids that the arrays have" : "look at them at the array before the run"));
            }

            deletes |= step.Groups.Any(g => g.Requests.Any(r => r.Operation.Action == PairAction.Delete));
        }

        return found;
    }

    private async IAsyncEnumerable<(string Wrong, bool IsError)> LookAsync(PlanForecast forecast, GroupForecast group, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (name, request) = (group.CopyGroup, group.Requests.First(r => r.Operation.Action == PairAction.Create));
        var arguments = JsonElement.Parse(request.Arguments ?? "{}");
        var remote = group.Technology.IsRemote()
            ? TargetResolver.TargetsOf(forecast.Plan).FirstOrDefault(t => t.Array == group.Array && (t.CopyGroups ?? []).Any(g => g.Name == name))?.RemoteArray : group.Array;
        var wanted = group.Requests.Select(r => r.Pair).ToHashSet();
        foreach (var pair in arguments.TryGetProperty("pairs", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [])
        {
            var called = Text(pair, "name") ?? "?";
            if (!wanted.Contains(called))
                continue;
            var (pvol, svol) = (Number(pair, "pvol"), Number(pair, "svol"));
            if (pvol is null || (svol is null && (pair.TryGetProperty("svol", out _) || group.Technology != Technology.ThinImage)) || remote is null)
            {
                yield return ($"the volumes of the new pair {name}/{called} are not looked at: their numbers, or the partner array, are known only when it runs", false);
                continue;
            }

            foreach (var wrong in await PairAsync(forecast.Start, group, remote, called, pvol.Value, svol, Reserves(forecast, arguments), cancellationToken))
                yield return wrong;
        }

        foreach (var wrong in await JournalsAsync(group, remote, arguments, cancellationToken))
            yield return wrong;
        foreach (var wrong in await LimitsAsync(forecast.Start, group, remote, arguments, wanted.Count, cancellationToken))
            yield return wrong;
    }

    /// <summary>What the models of the arrays do not take: a consistency group, a journal, that many pairs.</summary>
    private async Task<IReadOnlyList<(string, bool)>> LimitsAsync(
        PlanStartState start, GroupForecast group, string? remote, JsonElement arguments, int added, CancellationToken cancellationToken)
    {
        var consistency = Number(arguments, "consistencyGroup");
        arguments.TryGetProperty("journals", out var journals);
        var grouped = consistency is not null || Text(arguments, "consistencyGroup") is not null || group.Technology == Technology.UniversalReplicator
            || (arguments.TryGetProperty("consistencyGroup", out var flag) && flag.ValueKind == JsonValueKind.True);
        var pairs = added + (start.Groups.FirstOrDefault(g => g.Name == group.CopyGroup && g.Array == group.Array)?.Pairs.Count(p => p.PvolStatus != "SMPL") ?? 0);
        var found = new List<(string, bool)>();
        foreach (var (side, array) in new[] { ("pvol", group.Array), ("svol", remote) }.DistinctBy(a => a.Item2))
        {
            if (array is null)
                continue;
            try
            {
                if (ModelLimits.Of(await volumes.ModelAsync(array, cancellationToken)) is not { } limits)
                    continue;
                found.AddRange(new[]
                {
                    consistency is { } id ? limits.RefuseConsistencyGroup(group.Technology, id) : null,
                    Number(journals, side) is { } journal ? limits.RefuseJournal(journal) : null,
                    grouped ? limits.RefusePairs(pairs) : null,
                }.OfType<string>().Select(why => ($"{group.CopyGroup}: array {array}: {why}", true)));
            }
            catch (ArrayApiException e)
            {
                found.Add(($"the limits of {array} are not looked at: {e.Message}", false));
            }
        }

        return found;
    }

    private static bool Reserves(PlanForecast forecast, JsonElement arguments) => arguments.TryGetProperty("reserve", out _)
        || forecast.Plan.AllSteps().Any(s => s.Verb.Contains("reserve", StringComparison.OrdinalIgnoreCase));

    private async Task<IReadOnlyList<(string, bool)>> PairAsync(
        PlanStartState start, GroupForecast group, string remote, string called, int pvol, int? svol, bool reserves, CancellationToken cancellationToken)
    {
        var name = $"{group.CopyGroup}/{called}";
        try
        {
            var p = await volumes.ReadAsync(group.Array, pvol, cancellationToken);
            var s = svol is { } number ? await volumes.ReadAsync(remote, number, cancellationToken) : null;
            List<(string, bool)> found = [];
            if (p is null)
                found.Add(($"{name}: array {group.Array} has no volume {pvol}", true));
            if (svol is not null && s is null)
                found.Add(($"{name}: array {remote} has no volume {svol}", true));
            foreach (var (volume, array, role) in new[] { (p, group.Array, "P-VOL"), (s, remote, "S-VOL") }.Where(v => v.Item1?.Status is "BLK"))
                found.Add(($"{name}: the {role} {volume!.LdevId} on {array} is blocked", true));
            if (p?.CapacityBytes is { } one && s?.CapacityBytes is { } other && one != other)
                found.Add(($"{name}: the P-VOL {pvol} has {one:N0} bytes and the S-VOL {svol} has {other:N0}; both sides of a pair have the same size", true));
            found.AddRange(InUse(start, group, remote, name, pvol, svol, s).Select(wrong => (wrong, true)));
            found.AddRange(Reserve(group, remote, name, p, s, reserves).Select(wrong => (wrong, true)));
            found.AddRange(new[] { (p, group.Array, "P-VOL"), (s, remote, "S-VOL") }
                .Where(v => v.Item1?.Attributes.Contains("JNL") == true).Select(v => ($"{name}: the {v.Item3} {v.Item1!.LdevId} on {v.Item2} is a journal volume", true)));
            if (group.Technology.IsRemote())
                found.AddRange(new[] { (p, group.Array, "P-VOL"), (s, remote, "S-VOL") }.Where(v => v.Item1 is { Paths.Count: 0 })
                    .Select(v => ($"{name}: the {v.Item3} {v.Item1!.LdevId} on {v.Item2} has no LU path; arrays refuse the pair where their firmware wants one", false)));
            return found;
        }
        catch (ArrayApiException e)
        {
            return [($"the volumes of the new pair {name} are not looked at: {e.Message}", false)];
        }
    }

    /// <summary>Other pairs of the volumes, by their names where their copy groups were read, else by what the volume shows.</summary>
    private static IEnumerable<string> InUse(PlanStartState start, GroupForecast group, string remote, string name, int pvol, int? svol, Volume? svolume)
    {
        var known = start.Groups.SelectMany(g => g.Pairs.Where(p => p.PvolStatus != "SMPL" && (g.Name != group.CopyGroup || $"{g.Name}/{p.Name}" != name))
            .Select(p => (Name: $"{g.Name}/{p.Name}", g.Technology, Pvol: (p.PvolArray ?? g.Array, p.PvolLdev), Svol: (p.SvolArray ?? g.RemoteArray ?? g.Array, p.SvolLdev)))).ToList();
        var technology = group.Technology.RunbookName();
        if (known.FirstOrDefault(k => svol is not null && k.Svol == (remote, svol)) is { Name: not null } copy)
            yield return $"{name}: the S-VOL {svol} on {remote} is the S-VOL of {copy.Name} already";
        else if (known.FirstOrDefault(k => svol is not null && k.Pvol == (remote, svol) && k.Technology == technology) is { Name: not null } source)
            yield return $"{name}: the S-VOL {svol} on {remote} is the P-VOL of {source.Name}";
        else if (svolume?.Attributes.Contains(Attribute(group.Technology)) == true && !known.Any(k => svol is not null && (k.Pvol == (remote, svol) || k.Svol == (remote, svol))))
            yield return $"{name}: the S-VOL {svol} on {remote} is in a pair already ({string.Join(", ", svolume.Attributes)})";
        if (group.Technology == Technology.ShadowImage && known.Count(k => k.Technology == technology && k.Pvol == (group.Array, pvol)) >= MostCopies)
            yield return $"{name}: the P-VOL {pvol} on {group.Array} has {MostCopies} copies already, the most that ShadowImage makes";
        if (group.Technology.IsRemote() && known.FirstOrDefault(k => k.Technology == technology && (k.Pvol == (group.Array, pvol) || k.Svol == (group.Array, pvol))) is { Name: not null } twin)
            yield return $"{name}: the P-VOL {pvol} on {group.Array} is in {twin.Name} already";
    }

    /// <summary>A global-active device needs the reserve attribute on its S-VOL, and no other pair takes a volume that has it.</summary>
    /// <param name="reserves">The run sets or takes the attribute itself.</param>
    private static IEnumerable<string> Reserve(GroupForecast group, string remote, string name, Volume? p, Volume? s, bool reserves)
    {
        if (reserves)
            yield break;
        if (p is { HasGadReserve: true })
            yield return $"{name}: the P-VOL {p.LdevId} on {group.Array} has the GAD reserve attribute";
        if (group.Technology == Technology.GlobalActiveDevice && s is { HasGadReserve: false })
            yield return $"{name}: the S-VOL {s.LdevId} on {remote} does not have the GAD reserve attribute, which a global-active device needs";
        else if (group.Technology != Technology.GlobalActiveDevice && s is { HasGadReserve: true })
            yield return $"{name}: the S-VOL {s.LdevId} on {remote} has the GAD reserve attribute, so only a global-active device takes it";
    }

    private static string Attribute(Technology technology) => technology switch
    {
        Technology.ShadowImage => "MRCF",
        Technology.ThinImage => "HTI",
        Technology.GlobalActiveDevice => "GAD",
        _ => "HORC",
    };

    private async Task<IReadOnlyList<(string, bool)>> JournalsAsync(GroupForecast group, string? remote, JsonElement arguments, CancellationToken cancellationToken)
    {
        if (remote is null || !arguments.TryGetProperty("journals", out var journals) || journals.ValueKind != JsonValueKind.Object)
            return [];
        var found = new List<(string, bool)>();
        foreach (var (side, array) in new[] { ("pvol", group.Array), ("svol", remote) })
        {
            if (Number(journals, side) is not { } id)
                continue;
            try
            {
                if (!(await volumes.JournalsAsync(array, cancellationToken)).Contains(id))
                    found.Add(($"{group.CopyGroup}: array {array} has no journal {id}", true));
            }
            catch (ArrayApiException e)
            {
                found.Add(($"journal {id} of {array} is not looked at: {e.Message}", false));
            }
        }

        return found;
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement json, string name) => json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : value.ValueKind == JsonValueKind.String && int.TryParse(value.GetString(), out var written) ? written : null;
}
