using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.LanguageServer;

/// <summary>Reads messages, answers every request, and publishes diagnostics once no message is waiting.</summary>
/// <remarks>So diagnostics are worked out for the newest text only, however fast somebody types, and no timer is needed.</remarks>
internal sealed class LanguageServerLoop : IDisposable
{
    /// <summary>Messages that wait; more are left in the stream.</summary>
    private const int MaxWaiting = 1024;

    /// <summary>Messages handled in a row before diagnostics get their turn.</summary>
    private const int MaxInARow = 200;

    private readonly MessageReader _reader;
    private readonly MessageWriter _writer;
    private readonly Requests _requests;
    private readonly Channel<Message> _waiting = Channel.CreateBounded<Message>(MaxWaiting);
    private readonly ConcurrentDictionary<string, byte> _cancelled = new();

    public LanguageServerLoop(Stream input, Stream output, string? environment)
    {
        (_reader, _writer) = (new MessageReader(input), new MessageWriter(output));
        _requests = new Requests(_writer, environment);
    }

    /// <summary>Ends with the stream or with <c>exit</c>.</summary>
    public async Task<Exit> RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = ReadAllAsync(ended.Token);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stop))
            {
                for (var handled = 0; handled < MaxInARow && _waiting.Reader.TryRead(out var message); handled++)
                {
                    await HandleAsync(message, stop);
                    if (_requests.HasExited)
                        return _requests.WasShutDown ? Exit.Done : Exit.Failed;
                }

                while (_requests.NextToPublish() is { } document)
                {
                    await _requests.PublishAsync(document, stop);
                    if (_waiting.Reader.TryPeek(out _))
                        break;
                }
            }

            await reading;
            return _requests.WasShutDown ? Exit.Done : Exit.Failed;
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    public void Dispose() => _writer.Dispose();

    private async Task ReadAllAsync(CancellationToken stop)
    {
        try
        {
            while (await _reader.ReadAsync(stop) is { } message)
            {
                if (Cancelled(message) is { } id)
                    Remember(id);
                else
                    await _waiting.Writer.WriteAsync(message, stop);
            }

            _waiting.Writer.Complete();
        }
        catch (Exception e)
        {
            _waiting.Writer.Complete(e is OperationCanceledException ? null : e is ProtocolException ? new CommandFailure(Exit.Failed, $"the editor's message cannot be read: {e.Message}") : e);
        }
    }

    // A cancellation overtakes the messages that wait, or it would always come too late.
    private static string? Cancelled(Message message)
    {
        if (message.Content is not { Length: < 512 } content || content.AsSpan().IndexOf("$/cancelRequest"u8) < 0)
            return null;
        try
        {
            return JsonNode.Parse(content) is JsonObject { } call && (string?)call["method"] == "$/cancelRequest" ? (call["params"] as JsonObject)?["id"]?.ToJsonString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Those that name no waiting request would pile up.
    private void Remember(string id)
    {
        if (_cancelled.Count >= MaxWaiting)
            _cancelled.Clear();
        _cancelled[id] = 0;
    }

    private async Task HandleAsync(Message message, CancellationToken stop)
    {
        if (message.Content is null)
        {
            await _writer.ErrorAsync(null, RpcError.InvalidRequest, $"a message of {message.Length} bytes; at most {MessageReader.MaxContent} are read", stop);
            return;
        }

        JsonNode? id = null;
        try
        {
            if (JsonNode.Parse(message.Content, documentOptions: new JsonDocumentOptions { MaxDepth = 64 }) is not JsonObject call)
                throw new RpcException(RpcError.InvalidRequest, "a message is one JSON object");
            id = IdOf(call);
            // An answer to a question we never asked.
            if (call["method"] is null && (call.ContainsKey("result") || call.ContainsKey("error")))
                return;
            if (call["method"] is not JsonValue named || !named.TryGetValue<string>(out var method))
                throw new RpcException(RpcError.InvalidRequest, "a message has a method");
            if (id is not null && _cancelled.TryRemove(id.ToJsonString(), out _))
                throw new RpcException(RpcError.RequestCancelled, "cancelled");
            var parameters = call["params"] is { } given ? JsonSerializer.SerializeToElement(given) : default;
            var result = await _requests.HandleAsync(method, parameters, id is not null, stop);
            if (id is not null)
                await _writer.ResultAsync(id, result, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            var error = e switch
            {
                RpcException rpc => rpc.Code,
                JsonException => RpcError.ParseError,
                KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException => RpcError.InvalidParams,
                _ => RpcError.InternalError,
            };
            if (id is not null || error is RpcError.ParseError or RpcError.InvalidRequest)
                await _writer.ErrorAsync(id, error, e.Message, stop);
        }
    }

    private static JsonNode? IdOf(JsonObject call)
    {
        try
        {
            var id = call["id"];
            return id is null || id.GetValueKind() is JsonValueKind.Number or JsonValueKind.String ? id : throw new RpcException(RpcError.InvalidRequest, "an id is a number or a text");
        }
        catch (ArgumentException)
        {
            throw new RpcException(RpcError.InvalidRequest, "a key is written twice");
        }
    }
}
