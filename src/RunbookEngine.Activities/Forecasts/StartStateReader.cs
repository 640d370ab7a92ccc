using System.Collections.Concurrent;
using System.Collections.Immutable;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.StartStates;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>Reads the pairs of a plan's targets, the other pairs on the same arrays, and what estimates need. Changes nothing.</summary>
public sealed class StartStateReader(ArrayConnections connections, TimeProvider clock)
{
    /// <summary>LDEV numbers of one read.</summary>
    private const int Block = 1000;

    /// <param name="plan">With its copy groups pinned.</param>
    /// <exception cref="ArrayApiException">A pair of the targets could not be read.</exception>
    public async Task<PlanStartState> ReadAsync(Plan plan, CancellationToken cancellationToken)
    {
        var fleet = connections.For(plan);
        var at = clock.GetUtcNow();
        var plans = Plans(plan).ToList();
        var units = plans.SelectMany(p => PairScope.OfPlan(p, fleet)).DistinctBy(u => u.Group.Key).ToList();
        var absent = new ConcurrentDictionary<string, bool>();
        var groups = await Task.WhenAll(units.Select(u => ReadGroupAsync(fleet, u, absent, cancellationToken)));
        var others = await OthersAsync(fleet, units, absent, cancellationToken);
        var all = groups.Concat(others).OfType<StartGroup>().ToList();
        var arrays = all.SelectMany(g => new[] { g.Array, g.RemoteArray }).OfType<string>().Distinct().ToList();
        var sizes = await SizesAsync(fleet, groups.OfType<StartGroup>(), cancellationToken);
        return new PlanStartState
        {
            Origin = Origin(arrays, absent),
            At = at,
            Groups = [.. all.Select(g => g with { Pairs = [.. g.Pairs.Select(p => p with { Bytes = Size(sizes, g, p) })] })],
            Journals = [.. (await Task.WhenAll(arrays.Select(a => OptionalAsync(() => JournalsAsync(fleet[a], cancellationToken))))).SelectMany(j => j)],
            Links = [.. (await Task.WhenAll(arrays.Select(a => OptionalAsync(() => LinksAsync(fleet, a, cancellationToken))))).SelectMany(l => l).DistinctBy(Ends)],
        };
    }

    private static string Origin(List<string> arrays, ConcurrentDictionary<string, bool> absent)
    {
        var (there, gone) = (arrays.Where(a => !absent.ContainsKey(a)).ToList(), arrays.Where(absent.ContainsKey).ToList());
        return $"read from {string.Join(", ", there)}"
            + (gone.Count == 0 ? "" : $"; {string.Join(" and ", gone)} {(gone.Count == 1 ? "does" : "do")} not answer, and what only {(gone.Count == 1 ? "it knows" : "they know")} is shown as ?");
    }

    private static IEnumerable<Plan> Plans(Plan plan) => plan.AllSteps().Select(s => s.Child).OfType<Plan>().SelectMany(Plans).Prepend(plan);

    private static async Task<StartGroup?> ReadGroupAsync(
        ArrayFleet fleet, PairUnit unit, ConcurrentDictionary<string, bool> absent, CancellationToken cancellationToken)
    {
        var (source, options, read) = await GroupReading.ReadAsync(
            fleet, unit.Group, fleet[unit.Target.Array], PairReadOptions.Default with { Refresh = true }, cancellationToken);
        if (options.WithoutPartner && (source.Name == unit.Target.Array ? unit.Target.RemoteArray : unit.Target.Array) is { } gone)
            absent[gone] = true;
        return read is null ? null : new StartGroup(unit.Technology.RunbookName(), unit.Target.Array, unit.Group.Name)
        {
            RemoteArray = unit.Target.RemoteArray,
            LocalDeviceGroup = unit.Group.DeviceGroup ?? "",
            RemoteDeviceGroup = unit.Group.PartnerDeviceGroup ?? "",
            Pairs = [.. read.Pairs.Select(p => Pair(fleet, unit, p))],
        };
    }

