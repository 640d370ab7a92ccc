using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;

namespace RunbookEngine.Simulator.Rest;

/// <summary>Jobs: one, or the newest.</summary>
internal static class JobEndpoints
{
    public const int MaxListed = 1000;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/jobs", List);
        routes.Get("v1/objects/jobs/{id}", call => SimResponse.Json(200, Find(call).ToJson()));
    }

    private static SimResponse List(Call call)
    {
        var count = call.QueryInt("count", 1, MaxListed) ?? 100;
        var status = call.Query.GetValueOrDefault("status");
        var state = call.Query.GetValueOrDefault("state");
        var jobs = call.Server.Jobs.Newest.Where(j => (status is null || j.Status == status) && (state is null || j.State == state)).Take(count);
        return SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray([.. jobs.Select(j => j.ToJson())]) });
    }

    private static ArrayJob Find(Call call) =>
        long.TryParse(call["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && call.Server.Jobs.Find(id) is { } job
            ? job
            : throw Refusal.NoSuchObject("jobId = " + call["id"]);
}
