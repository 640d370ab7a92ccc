using System.Text;
using System.Text.Json.Nodes;

namespace RunbookEngine.Cli.LanguageServer;

/// <summary>Writes messages whole, one after the other.</summary>
internal sealed class MessageWriter(Stream stream) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public Task ResultAsync(JsonNode? id, JsonNode? result, CancellationToken cancellationToken) =>
        WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["result"] = result }, cancellationToken);

    public Task ErrorAsync(JsonNode? id, RpcError code, string message, CancellationToken cancellationToken) =>
        WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["error"] = new JsonObject { ["code"] = (int)code, ["message"] = message } }, cancellationToken);

    public Task NotifyAsync(string method, JsonNode parameters, CancellationToken cancellationToken) =>
        WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters }, cancellationToken);

    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync(JsonObject message, CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(message.ToJsonString());
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {content.Length}\r\n\r\n"), cancellationToken);
            await stream.WriteAsync(content, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>Error codes of JSON-RPC and of the Language Server Protocol.</summary>
internal enum RpcError
{
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    InternalError = -32603,
    NotInitialized = -32002,
    RequestCancelled = -32800,
}
