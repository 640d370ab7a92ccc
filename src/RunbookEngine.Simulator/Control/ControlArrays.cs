using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.ResourceGroups;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>/control/arrays: arrays go and come back, controllers restart, sessions are thrown out, locks are taken by somebody else.</summary>
internal static class ControlArrays
{
    private static readonly string[] Restarts = ["1", "2", "all"];

    public static JsonObject Json(SimulatedArray array) => new()
    {
        ["array"] = array.Alias,
        ["storageDeviceId"] = array.StorageDeviceId,
        ["gone"] = array.Gone,
        ["managementGone"] = array.ManagementGone,
        ["silent"] = array.Silent,
        ["controllers"] = array.Servers.Count,
        ["sessions"] = array.Servers.Sum(s => s.Sessions.Alive.Count),
        ["lockedBy"] = Lists.Words(LockService.Living(array).Select(l => l.Owner)),
        ["volumes"] = array.Volumes.Count,
        ["jobs"] = array.Servers.Sum(s => s.Jobs.Count),
    };

    public static SimResponse Change(SimulatedArrays world, SimRequest request) => ControlBody.Read(request, "a change of an array", f => Read(world, f), changes =>
    {
        foreach (var change in changes)
            Apply(change);
        return Lists.Data(changes.Select(c => Json(c.Array!)));
    });

    /// <summary>A mistake unless the alias names an array.</summary>
    public static SimulatedArray? Known(SimulatedArrays world, Fields f, string key, string? alias)
    {
        var array = world.Arrays.FirstOrDefault(a => a.Alias == alias);
        if (array is null && alias is not null)
            f.Mistakes.Add(f.At(key), $"there is no array '{alias}'", Nearest.Help(alias, world.Arrays.Select(a => a.Alias)));
        return array;
    }

    private static ArrayChange Read(SimulatedArrays world, Fields f)
    {
        var alias = f.RequiredText("array");
        var change = new ArrayChange(
            f.Has("array") ? Known(world, f, "array", alias) : null, f.Flag("gone"), f.Has("restart") ? f.Choice("restart", "all", Restarts) : null,
            f.Duration("for") ?? WorldFaults.RestartTime, f.Flag("discardSessions") ?? false, f.TextOrNull("lock"), f.Flag("unlock") ?? false)
        { ManagementGone = f.Flag("managementGone"), Silent = f.Flag("silent") };
        f.Done();
        return change;
    }

    private static void Apply(ArrayChange change)
    {
        var array = change.Array!;
        if (change.Gone is { } gone)
            WorldFaults.SetGone(array, gone);
        array.ManagementGone = change.ManagementGone ?? array.ManagementGone;
        array.Silent = !array.Answers && (change.Silent ?? array.Silent);
        if (change.DiscardSessions)
            array.Servers.ToList().ForEach(s => s.Sessions.DiscardAll());
        if (change.Unlock)
            array.Locks.RemoveAll(l => l.Session is null);
        if (change.Lock is { Length: > 0 } owner)
            WorldFaults.HoldLock(array, owner);
        foreach (var server in array.Servers.Where(s => change.Restart == "all" || change.Restart == s.Controller.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            server.Restart(change.For);
    }

    private sealed record ArrayChange(
        SimulatedArray? Array, bool? Gone, string? Restart, TimeSpan For, bool DiscardSessions, string? Lock, bool Unlock)
    {
        public bool? ManagementGone { get; init; }

        public bool? Silent { get; init; }
    }
}