    private static StartPair Pair(ArrayFleet fleet, PairUnit unit, Pair pair)
    {
        var seen = PairStates.Seen(fleet, unit, pair, access: null);
        var remote = unit.Technology.IsRemote();
        return new StartPair(pair.Ref.Name, seen.Reading.PvolStatus, seen.Reading.SvolStatus)
        {
            PvolArray = remote ? seen.State.PvolArray : null,
            SvolArray = remote ? seen.State.SvolArray : null,
            PvolLdev = pair.Pvol.LdevId,
            SvolLdev = pair.Svol.LdevId,
            FenceLevel = pair.FenceLevel?.ToString().ToUpperInvariant(),
            PvolIoMode = pair.Pvol.IoMode,
            SvolIoMode = pair.Svol.IoMode,
            PvolJournal = pair.Pvol.JournalId,
            SvolJournal = pair.Svol.JournalId,
        };
    }

    /// <summary>Pairs outside the targets may stand in the way when they share a volume.</summary>
    private static async Task<IReadOnlyList<StartGroup?>> OthersAsync(
        ArrayFleet fleet, List<PairUnit> units, ConcurrentDictionary<string, bool> absent, CancellationToken cancellationToken)
    {
        var others = await NeighbourGroups.OfAsync(fleet, units, null, cancellationToken);
        var read = await Task.WhenAll(others.Select(o => OptionalAsync(async () => new[]
        {
            await ReadGroupAsync(fleet, o, absent, cancellationToken),
        })));
        return [.. read.SelectMany(r => r)];
    }

    private static async Task<Dictionary<(string, int), long>> SizesAsync(ArrayFleet fleet, IEnumerable<StartGroup> groups, CancellationToken cancellationToken)
    {
        var blocks = groups.SelectMany(g => g.Pairs.Where(p => p.PvolLdev is not null).Select(p => (Array: p.PvolArray ?? g.Array, Head: p.PvolLdev!.Value / Block * Block))).Distinct();
        var read = await Task.WhenAll(blocks.Select(b => OptionalAsync(async () =>
            (await fleet[b.Array].ListVolumesAsync(b.Head, Block, cancellationToken)).Where(v => v.CapacityBytes is not null).Select(v => ((b.Array, v.LdevId), v.CapacityBytes!.Value)))));
        return read.SelectMany(v => v).DistinctBy(v => v.Item1).ToDictionary(v => v.Item1, v => v.Value);
    }

    private static long? Size(Dictionary<(string, int), long> sizes, StartGroup group, StartPair pair) =>
        pair.PvolLdev is { } ldev && sizes.TryGetValue((pair.PvolArray ?? group.Array, ldev), out var bytes) ? bytes : null;

    private static async Task<IEnumerable<StartJournal>> JournalsAsync(ArrayClient array, CancellationToken cancellationToken) =>
        (await array.ReadJournalsAsync(cancellationToken)).GroupBy(j => j.JournalId)
            .Select(j => new StartJournal(array.Name, j.Key, j.Max(m => m.CapacityBytes), j.Max(m => m.UsagePercent)));

    private static async Task<IEnumerable<StartLink>> LinksAsync(ArrayFleet fleet, string array, CancellationToken cancellationToken) =>
        (await fleet[array].ReadRemotePathsAsync(cancellationToken))
            .Select(p => (Group: p, Partner: p.RemoteStorageDeviceId is { } id ? fleet.ByStorageDeviceId(id)?.Name : null))
            .Where(p => p.Partner is not null)
            .GroupBy(p => p.Partner!).Select(p => new StartLink(array, p.Key, null, p.Any(g => g.Group.CuStatus is "NML" or null)));

    private static (string, string) Ends(StartLink link) => string.CompareOrdinal(link.First, link.Second) < 0 ? (link.First, link.Second) : (link.Second, link.First);

    /// <summary>What only makes the prediction better may be missing.</summary>
    private static async Task<IEnumerable<T>> OptionalAsync<T>(Func<Task<IEnumerable<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (ArrayApiException)
        {
            return [];
        }
    }

    private static async Task<IEnumerable<T>> OptionalAsync<T>(Func<Task<T[]>> read) => await OptionalAsync<T>(async () => (IEnumerable<T>)await read());
}
