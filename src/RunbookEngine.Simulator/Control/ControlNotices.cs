using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>/control/notices: the webhook of the environment that belongs to these arrays. It keeps what it is sent.</summary>
internal sealed class ControlNotices
{
    /// <summary>Messages that are kept; the oldest go first.</summary>
    public const int Most = 1000;

    private readonly Queue<JsonObject> _kept = new();

    public SimResponse Take(SimulatedArrays world, SimRequest request)
    {
        JsonNode? notice;
        try
        {
            notice = JsonNode.Parse(request.Body.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (JsonException)
        {
            return ControlBody.Error(400, "A message is a JSON document.");
        }

        if (_kept.Count == Most)
            _kept.Dequeue();
        _kept.Enqueue(new JsonObject { ["at"] = world.Now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), ["notice"] = notice });
        return SimResponse.Empty(204);
    }

    /// <summary>In the order in which they came.</summary>
    public IEnumerable<JsonObject> All => _kept.Select(n => (JsonObject)n.DeepClone());

    public SimResponse Clear()
    {
        _kept.Clear();
        return SimResponse.Empty(204);
    }
}
