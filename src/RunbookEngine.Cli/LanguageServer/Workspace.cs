using System.Text;
using System.Text.Json;
using RunbookEngine.Cli.Commands;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Editing;
using RunbookEngine.Language.Environments;

namespace RunbookEngine.Cli.LanguageServer;

/// <summary>The documents an editor has open.</summary>
internal sealed class Workspace
{
    /// <summary>Documents open at the same time.</summary>
    public const int MaxDocuments = 256;

    /// <summary>Characters of a document; larger ones get one diagnostic and nothing else.</summary>
    public const int MaxCharacters = 8 * 1024 * 1024;

    private readonly Dictionary<string, OpenDocument> _documents = new(StringComparer.Ordinal);
    private EnvironmentModel? _environment;

    public IEnumerable<OpenDocument> Dirty => [.. _documents.Values.Where(d => d.IsDirty)];

    /// <summary>Reads the environment that runbooks are checked against; null for none.</summary>
    /// <returns>What is wrong with it; null when it can be used.</returns>
    public string? UseEnvironment(string? path)
    {
        var loaded = path is null ? null : EnvironmentLoader.Load(path);
        _environment = loaded?.Model;
        foreach (var document in _documents.Values.ToList())
            _documents[document.Uri] = Analysed(document, document.Text, document.Version);
        return loaded is { Model: null } ? loaded.Diagnostics.FirstOrDefault(d => d.IsError)?.ToString() ?? $"{path} cannot be used" : null;
    }

    public OpenDocument? Find(string uri) => _documents.GetValueOrDefault(uri);

    public void Open(string uri, string text, int? version)
    {
        if (!_documents.ContainsKey(uri) && _documents.Count >= MaxDocuments)
            throw new RpcException(RpcError.InvalidRequest, $"at most {MaxDocuments} documents can be open");
        _documents[uri] = Make(uri, PathOf(uri), text, version, null);
        Changed(uri);
    }

    public void Change(string uri, JsonElement changes, int? version)
    {
        if (Find(uri) is not { } document)
            throw new RpcException(RpcError.InvalidParams, $"{uri} is not open");
        var text = document.Text;
        foreach (var change in changes.EnumerateArray())
        {
            text = change.TryGetProperty("range", out var range) && range.ValueKind == JsonValueKind.Object
                ? Replaced(text, range, change.GetProperty("text").GetString() ?? "")
                : change.GetProperty("text").GetString() ?? "";
            if (text.Length > MaxCharacters)
                text = text[..MaxCharacters];
        }

        _documents[uri] = Analysed(document, text, version ?? document.Version);
        Changed(uri);
    }

    public void Close(string uri)
    {
        _documents.Remove(uri);
        Changed(uri);
    }

    /// <summary>What is wrong with a document, and marks it as told.</summary>
    public IReadOnlyList<Diagnostic> Check(OpenDocument document)
    {
        _documents[document.Uri] = document with { IsDirty = false };
        return Found(document);
    }

    /// <summary>What is wrong with a document.</summary>
    public IReadOnlyList<Diagnostic> Found(OpenDocument document) =>
    [
        .. (FileCheck.IsRunbook(document.Text) ? document.Analysis.Diagnostics : FileCheck.Check(document.Analysis.File, _environment, new()))
            .Where(d => d.At.File == document.Path),
    ];

    // Another open runbook may call this one.
    private void Changed(string uri)
    {
        var path = PathOf(uri);
        var name = Path.GetFileName(path);
        foreach (var caller in _documents.Values.Where(d => d.Uri != uri && name.Length > 0 && d.Text.Contains(name, StringComparison.Ordinal)).ToList())
            _documents[caller.Uri] = Analysed(caller, caller.Text, caller.Version);
    }

    private OpenDocument Analysed(OpenDocument old, string text, int? version) =>
        Make(old.Uri, old.Path, text, version, old.Analysis.IsReadable ? old.Analysis : old.Earlier);

    private OpenDocument Make(string uri, string path, string text, int? version, EditorDocument? earlier) =>
        new(uri, path, version, new EditorDocument(new SourceFile(path, text), _environment, Read), earlier);

    private SourceFile Read(string path) =>
        _documents.Values.FirstOrDefault(d => Path.GetFullPath(d.Path) == path) is { } open ? new SourceFile(path, open.Text) : SourceFile.Read(path);

    private static string Replaced(string text, JsonElement range, string with)
    {
        var map = new TextMap(text);
        var (start, end) = (Offset(map, range.GetProperty("start")), Offset(map, range.GetProperty("end")));
        return new StringBuilder(text.Length + with.Length).Append(text, 0, Math.Min(start, end)).Append(with).Append(text, Math.Max(start, end), text.Length - Math.Max(start, end)).ToString();
    }

    public static int Offset(TextMap map, JsonElement position) => map.Offset(position.GetProperty("line").GetInt32(), position.GetProperty("character").GetInt32());

    /// <summary>A file's path; for documents that are no files a name without a folder.</summary>
    private static string PathOf(string uri)
    {
        var path = Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile ? parsed.LocalPath : uri.Replace(':', '_').Replace('/', '_');
        path = path.Replace("\0", "", StringComparison.Ordinal);
        return path.Length == 0 ? "untitled" : path;
    }
}
