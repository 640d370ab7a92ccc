using System.Collections.Concurrent;
using RunbookEngine.Documents;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Schedules;

/// <summary>Every trigger the server knows: those that stand alone, and those of the newest version of each runbook. Nothing is copied out of runbooks, so
/// nothing can fall behind them.</summary>
public sealed class TriggerBook(IDocumentStore documents, RunbookLibrary runbooks, TimeProvider clock)
{
    /// <summary>Kinds of documents that hold triggers which stand alone.</summary>
    public const string Schedules = "schedule";

    public const string Webhooks = "webhook";

    /// <summary>Runbooks are larger than schedules and are looked at less often; one that is changed is known by then.</summary>
    public static readonly TimeSpan RunbookPoll = TimeSpan.FromSeconds(30);

    private const int Page = 1000;

    private readonly ConcurrentDictionary<(string Kind, string Name), (string Body, ScheduleEntry? Entry)> _alone = new();
    private readonly ConcurrentDictionary<string, (RunbookVersion Version, IReadOnlyList<ScheduleEntry> Entries)> _ofRunbooks = new(StringComparer.Ordinal);
    private Tuple<DateTimeOffset, IReadOnlyList<ScheduleEntry>>? _runbooks;

    /// <summary>All triggers, by name; those in runbooks as they were at most <see cref="RunbookPoll"/> ago.</summary>
    public Task<IReadOnlyList<ScheduleEntry>> AllAsync(CancellationToken cancellationToken) => AllAsync(RunbookPoll, cancellationToken);

    /// <summary>All triggers as they are now, by name. Reads every runbook.</summary>
    public Task<IReadOnlyList<ScheduleEntry>> NowAsync(CancellationToken cancellationToken) => AllAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>The trigger as it stands in the store at this moment.</summary>
    /// <param name="kind">Where it is kept when it stands alone.</param>
    public async Task<ScheduleEntry?> FindAsync(string kind, string name, CancellationToken cancellationToken)
    {
        if (name.Split('.') is [var runbook, _])
            return (await runbooks.FindAsync(runbook, null, cancellationToken) is { } version ? Read(version) : []).FirstOrDefault(e => e.Name == name);
        return IsName(name) && await documents.FindNamedAsync(kind, name, cancellationToken) is { } document ? Read(document) : null;
    }

    /// <summary>Lower-case letters, digits and dashes, up to 63, as runbooks are named.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 63 && name[0] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <param name="text">Checked with <see cref="TriggerReader"/>.</param>
    /// <returns>Null when another version than the expected one is there.</returns>
    public Task<StoredText?> PutAsync(string kind, string name, string text, int? expected, string author, CancellationToken cancellationToken, string? identity = null) =>
        StoredText.PutAsync(documents, kind, name, text, expected, new(author, identity), clock.GetUtcNow(), cancellationToken);

    public Task<bool> DeleteAsync(string kind, string name, int? expected, CancellationToken cancellationToken) => documents.DeleteNamedAsync(kind, name, expected, cancellationToken);

    public async Task<StoredText?> TextAsync(string kind, string name, CancellationToken cancellationToken) =>
        IsName(name) && await documents.FindNamedAsync(kind, name, cancellationToken) is { } document ? StoredText.Of(document) : null;

    /// <summary>All that stand alone, as they were put.</summary>
    public async Task<IReadOnlyList<StoredText>> TextsAsync(string kind, CancellationToken cancellationToken)
    {
        var found = new List<StoredText>();
        await foreach (var document in DocumentsAsync(kind, cancellationToken))
            found.Add(StoredText.Of(document));
        return found;
    }

    /// <summary>How many stand alone.</summary>
    public async Task<int> CountAsync(string kind, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in DocumentsAsync(kind, cancellationToken))
            count++;
        return count;
    }

    private async Task<IReadOnlyList<ScheduleEntry>> AllAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var found = new List<ScheduleEntry>();
        foreach (var kind in new[] { Schedules, Webhooks })
        {
            await foreach (var document in DocumentsAsync(kind, cancellationToken))
            {
                if (Read(document) is { } entry)
                    found.Add(entry);
            }
        }

        found.AddRange(await OfRunbooksAsync(age, cancellationToken));
        return [.. found.OrderBy(e => e.Name, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<ScheduleEntry>> OfRunbooksAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_runbooks is var (at, known) && now - at < age && now >= at)
            return known;
        var found = new List<ScheduleEntry>();
        for (string? after = null; await runbooks.ListAsync(after, Page, cancellationToken) is { Count: > 0 } page; after = page[^1].Name)
            found.AddRange(page.SelectMany(Read));
        _runbooks = Tuple.Create<DateTimeOffset, IReadOnlyList<ScheduleEntry>>(now, found);
        return found;
    }

    private IReadOnlyList<ScheduleEntry> Read(RunbookVersion version)
    {
        if (_ofRunbooks.TryGetValue(version.Name, out var known) && known.Version == version)
            return known.Entries;
        IReadOnlyList<ScheduleEntry> entries = [.. TriggerReader.Of(new SourceFile(version.Name, version.Text))
            .Select(t => new ScheduleEntry($"{version.Name}.{t.Name}", version.Name, t, version.At, null, version.Version, version.Author) { Identity = version.Identity })];
        _ofRunbooks[version.Name] = (version, entries);
        return entries;
    }

    private ScheduleEntry? Read(Document document)
    {
        if (_alone.TryGetValue((document.Kind, document.Id), out var known) && known.Body == document.Body)
            return known.Entry;
        var text = StoredText.Of(document);
        var file = TriggerReader.Read(new SourceFile(document.Id, text.Text), document.Id);
        // A webhook that only takes in ticket events starts no runbook of its own.
        var entry = file is { Trigger: { } trigger, Runbook: { } runbook } ? new ScheduleEntry(document.Id, runbook, trigger, text.At, document.Version, null, text.Author) { Identity = text.By.Identity, Born = text.Born } : null;
        _alone[(document.Kind, document.Id)] = (document.Body, entry);
        return entry;
    }

    private async IAsyncEnumerable<Document> DocumentsAsync(string kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; await documents.ListNamedAsync(new DocumentFilter(kind, After: after, Limit: Page), cancellationToken) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var document in page)
                yield return document;
        }
    }
}
