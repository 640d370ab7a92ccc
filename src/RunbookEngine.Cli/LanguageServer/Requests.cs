using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.LanguageServer;

/// <summary>What the server does for each method of the protocol.</summary>
/// <param name="environment">Environment file from the command line; the editor's settings win over it.</param>
internal sealed class Requests(MessageWriter writer, string? environment)
{
    private readonly Workspace _workspace = new();
    private string? _environment = environment;
    private bool _initialized;

    public bool WasShutDown { get; private set; }

    public bool HasExited { get; private set; }

    public OpenDocument? NextToPublish() => _workspace.Dirty.FirstOrDefault();

    public async Task PublishAsync(OpenDocument document, CancellationToken cancellationToken)
    {
        try
        {
            var map = document.Analysis.Map;
            var found = _workspace.Check(document).Select(d => LspJson.Of(d, map)).ToArray();
            await PublishAsync(document.Uri, document.Version, found, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            // A defect of ours; the editor goes on with what it has.
            await writer.NotifyAsync("window/logMessage", new JsonObject { ["type"] = 1, ["message"] = $"{document.Uri} could not be checked: {e.GetType().Name}: {e.Message}" }, cancellationToken);
        }
    }

    /// <returns>The result of a request; null where it has none.</returns>
    /// <exception cref="RpcException">The request is refused.</exception>
    public async Task<JsonNode?> HandleAsync(string method, JsonElement parameters, bool isRequest, CancellationToken cancellationToken)
    {
        if (method == "exit")
        {
            HasExited = true;
            return null;
        }

        if (!_initialized && method != "initialize")
            throw new RpcException(isRequest ? RpcError.NotInitialized : RpcError.MethodNotFound, "initialize comes first");
        if (WasShutDown)
            throw new RpcException(RpcError.InvalidRequest, "the server was shut down");
        switch (method)
        {
            case "initialize":
                return await InitializeAsync(parameters, cancellationToken);
            case "shutdown":
                WasShutDown = true;
                return null;
            case "textDocument/didOpen":
                var opened = parameters.GetProperty("textDocument");
                _workspace.Open(Uri(parameters), opened.GetProperty("text").GetString() ?? "", Version(opened));
                return null;
            case "textDocument/didChange":
                _workspace.Change(Uri(parameters), parameters.GetProperty("contentChanges"), Version(parameters.GetProperty("textDocument")));
                return null;
            case "textDocument/didClose":
                _workspace.Close(Uri(parameters));
                await PublishAsync(Uri(parameters), null, [], cancellationToken);
                return null;
            case "textDocument/didSave":
                // It may be the environment, or a runbook that others call.
                await UseEnvironmentAsync(cancellationToken);
                return null;
            case "textDocument/hover":
                return At(parameters, (d, offset) => d.Analysis.Hover(offset) is { } hover ? LspJson.Of(hover, d.Analysis.Map) : null);
            case "textDocument/completion":
                return At(parameters, (d, offset) => LspJson.Of(d.Analysis.Complete(offset, d.Earlier), d.Analysis.Map));
            case "textDocument/definition":
                return At(parameters, Definition);
            case "textDocument/codeAction":
                return Fixes(parameters);
            case "textDocument/documentSymbol":
                var shown = Document(parameters);
                return new JsonArray([.. shown.Analysis.Symbols().Select(s => LspJson.Of(s, shown.Analysis.Map))]);
            default:
                if (isRequest)
                    throw new RpcException(RpcError.MethodNotFound, $"{method} is not offered");
                return null;
        }
    }

    private async Task<JsonNode?> InitializeAsync(JsonElement parameters, CancellationToken cancellationToken)
    {
        if (_initialized)
            throw new RpcException(RpcError.InvalidRequest, "initialize was called before");
        _initialized = true;
        if (parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("initializationOptions", out var options)
            && options.ValueKind == JsonValueKind.Object && options.TryGetProperty("environment", out var file) && file.ValueKind == JsonValueKind.String && file.GetString() is { Length: > 0 } path)
        {
            _environment = path;
        }

        await UseEnvironmentAsync(cancellationToken);
        return new JsonObject
        {
            ["capabilities"] = new JsonObject
            {
                ["positionEncoding"] = "utf-16",
                ["textDocumentSync"] = new JsonObject { ["openClose"] = true, ["change"] = 2, ["save"] = true },
                ["hoverProvider"] = true,
                ["completionProvider"] = new JsonObject { ["triggerCharacters"] = new JsonArray(".", " ", "{", ":", "|") },
                ["definitionProvider"] = true,
                ["codeActionProvider"] = new JsonObject { ["codeActionKinds"] = new JsonArray("quickfix") },
                ["documentSymbolProvider"] = true,
            },
            ["serverInfo"] = new JsonObject { ["name"] = "runbook", ["version"] = Product.Version },
        };
    }

    private async Task UseEnvironmentAsync(CancellationToken cancellationToken)
    {
        if (_workspace.UseEnvironment(_environment) is { } problem)
            await writer.NotifyAsync("window/showMessage", new JsonObject { ["type"] = 2, ["message"] = $"the environment is not used: {problem}" }, cancellationToken);
    }

    private JsonArray Fixes(JsonElement parameters)
    {
        var (document, range) = (Document(parameters), parameters.GetProperty("range"));
        var map = document.Analysis.Map;
        return QuickFixes.Of(document, _workspace.Found(document), Workspace.Offset(map, range.GetProperty("start")), Workspace.Offset(map, range.GetProperty("end")));
    }

    private JsonNode? Definition(OpenDocument document, int offset)
    {
        if (document.Analysis.Definition(offset) is not { } found)
            return null;
        var zero = new JsonObject { ["line"] = 0, ["character"] = 0 };
        return found.Path is { } path
            ? new JsonObject { ["uri"] = new System.Uri(path).AbsoluteUri, ["range"] = new JsonObject { ["start"] = zero, ["end"] = zero.DeepClone() } }
            : new JsonObject { ["uri"] = document.Uri, ["range"] = LspJson.Range(document.Analysis.Map, found.Range.Start, found.Range.End) };
    }

    private JsonNode? At(JsonElement parameters, Func<OpenDocument, int, JsonNode?> answer)
    {
        var document = Document(parameters);
        return answer(document, Workspace.Offset(document.Analysis.Map, parameters.GetProperty("position")));
    }

    private OpenDocument Document(JsonElement parameters) =>
        _workspace.Find(Uri(parameters)) ?? throw new RpcException(RpcError.InvalidParams, $"{Uri(parameters)} is not open");

    private Task PublishAsync(string uri, int? version, JsonObject[] found, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject { ["uri"] = uri, ["diagnostics"] = new JsonArray([.. found]) };
        if (version is not null)
            parameters["version"] = version;
        return writer.NotifyAsync("textDocument/publishDiagnostics", parameters, cancellationToken);
    }

    private static string Uri(JsonElement parameters) => parameters.GetProperty("textDocument").GetProperty("uri").GetString() ?? throw new RpcException(RpcError.InvalidParams, "a document has a uri");

    private static int? Version(JsonElement document) => document.TryGetProperty("version", out var version) && version.TryGetInt32(out var number) ? number : null;
}
