using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteSetup;

/// <summary>Journals as the API shows them, one element for each mirror unit in use.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, getting journal information; Command Control Interface guide, journal statuses.</remarks>
internal static class JournalJson
{
    /// <summary>One element for each mirror unit in use; <c>GET journals/ID</c> gives the first alone.</summary>
    /// <remarks>Source: REST API guide, getting information about a specific journal (HCSR0325): the basic attributes of one mirror.</remarks>
    public static IEnumerable<JsonObject> Basic(SimulatedArray array, Journal journal)
    {
        var mirrors = Mirrors(array, journal);
        if (mirrors.Count == 0)
        {
            var idle = Row(journal, 0, "SMPL");
            AddSize(idle, journal);
            yield return idle;
        }
        foreach (var group in mirrors)
        {
            var row = Row(journal, group.MirrorUnit ?? 0, Status(array, group));
            if (group.PairsAt(array)[0].ConsistencyGroup is { } consistency)
                row["consistencyGroupId"] = consistency;
            var master = IsMaster(array, group);
            row["numOfActivePaths"] = group.Link.ActivePaths(array);
            row["usageRate"] = master ? group.Mirror!.UsageRate : 0;
            row["qMarker"] = ((uint)(master ? group.Mirror!.LastWritten : group.Mirror!.RestoredEntries)).ToString("x8", CultureInfo.InvariantCulture);
            row["qCount"] = master ? group.Mirror.QCount : 0;
            AddSize(row, journal);
            yield return row;
        }
    }

    /// <remarks>No page read names the attributes of this depth; these are the ones the settings carry.</remarks>
    public static IEnumerable<JsonObject> Timer(Journal journal) => journal.Mirrors.Select(m => new JsonObject
    {
        ["journalId"] = journal.JournalId,
        ["muNumber"] = m.Key,
        ["dataOverflowWatchInSeconds"] = journal.DataOverflowWatchInSeconds,
        ["pathBlockadeWatchInMinutes"] = m.Value.PathBlockadeWatchInMinutes,
    });

    public static JsonObject Detail(SimulatedArray array, Journal journal)
    {
        var groups = Mirrors(array, journal);
        return new JsonObject
        {
            ["journalId"] = journal.JournalId,
            ["isMainframe"] = false,
            ["isCacheModeEnabled"] = journal.CacheMode,
            ["isInflowControlEnabled"] = false,
            ["dataOverflowWatchInSeconds"] = journal.DataOverflowWatchInSeconds,
            ["copySpeed"] = journal.CopySpeed,
            ["isDataCopying"] = groups.Any(Copies),
            ["mpBladeId"] = 0,
            ["mirrorUnits"] = new JsonArray([.. journal.Mirrors.Select(m => Mirror(array, m.Key, m.Value, groups.FirstOrDefault(g => (g.MirrorUnit ?? 0) == m.Key)))]),
        };
    }

    private static JsonObject Mirror(SimulatedArray array, int mu, MirrorSettings settings, RemoteGroup? group)
    {
        var json = new JsonObject
        {
            ["muNumber"] = mu,
            ["journalStatus"] = group is null ? "SMPL" : Status(array, group),
            ["pathBlockadeWatchInMinutes"] = settings.PathBlockadeWatchInMinutes,
            ["copyPace"] = settings.CopyPace,
            ["isDataCopying"] = group is not null && Copies(group),
        };
        if (group?.PairsAt(array)[0].ConsistencyGroup is { } consistency)
            json["consistencyGroupId"] = consistency;
        return json;
    }

    private static JsonObject Row(Journal journal, int mu, string status) => new()
    {
        ["journalId"] = journal.JournalId,
        ["muNumber"] = mu,
        ["journalStatus"] = status,
        ["numOfActivePaths"] = 0,
        ["usageRate"] = 0,
        ["qMarker"] = "00000000",
        ["qCount"] = 0,
    };

    private static void AddSize(JsonObject json, Journal journal)
    {
        json["byteFormatCapacity"] = Capacity.Text(journal.CapacityBytes);
        json["blockCapacity"] = journal.CapacityBytes / Capacity.BlockBytes;
        json["numOfLdevs"] = journal.LdevIds.Count;
        if (journal.LdevIds.Count > 0)
            json["firstLdevId"] = journal.LdevIds.Min();
    }

    private static List<RemoteGroup> Mirrors(SimulatedArray array, Journal journal) =>
        [.. array.RemoteCopies.Groups.Where(g => g.Technology == "UR" && g.JournalAt(array) == journal.JournalId && g.PairsAt(array).Count > 0)];

    private static bool IsMaster(SimulatedArray array, RemoteGroup group) => group.PairsAt(array)[0].At(array).IsPrimary;

    private static bool Copies(RemoteGroup group) => group.Pairs.Any(p => p.Copying);

    /// <summary>P or S for the side, then NN normal, NF above the high-water mark, SN suspended by operation, SF by a full journal, SE by an
    /// error; NS standing by for a delta resync, ES when that is broken.</summary>
    private static string Status(SimulatedArray array, RemoteGroup group)
    {
        var words = group.PairsAt(array).Select(p => p.At(array).Status).ToHashSet();
        var master = IsMaster(array, group);
        var standby = group.PairsAt(array).Where(p => p.Delta is not null).ToList();
        var state = standby.Any(p => p.Delta == DeltaResync.Broken) ? "ES"
            : standby.Count > 0 ? "NS"
            : words.Contains("PSUE") ? "SE"
            : words.Contains("PFUS") ? "SF"
            : words.Overlaps(["PAIR", "COPY"]) ? (master && group.Mirror!.High ? "NF" : "NN")
            : words.Overlaps(["PSUS", "SSUS", "SSWS"]) ? "SN"
            : null;
        return state is null ? "SMPL" : (master ? "PJ" : "SJ") + state;
    }
}
