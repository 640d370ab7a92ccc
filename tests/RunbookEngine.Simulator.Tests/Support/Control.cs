using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Control;
using RunbookEngine.Simulator.Http;

namespace RunbookEngine.Simulator.Tests.Support;

/// <summary>Requests to the control address of a site.</summary>
internal static class ControlCalls
{
    public static Task<SimResponse> ControlAsync(this Site site, string method, string path, string body = "")
    {
        var question = path.IndexOf('?', StringComparison.Ordinal);
        return new ControlServer(site.World).HandleAsync(new SimRequest(
            method, "/control/" + (question < 0 ? path : path[..question]), question < 0 ? "" : path[question..], [], Encoding.UTF8.GetBytes(body)));
    }

    public static async Task<JsonNode> ControlOkAsync(this Site site, string method, string path, string body = "")
    {
        var answer = await site.ControlAsync(method, path, body);
        Assert.True(answer.Status is >= 200 and < 300, $"{method} {path}: {answer.Status} {answer.Text}");
        return answer.Body.Length == 0 ? new JsonObject() : Site.Parse(answer);
    }

    public static Task<JsonNode> FaultAsync(this Site site, string fault) => site.ControlOkAsync("POST", "faults", fault);
}
