using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>Every pair with both records, as nobody outside a simulation could see it.</summary>
internal static class ControlPairs
{
    /// <summary>A row passes the filters copyGroup, pair, technology and array (either side).</summary>
    public static bool Fits(JsonObject row, IReadOnlyDictionary<string, string> query)
    {
        bool Is(string name, params string[] keys) =>
            query.GetValueOrDefault(name) is not { Length: > 0 } wanted || keys.Any(k => row[k]?.GetValue<string>() == wanted);

        return Is("copyGroup", "copyGroup") && Is("pair", "pair") && Is("technology", "technology") && Is("array", "pvolArray", "svolArray");
    }

    /// <summary>A pair is changed behind the back of whoever watches, or hosts write to its volumes.</summary>
    public static SimResponse Change(SimulatedArrays world, SimRequest request) => ControlBody.Read(request, "a change of pairs", f =>
    {
        var change = new PairChange(
            f.TextOrNull("array"), f.RequiredText("copyGroup"), f.TextOrNull("pair"), f.Has("change") ? f.Choice("change", "split", FaultReader.Changes) : null,
            f.Bytes("write"), f.Bytes("hostWrites"), f.Choice("side", "pvol", "pvol", "svol"));
        ControlArrays.Known(world, f, "array", change.Array);
        if (!f.Has("change") && !f.Has("write") && !f.Has("hostWrites"))
            f.Missing("change");
        f.Done();
        return change;
    }, changes =>
    {
        var count = 0;
        foreach (var change in changes)
        {
            count += change.Change is null ? Write(world, change) : ForeignChanges.Apply(world, change.Array, change.Group, change.Pair, change.Change);
        }
        return count == 0 ? ControlBody.Error(404, "There is no such pair. GET /control/pairs shows them.") : SimResponse.Json(200, new JsonObject { ["changed"] = count });
    });

    /// <summary>Hosts write some bytes at once, or from now on so many a second; only what the pair's status lets them.</summary>
    private static int Write(SimulatedArrays world, PairChange change)
    {
        var rows = All(world).Where(r => r["copyGroup"]!.GetValue<string>() == change.Group && (change.Pair is null || r["pair"]!.GetValue<string>() == change.Pair)
            && (change.Array is null || r[change.Side + "Array"]!.GetValue<string>() == change.Array)).ToList();
        foreach (var row in rows)
        {
            if (row[change.Side + "LdevId"]?.GetValue<int>() is not { } ldev)
                continue;
            var volume = world[row[change.Side + "Array"]!.GetValue<string>()].Volumes[ldev];
            if (change.HostWrites is { } rate)
                volume.SetWriteRate(rate, world.Now);
            if (change.Write is { } bytes && volume.Access == Access.ReadWrite)
                volume.AddWritten(bytes);
        }
        world.LinksChanged();
        return rows.Count;
    }

    private sealed record PairChange(string? Array, string Group, string? Pair, string? Change, long? Write, long? HostWrites, string Side);

    public static IEnumerable<JsonObject> All(SimulatedArrays world)
    {
        foreach (var group in world.Arrays.SelectMany(a => a.RemoteCopies.Groups).Distinct())
        {
            foreach (var pair in group.Pairs)
            {
                var (p, s) = (pair.Primary, pair.Secondary);
                yield return new JsonObject
                {
                    ["technology"] = group.Technology,
                    ["copyGroup"] = group.Name,
                    ["pair"] = pair.Name,
                    ["pvolArray"] = p.Array.Alias,
                    ["pvolLdevId"] = p.Volume.LdevId,
                    ["pvolStatus"] = p.Shown,
                    ["svolArray"] = s.Array.Alias,
                    ["svolLdevId"] = s.Volume.LdevId,
                    ["svolStatus"] = s.Shown,
                    ["copyProgressRate"] = pair.Progress,
                };
            }
        }
        foreach (var array in world.Arrays)
        {
            foreach (var pair in array.Snapshots.All)
            {
                yield return new JsonObject
                {
                    ["technology"] = "TI",
                    ["copyGroup"] = pair.Group.Name,
                    ["pair"] = pair.Id,
                    ["pvolArray"] = array.Alias,
                    ["pvolLdevId"] = pair.Pvol.LdevId,
                    ["pvolStatus"] = pair.Status,
                    ["svolArray"] = array.Alias,
                    ["svolLdevId"] = pair.Svol?.LdevId,
                    ["svolStatus"] = pair.Status,
                    ["copyProgressRate"] = pair.Progress,
                };
            }
            foreach (var pair in array.LocalCopies.Groups.SelectMany(g => g.Pairs))
            {
                yield return new JsonObject
                {
                    ["technology"] = "SI",
                    ["copyGroup"] = pair.Group.Name,
                    ["pair"] = pair.Name,
                    ["pvolArray"] = array.Alias,
                    ["pvolLdevId"] = pair.Pvol.LdevId,
                    ["pvolStatus"] = pair.PvolStatus,
                    ["svolArray"] = array.Alias,
                    ["svolLdevId"] = pair.Svol.LdevId,
                    ["svolStatus"] = pair.SvolStatus,
                    ["copyProgressRate"] = pair.Progress,
                };
            }
        }
    }
}
