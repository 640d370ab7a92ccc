using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>/control/pools: pools fill and empty, as their snapshots notice.</summary>
internal static class ControlPools
{
    private static readonly Dictionary<string, PoolState> States = new()
    {
        ["normal"] = PoolState.Normal,
        ["over-threshold"] = PoolState.OverThreshold,
        ["full"] = PoolState.Full,
    };

    public static IEnumerable<JsonObject> Json(SimulatedArray array) => array.Pools.Select(pool => new JsonObject
    {
        ["array"] = array.Alias,
        ["pool"] = pool.PoolId,
        ["name"] = pool.Name,
        ["state"] = States.First(s => s.Value == pool.State).Key,
    });

    public static SimResponse Change(SimulatedArrays world, SimRequest request) => ControlBody.Read(request, "a change of a pool", f =>
    {
        var alias = f.RequiredText("array");
        var array = f.Has("array") ? ControlArrays.Known(world, f, "array", alias) : null;
        var pool = f.RequiredWhole("pool", 0, 127);
        if (array is not null && array.Pools.All(p => p.PoolId != pool))
            f.Mistakes.Add(f.At("pool"), $"array '{alias}' has no pool {pool}", null);
        if (!f.Has("state"))
            f.Missing("state");
        var state = States[f.Choice("state", "normal", [.. States.Keys])];
        f.Done();
        return (array, pool, state);
    }, changes =>
    {
        foreach (var (array, pool, state) in changes)
            WorldFaults.FillPool(array!, pool, state);
        return Lists.Data(changes.SelectMany(c => Json(c.array!).Where(p => p["pool"]!.GetValue<int>() == c.pool)));
    });
}
