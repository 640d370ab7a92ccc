using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.LanguageServer;

namespace RunbookEngine.Cli.Tests.LanguageServer;

/// <summary>Plays an editor: writes framed messages and reads what comes back.</summary>
internal sealed class Editor(Stream toServer, Stream fromServer)
{
    private readonly MessageReader _reader = new(fromServer);
    private readonly ConcurrentQueue<JsonObject> _seen = new();
    private int _id;

    /// <summary>Sends bytes as they are, with a right header.</summary>
    public async Task SendRawAsync(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        await toServer.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"));
        await toServer.WriteAsync(bytes);
        await toServer.FlushAsync();
    }

    public Task NotifyAsync(string method, JsonNode? parameters = null) =>
        SendRawAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters }.ToJsonString());

    public async Task<int> AskOnlyAsync(string method, JsonNode? parameters = null)
    {
        var id = ++_id;
        await SendRawAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString());
        return id;
    }

    /// <summary>Sends a request and gives its answer: an object with <c>result</c> or <c>error</c>.</summary>
    public async Task<JsonObject> AskAsync(string method, JsonNode? parameters = null) => await AnswerAsync(await AskOnlyAsync(method, parameters));

    public Task<JsonObject> AnswerAsync(int? id) => NextAsync(m => m["method"] is null && (id is null ? m["id"] is null : (int?)m["id"] == id));

    /// <summary>The next diagnostics of a version of a document.</summary>
    public async Task<JsonArray> DiagnosticsAsync(string uri, int? version) =>
        (JsonArray)(await NextAsync(m => (string?)m["method"] == "textDocument/publishDiagnostics" && (string?)m["params"]!["uri"] == uri && (int?)m["params"]!["version"] == version))["params"]!["diagnostics"]!;

    public async Task StartAsync(JsonNode? options = null)
    {
        var answer = await AskAsync("initialize", new JsonObject { ["processId"] = null, ["capabilities"] = new JsonObject(), ["initializationOptions"] = options });
        Assert.NotNull(answer["result"]!["capabilities"]);
        await NotifyAsync("initialized", new JsonObject());
    }

    public Task OpenAsync(string uri, string text, int version = 1) => NotifyAsync("textDocument/didOpen", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "yaml", ["version"] = version, ["text"] = text },
    });

    public Task ChangeAsync(string uri, int version, params JsonNode[] changes) => NotifyAsync("textDocument/didChange", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = version },
        ["contentChanges"] = new JsonArray(changes),
    });

    public static JsonObject Place(string uri, int line, int character) => new()
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri },
        ["position"] = new JsonObject { ["line"] = line, ["character"] = character },
    };

    public static JsonObject Replacement(int line, int from, int to, string text) => new()
    {
        ["range"] = new JsonObject
        {
            ["start"] = new JsonObject { ["line"] = line, ["character"] = from },
            ["end"] = new JsonObject { ["line"] = line, ["character"] = to },
        },
        ["text"] = text,
    };

    private async Task<JsonObject> NextAsync(Func<JsonObject, bool> wanted)
    {
        for (var waiting = _seen.Count; waiting > 0 && _seen.TryDequeue(out var seen); waiting--)
        {
            if (wanted(seen))
                return seen;
            _seen.Enqueue(seen);
        }

        // Only so that an answer that never comes fails the test instead of hanging it.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await _reader.ReadAsync(patience.Token) is { } message)
        {
            var read = (JsonObject)JsonNode.Parse(message.Content!)!;
            if (wanted(read))
                return read;
            _seen.Enqueue(read);
        }

        throw new EndOfStreamException("the server has ended");
    }
}
