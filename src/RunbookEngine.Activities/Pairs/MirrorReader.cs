using System.Globalization;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Journal;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Reads the journals of mirrors, one request for each array. An array that does not answer is no failure: the reading says so.</summary>
internal static class MirrorReader
{
    public static async Task<IReadOnlyList<MirrorReading>> ReadAsync(
        ArrayFleet fleet, TimeProvider clock, IEnumerable<SeenGroup> groups, CancellationToken cancellationToken)
    {
        var mirrors = groups.Where(g => g.Mirror is not null).DistinctBy(g => g.Unit.Group.Key).ToList();
        var arrays = mirrors.SelectMany(Asked).Distinct().ToList();
        var read = (await Task.WhenAll(arrays.Select(a => ReadAsync(fleet, clock, a, cancellationToken)))).ToDictionary(r => r.Array);
        return [.. mirrors.Select(g => Of(fleet, g, read))];
    }

    /// <summary>Storage device ids of the arrays that told the pairs: one that is gone is not asked again.</summary>
    private static IEnumerable<string> Asked(SeenGroup group) =>
        ((string?[])[group.Mirror!.MasterArray, group.Mirror.RestoreArray]).OfType<string>()
        .Where(id => !group.Options.WithoutPartner || id == group.Source.StorageDeviceId);

    private static MirrorReading Of(ArrayFleet fleet, SeenGroup group, Dictionary<string, ArrayRead> read)
    {
        var ids = group.Mirror!;
        var problems = new List<string>();
        var master = Side(ids.MasterArray, ids.MasterJournal, "master");
        var restore = Side(ids.RestoreArray, ids.RestoreJournal, "restore");
        return new MirrorReading(group.Unit.Group.Name, master, restore) { Problem = problems.Count == 0 ? null : string.Join("; ", problems) };

        JournalReading? Side(string? array, int? journal, string role)
        {
            var name = array is null ? "the other array" : fleet.ByStorageDeviceId(array)?.Name ?? array;
            if (array is null || journal is null || !read.TryGetValue(array, out var found))
                problems.Add($"the {role} journal was not read: {name} does not answer");
            else if (found.Problem is { } problem)
                problems.Add($"the {role} journal was not read from {name}: {problem}");
            else if (Row(found.Journals, ids, journal.Value) is { } row)
                return new JournalReading(name, journal.Value, found.AskedAt, found.AnsweredAt, Marker(row.QMarker), row.QCount, row.UsagePercent, row.CapacityBytes, row.Status);
            else
                problems.Add($"{name} lists no journal {journal}");
            return null;
        }
    }

    private static ReplicationJournal? Row(IReadOnlyList<ReplicationJournal> journals, MirrorIds ids, int journal)
    {
        var rows = journals.Where(j => j.JournalId == journal && j.IsUsed).ToList();
        return rows.FirstOrDefault(j => rows.Count == 1
            || ((ids.Mirror is null || j.MuNumber == ids.Mirror) && (ids.ConsistencyGroup is null || j.ConsistencyGroupId == ids.ConsistencyGroup)))
            ?? rows.FirstOrDefault(j => j.MuNumber == ids.Mirror);
    }

    private static uint? Marker(string? text) => uint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var marker) ? marker : null;

    private static async Task<ArrayRead> ReadAsync(ArrayFleet fleet, TimeProvider clock, string id, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        if (fleet.ByStorageDeviceId(id) is not { } array)
            return new(id, asked, asked, [], "the environment does not have it");
        try
        {
            var journals = await array.ReadJournalsAsync(cancellationToken);
            return new(id, asked, clock.GetUtcNow(), journals, null);
        }
        catch (ArrayApiException e)
        {
            return new(id, asked, clock.GetUtcNow(), [], e.Message);
        }
    }

    private sealed record ArrayRead(string Array, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt, IReadOnlyList<ReplicationJournal> Journals, string? Problem);
}
