using System.Text.Json;
using RunbookEngine.Documents;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Running;

/// <summary>The environments of a server: files of its configuration, and those an administrator uploaded. A file wins over an upload of its name.</summary>
/// <param name="files">Absolute paths; read at the start, and again after a change.</param>
public sealed class EnvironmentLibrary(IReadOnlyList<string> files, IDocumentStore documents, TimeProvider clock)
{
    public const string Kind = "environment";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTime WrittenAt, EnvironmentResult Result)> _read = [];

    /// <summary>All configured files, as they are now.</summary>
    public IReadOnlyList<EnvironmentResult> Configured => [.. files.Select(Load)];

    public async Task<ServerEnvironment?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (Configured.FirstOrDefault(e => e.Model?.Name == name) is { Model: { } model } file)
            return new ServerEnvironment(model, file.File.Name, 0, null);
        return RunbookLibrary.IsName(name) && await documents.FindNamedAsync(Kind, name, cancellationToken) is { } found ? Read(found) : null;
    }

    public async Task<IReadOnlyList<ServerEnvironment>> ListAsync(CancellationToken cancellationToken)
    {
        var configured = Configured.Where(e => e.Model is not null).Select(e => new ServerEnvironment(e.Model!, e.File.Name, 0, null)).ToList();
        var uploaded = (await documents.ListNamedAsync(new DocumentFilter(Kind, Limit: 1000), cancellationToken)).Select(Read).OfType<ServerEnvironment>();
        return [.. configured.Concat(uploaded).DistinctBy(e => e.Model.Name).OrderBy(e => e.Model.Name, StringComparer.Ordinal)];
    }

    /// <summary>Checks a text as an environment of that name.</summary>
    public static EnvironmentResult Check(string name, string text) => EnvironmentLoader.Load(new SourceFile($"{name}.yaml", text));

    /// <returns>The new version, or null when another than the expected one is there.</returns>
    public async Task<int?> PutAsync(string name, string text, int? expected, string author, CancellationToken cancellationToken) =>
        (await documents.PutNamedAsync(Kind, name, (_, _) => JsonSerializer.Serialize(new Upload(text, author, clock.GetUtcNow()), JsonSerializerOptions.Web), expected, cancellationToken))?.Stored.Version;

    public Task<bool> DeleteAsync(string name, int? expected, CancellationToken cancellationToken) => documents.DeleteNamedAsync(Kind, name, expected, cancellationToken);

    private static ServerEnvironment? Read(Document document)
    {
        var upload = JsonSerializer.Deserialize<Upload>(document.Body, JsonSerializerOptions.Web)!;
        return Check(document.Id, upload.Text).Model is { } model ? new ServerEnvironment(model, null, document.Version, upload.Author) : null;
    }

    private EnvironmentResult Load(string path)
    {
        lock (_gate)
        {
            var writtenAt = File.GetLastWriteTimeUtc(path);
            if (_read.TryGetValue(path, out var known) && known.WrittenAt == writtenAt)
                return known.Result;
            var result = EnvironmentLoader.Load(path);
            _read[path] = (writtenAt, result);
            return result;
        }
    }

    private sealed record Upload(string Text, string Author, DateTimeOffset At);
}

/// <param name="File">The configured file; null for an upload.</param>
/// <param name="Version">Of an upload; 0 for a file.</param>
public sealed record ServerEnvironment(EnvironmentModel Model, string? File, int Version, string? Author);
