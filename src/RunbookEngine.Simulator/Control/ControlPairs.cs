using System.Text.Json.Nodes;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>Every pair with both records, as nobody outside a simulation could see it.</summary>
internal static class ControlPairs
{
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
