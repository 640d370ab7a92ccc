using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Rest;

/// <summary>One address in front of all arrays, as a Configuration Manager server is: every path names the array it is for.</summary>
/// <remarks>Source: Hitachi Command Suite Configuration Manager REST API guide MK-92HC229, <c>storages/ID/...</c> in every URL.</remarks>
public sealed class OneAddress(SimulatedArrays world)
{
    private const string Objects = "/ConfigurationManager/v1/objects/";

    public async Task<SimResponse> HandleAsync(SimRequest request, CancellationToken cancellationToken = default)
    {
        var path = Paths.Decode(request.Path);
        var parts = path.Trim('/').Split('/');
        switch (parts)
        {
            case ["ConfigurationManager", "configuration", "version"]:
                return await world.Arrays[0].HandleAsync(request, cancellationToken);
            case ["ConfigurationManager", "v1", "objects", "storages"] when request.Method == "GET":
                return SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray([.. world.Arrays.Select(a => ServerEndpoints.Storage(a, false))]) });
            case ["ConfigurationManager", "v1", "objects", "storages", var id, ..]:
                return await AtAsync(id, request, path, cancellationToken);
            case ["ConfigurationManager", "v1", var id, "services", ..]:
                return await AtAsync(id, request, path, cancellationToken);
            default:
                return Refused(Refusal.NoSuchUrl(), path);
        }
    }

    private async Task<SimResponse> AtAsync(string id, SimRequest request, string path, CancellationToken cancellationToken)
    {
        if (world.FindById(id) is not { } array)
            return Refused(Refusal.NoSuchObject("storageDeviceId = " + id), path);
        if (array is { Answers: false, Silent: false })
        {
            return SimResponse.Json(500, new ArrayError("KART30074-E", "Communication with the storage system failed.", null, "Check the storage system.")
            { SolutionType = "RETRY" }.ToJson(path));
        }
        var answer = await array.HandleAsync(request, cancellationToken);
        return answer.CutAfter is null && answer.Body.Length > 0 ? answer with { Body = WithArray(answer, id) } : answer;
    }

    /// <summary>Links in an answer name the array too, so that a client can follow them.</summary>
    private static ReadOnlyMemory<byte> WithArray(SimResponse answer, string id) => Encoding.UTF8.GetBytes(answer.Text
        .Replace('"' + Objects, $"\"{Objects}storages/{id}/", StringComparison.Ordinal)
        .Replace($"storages/{id}/storages/", "storages/", StringComparison.Ordinal));

    private static SimResponse Refused(Refusal refusal, string path) => SimResponse.Json(refusal.Status, refusal.Error.ToJson(path));
}
