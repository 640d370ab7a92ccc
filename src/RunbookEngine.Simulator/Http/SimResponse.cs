using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookEngine.Simulator.Http;

/// <summary>What a simulated array answers.</summary>
public sealed record SimResponse(int Status, SimHeaders Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>True: no answer at all. The adapter cuts the connection, as a lost request or a lost answer looks to a client.</summary>
    public bool ConnectionLost { get; init; }

    /// <summary>Bytes of the body that reach the client before the connection breaks; null: all of them.</summary>
    public int? CutAfter { get; init; }

    public static SimResponse Lost { get; } = new(0, [], default) { ConnectionLost = true };

    /// <summary>An answer with a status and nothing in it.</summary>
    public static SimResponse Empty(int status) => new(status, [], default);

    internal static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static SimResponse Json(int status, JsonNode body) =>
        new(status, new SimHeaders { { "Content-Type", "application/json;charset=UTF-8" } }, Encoding.UTF8.GetBytes(body.ToJsonString(Relaxed)));

    public static SimResponse Html(int status, string title) =>
        new(status, new SimHeaders { { "Content-Type", "text/html;charset=UTF-8" } },
            Encoding.UTF8.GetBytes($"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"));

    public string Text => Encoding.UTF8.GetString(Body.Span);
}
