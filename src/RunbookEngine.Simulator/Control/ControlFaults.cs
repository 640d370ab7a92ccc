using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>/control/faults: set, listed with how often they happened, and taken away.</summary>
internal static class ControlFaults
{
    public static SimResponse Add(SimulatedArrays world, SimRequest request) => ControlBody.Read(request, "a fault", f => Fault(world, f), specs =>
    {
        if (world.Faults.All.Count + specs.Count > FaultBoard.Max)
            return ControlBody.Error(409, $"At most {FaultBoard.Max} faults are set at a time; take some away.");
        var added = specs.Select(world.Faults.Add).ToList();
        return added.Count == 1
            ? SimResponse.Json(201, Json(added[0]))
            : SimResponse.Json(201, new JsonObject { ["data"] = new JsonArray([.. added.Select(Json)]) });
    });

    public static SimResponse One(SimulatedArrays world, string id) =>
        Find(world, id) is { } fault ? SimResponse.Json(200, Json(fault)) : ControlBody.Error(404, $"There is no fault {id}.");

    public static SimResponse Remove(SimulatedArrays world, string id) =>
        Find(world, id) is { } fault && world.Faults.Remove(fault.Id) ? SimResponse.Empty(204) : ControlBody.Error(404, $"There is no fault {id}.");

    public static SimResponse Clear(SimulatedArrays world)
    {
        world.Faults.Clear();
        return SimResponse.Empty(204);
    }

    /// <summary>The fault as it was set, without what was left out, and what has come of it.</summary>
    public static JsonObject Json(ActiveFault fault)
    {
        var spec = fault.Spec;
        var json = new JsonObject { ["id"] = fault.Id, ["kind"] = spec.Kind };
        void Put(string name, JsonNode? value)
        {
            if (value is not null)
                json[name] = value;
        }

        Put("array", spec.Array);
        Put("controller", spec.Controller);
        Put("method", spec.Method);
        Put("path", spec.Path);
        Put("pathContains", spec.PathContains);
        Put("action", spec.Action);
        Put("copyGroup", spec.CopyGroup);
        Put("pair", spec.Pair);
        Put("change", spec.Change);
        Put("owner", spec.Owner);
        Put("pool", spec.PoolId);
        Put("quorumDisk", spec.QuorumDisk);
        Put("skip", spec.Skip == 0 ? null : spec.Skip);
        Put("times", spec.Times is { } times ? times : "always");
        Put("probability", spec.Probability < 1 ? spec.Probability : null);
        Put("seed", spec.Seed);
        Put("at", Seconds(spec.At));
        Put("for", Seconds(spec.For));
        Put("status", spec.Status);
        Put("messageId", spec.MessageId);
        Put("afterEffect", spec.AfterEffect ? true : null);
        json["seen"] = fault.Seen;
        json["happened"] = fault.Happened;
        json["lasting"] = fault.Undo is not null;
        json["spent"] = fault.Spent;
        return json;
    }

    private static FaultSpec Fault(SimulatedArrays world, Fields f)
    {
        var spec = FaultReader.Fault(f);
        ControlArrays.Known(world, f, "array", spec.Array);
        return spec;
    }

    private static ActiveFault? Find(SimulatedArrays world, string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? world.Faults.All.FirstOrDefault(f => f.Id == number) : null;

    private static JsonNode? Seconds(TimeSpan? span) =>
        span is { } time ? time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s" : null;
}
