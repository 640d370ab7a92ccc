using System.Text.Json;
using RunbookEngine.Documents;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Running;

/// <summary>The runbooks people uploaded, with all their versions.</summary>
/// <remarks>The newest version is the document <c>runbook</c>/NAME, whose own version is the runbook's; each version is also
/// <c>runbook-version</c>/NAME/NUMBER. The newest is copied there before it is replaced, so that none is lost by a crash between the two.</remarks>
public sealed class RunbookLibrary(IDocumentStore documents, TimeProvider clock)
{
    public const string Kind = "runbook";

    /// <summary>Characters of a runbook's name.</summary>
    public const int MaxName = 100;

    private const string VersionKind = "runbook-version";

    /// <summary>Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, beginning with a letter or digit.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Stores a text as the newest version.</summary>
    /// <param name="expected">The version it replaces; 0: there must be none; null: whatever is there.</param>
    /// <param name="identity">Of the author; see <see cref="RunbookVersion.Identity"/>.</param>
    /// <param name="anew">Makes a version even of the same text: somebody else stands behind its triggers from now on.</param>
    /// <returns>Null when another version is there.</returns>
    public async Task<RunbookVersion?> PutAsync(
        string name, string text, int? expected, string author, CancellationToken cancellationToken, string? identity = null, bool anew = false)
    {
        var before = await documents.GetAsync(Kind, name, cancellationToken);
        if (expected is not null && expected != (before?.Version ?? 0))
            return null;
        if (before is not null)
        {
            await KeepAsync(Read(before), cancellationToken);
            if (!anew && Read(before).Hash == TextHash.Of(text))
                return Read(before);
        }

        var next = new RunbookVersion(name, (before?.Version ?? 0) + 1, text, TextHash.Of(text), author, clock.GetUtcNow()) { Identity = identity };
        if (await documents.PutAsync(Kind, name, Json(next), next.Version - 1, null, cancellationToken) is null)
            return expected is null ? await PutAsync(name, text, null, author, cancellationToken, identity, anew) : null;
        await KeepAsync(next, cancellationToken);
        return next;
    }

    /// <param name="version">Null: the newest.</param>
    public async Task<RunbookVersion?> FindAsync(string name, int? version, CancellationToken cancellationToken)
    {
        if (!IsName(name))
            return null;
        var newest = await documents.GetAsync(Kind, name, cancellationToken);
        if (newest is null || version is null || version == newest.Version)
            return newest is null ? null : Read(newest);
        return await documents.GetAsync(VersionKind, VersionId(name, version.Value), cancellationToken) is { } found ? Read(found) : null;
    }

    /// <summary>The newest version of each, by name.</summary>
    public async Task<IReadOnlyList<RunbookVersion>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        [.. (await documents.ListAsync(new DocumentFilter(Kind, After: after, Limit: limit), cancellationToken)).Select(Read)];

    /// <summary>Versions of one runbook, the oldest first.</summary>
    public async Task<IReadOnlyList<RunbookVersion>> VersionsAsync(string name, int after, int limit, CancellationToken cancellationToken) =>
        [.. (await documents.ListAsync(new DocumentFilter(VersionKind, $"{name}/", VersionId(name, after), limit), cancellationToken)).Select(Read)];

    /// <summary>Compiles a text as it would be when uploaded: runbooks that it calls are those of the library, never files of this machine.</summary>
    /// <param name="maySee">Runbooks that may be called; those that the caller may not see are not there. Null: all.</param>
    public async Task<CompileResult> CompileAsync(
        string name, string text, EnvironmentModel? environment, CompileOptions options, CancellationToken cancellationToken, Func<string, bool>? maySee = null)
    {
        // A called runbook is named by a path beside the caller; here its file name without the ending names an uploaded one.
        var called = new Dictionary<string, SourceFile>();
        var source = new SourceFile($"{name}.yaml", text);
        while (true)
        {
            var missing = new HashSet<string>();
            var result = RunbookCompiler.Compile(source, environment, options with
            {
                FindRuleSettings = _ => null,
                ReadFile = path => called.TryGetValue(path, out var found) ? found : Missing(path, missing),
            });
            if (missing.Count == 0)
                return result;
            foreach (var path in missing)
            {
                var wanted = Path.GetFileNameWithoutExtension(path);
                called[path] = maySee?.Invoke(wanted) != false && await FindAsync(wanted, null, cancellationToken) is { } found
                    ? new SourceFile(path, found.Text)
                    : new SourceFile(path, "", Diagnostic.Error(Codes.Unreadable, SourceSpan.StartOf(Path.GetFileName(path)), $"no runbook '{wanted}' was uploaded"));
            }
        }
    }

    private static SourceFile Missing(string path, HashSet<string> missing)
    {
        missing.Add(path);
        return new SourceFile(path, "", Diagnostic.Error(Codes.Unreadable, SourceSpan.StartOf(path), "not read yet"));
    }

    private Task KeepAsync(RunbookVersion version, CancellationToken cancellationToken) =>
        documents.PutAsync(VersionKind, VersionId(version.Name, version.Version), Json(version), 0, null, cancellationToken);

    private static string VersionId(string name, int version) => $"{name}/{version:D8}";


    private static RunbookVersion Read(Document document) => JsonSerializer.Deserialize<RunbookVersion>(document.Body, JsonSerializerOptions.Web)! with { Version = VersionOf(document) };

    /// <summary>The document's own version counts where it is the newest.</summary>
    private static int VersionOf(Document document) =>
        document.Kind == Kind ? document.Version : JsonSerializer.Deserialize<RunbookVersion>(document.Body, JsonSerializerOptions.Web)!.Version;

    private static string Json(RunbookVersion version) => JsonSerializer.Serialize(version, JsonSerializerOptions.Web);
}
