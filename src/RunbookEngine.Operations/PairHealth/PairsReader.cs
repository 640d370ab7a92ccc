using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Operations.PairHealth;

/// <summary>What is asked for.</summary>
/// <param name="CopyGroups">Names or globs; empty: all.</param>
/// <param name="Technology">As runbooks spell it; null: all.</param>
/// <param name="EachPair">Each group's pairs one by one.</param>
public sealed record PairsQuery(IReadOnlyList<string> CopyGroups, string? Technology = null, bool EachPair = false);

/// <summary>Reads all copy groups of an environment's arrays and judges them. It changes nothing, and what it asks is bounded by arrays and copy groups.</summary>
/// <remarks>Groups that the environment's fence keeps from runs are not this environment's and are not told. An array that does not answer is a trouble,
/// and what only it knows is <c>?</c>.</remarks>
public sealed class PairsReader(ArrayConnections connections, EnvironmentModel environment, PairsQuery query, HealthJudge judge)
{
    private readonly List<TroubleAnswer> _troubles = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>What could not be asked; whole when the groups have been read.</summary>
    public IReadOnlyList<TroubleAnswer> Troubles => _troubles;

    /// <summary>The groups in the order in which arrays tell them; those that are expected and that no array has, at the end.</summary>
    /// <exception cref="ArgumentException">The environment does not describe its arrays well.</exception>
    public async IAsyncEnumerable<CopyGroupAnswer> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var fleet = connections.ForReport(environment.ToPlan());
        var journals = new JournalReadings(fleet, Trouble, cancellationToken);
        var found = Channel.CreateUnbounded<CopyGroupAnswer>();
        var reading = ReadAllAsync(fleet, journals, found.Writer, cancellationToken);
        await foreach (var group in found.Reader.ReadAllAsync(cancellationToken))
            yield return group;
        await reading;
        foreach (var missing in Missing())
            yield return missing;
    }

    private async Task ReadAllAsync(ArrayFleet fleet, JournalReadings journals, ChannelWriter<CopyGroupAnswer> found, CancellationToken cancellationToken)
    {
        try
        {
            var reads = new List<Task>();
            foreach (var array in fleet.Arrays)
            {
                if (Wants(Technology.ShadowImage))
                    reads.Add(LocalAsync(fleet, array, Technology.ShadowImage, journals, found, cancellationToken));
                if (Wants(Technology.ThinImage))
                    reads.Add(LocalAsync(fleet, array, Technology.ThinImage, journals, found, cancellationToken));
            }

            if (Enum.GetValues<Technology>().Any(t => t.IsRemote() && Wants(t)))
                reads.AddRange(environment.Links.Where(l => l.Count == 2).Select(l => RemoteAsync(fleet, fleet[l[0]], fleet[l[1]], journals, found, cancellationToken)));
            await Task.WhenAll(reads);
            found.Complete();
        }
        catch (Exception e)
        {
            found.Complete(e);
        }
    }

    private async Task LocalAsync(
        ArrayFleet fleet, ArrayClient array, Technology technology, JournalReadings journals, ChannelWriter<CopyGroupAnswer> found, CancellationToken cancellationToken)
    {
        try
        {
            var groups = await array.ListCopyGroupsAsync(technology, null, Named, cancellationToken);
            await Task.WhenAll(groups.OrderBy(g => g.Name, StringComparer.Ordinal).Select(async reference =>
            {
                if (await array.ReadCopyGroupAsync(reference, PairReadOptions.Default, cancellationToken) is { } group)
                    await found.WriteAsync(await AnswerAsync(fleet, group, technology, journals), cancellationToken);
            }));
        }
        catch (ArrayApiException e)
        {
            Trouble(array.Name, $"{technology.RunbookName()} pairs", e);
        }
    }

    private async Task RemoteAsync(
        ArrayFleet fleet, ArrayClient first, ArrayClient second, JournalReadings journals, ChannelWriter<CopyGroupAnswer> found, CancellationToken cancellationToken)
    {
        ArrayApiException? why = null;
        foreach (var (asked, partner, alone) in new[] { (first, second, false), (first, second, true), (second, first, true) })
        {
            try
            {
                await foreach (var group in asked.SurveyRemoteAsync(partner.StorageDeviceId, alone, Named, cancellationToken))
                {
                    var technology = group.Pairs.Select(p => p.Technology).FirstOrDefault(t => t is not null);
                    if (technology is null || Wants(technology.Value))
                        await found.WriteAsync(await AnswerAsync(fleet, group, technology, journals), cancellationToken);
                }

                if (alone)
                    Trouble(partner.Name, $"remote pairs with {asked.Name}, which told its own side", why!);
                return;
            }
            catch (ArrayApiException e)
            {
                why ??= e;
            }
        }

        Trouble(why!.Error.Array == second.Name ? second.Name : first.Name, $"remote pairs between {first.Name} and {second.Name}", why);
    }

    private async Task<CopyGroupAnswer> AnswerAsync(ArrayFleet fleet, CopyGroup group, Technology? technology, JournalReadings journals)
    {
        var pairs = group.Pairs;
        var sides = pairs.SelectMany(p => new[] { p.Pvol, p.Svol }).ToList();
        var used = await journals.OfAsync(sides);
        string? Alias(string? id) => id is null ? null : fleet.ByStorageDeviceId(id)?.Name ?? id;
        var pvolAt = technology is { } t && !t.IsRemote() ? Alias(group.Ref.StorageDeviceId) : Alias(OnlyOne(pairs.Select(p => p.Pvol.StorageDeviceId ?? Other(group, p.Svol.StorageDeviceId))));
        var partner = group.Ref.PartnerStorageDeviceId is null ? null : Alias(Other(group, pvolAt is null ? null : fleet.Find(pvolAt)?.StorageDeviceId ?? pvolAt));
        var findings = judge.Judge(technology, pairs, pvolAt, used, Expected(group.Ref.Name));
        lock (_seen)
            _seen.Add(group.Ref.Name);
        return new CopyGroupAnswer(
            group.Ref.Name, technology?.RunbookName(), pvolAt, partner, pairs.Count,
            [.. pairs.GroupBy(p => (P: Word(p.Pvol), S: Word(p.Svol))).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => new StatusCount(g.Key.P, g.Key.S, g.Count()))],
            pairs.Min(p => p.ProgressPercent), [.. pairs.Select(p => p.ConsistencyGroupId).OfType<int>().Distinct().Order()], used,
            [.. sides.Select(s => s.IoMode).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Healths.Worst(findings.Select(f => f.Health)).Word(), [.. findings.Select(f => f.Why)], [.. findings.Where(f => f.IsDrift).Select(f => f.Why)],
            query.EachPair ? [.. pairs.Select(Each)] : null);
    }

    private static PairAnswer Each(Pair pair) => new(
        pair.Ref.Name, pair.Pvol.LdevId, pair.Svol.LdevId, Word(pair.Pvol), Word(pair.Svol), pair.ProgressPercent, pair.ConsistencyGroupId, pair.Pvol.IoMode, pair.Svol.IoMode,
        pair.SnapshotTime);

    /// <summary>Expected by name, and told by no array.</summary>
    private IEnumerable<CopyGroupAnswer> Missing() =>
        from entry in environment.Expect ?? new Dictionary<string, ExpectEntry>()
        where !Glob.IsPattern(entry.Key) && !_seen.Contains(entry.Key) && Named(entry.Key) && (query.Technology is null || entry.Value.Technology is null || entry.Value.Technology == query.Technology)
        // With an array silent it may be there all the same.
        let health = _troubles.Count > 0 ? Health.Unknown : Health.Critical
        let why = _troubles.Count > 0 ? "expected, and told by no array that answers" : "expected, and no array has it"
        select new CopyGroupAnswer(
            entry.Key, entry.Value.Technology, null, null, 0, [new StatusCount("?", "?", 0)], null, [], [], [], health.Word(), [why], [why], query.EachPair ? [] : null);

    private ExpectEntry? Expected(string name) => environment.Expect is not { } all ? null
        : all.TryGetValue(name, out var exact) ? exact : all.FirstOrDefault(e => Glob.Matches(e.Key, name)).Value;

    private bool Wants(Technology technology) => query.Technology is null || query.Technology == technology.RunbookName();

    private bool Named(string name) =>
        environment.Fence.Refuses(name) is null && (query.CopyGroups.Count == 0 || query.CopyGroups.Any(glob => Glob.Matches(glob, name)));

    private void Trouble(string array, string what, ArrayApiException e)
    {
        lock (_troubles)
            _troubles.Add(new TroubleAnswer(array, what, e.Message));
    }

    private static string? OnlyOne(IEnumerable<string?> values) => values.Distinct().ToList() is [var only] ? only : null;

    private static string? Other(CopyGroup group, string? id) =>
        id is null ? null : id == group.Ref.StorageDeviceId ? group.Ref.PartnerStorageDeviceId : group.Ref.StorageDeviceId;

    private static string Word(PairVolume side) => side.StatusText ?? "?";

    /// <summary>Each array's journals, read once and only when a pair names one.</summary>
    private sealed class JournalReadings(ArrayFleet fleet, Action<string, string, ArrayApiException> trouble, CancellationToken cancellationToken)
    {
        private readonly Dictionary<string, Task<IReadOnlyList<ReplicationJournal>>> _reads = new(StringComparer.Ordinal);

        public async Task<IReadOnlyList<JournalAnswer>> OfAsync(IEnumerable<PairVolume> sides)
        {
            var answers = new List<JournalAnswer>();
            foreach (var (id, journal) in sides.Where(s => s is { JournalId: not null, StorageDeviceId: not null }).Select(s => (s.StorageDeviceId!, s.JournalId!.Value)).Distinct())
            {
                if (fleet.ByStorageDeviceId(id) is not { } array)
                    continue;
                var entries = (await ReadAsync(array)).Where(j => j.JournalId == journal && j.IsUsed).ToList();
                answers.AddRange(entries.Count == 0
                    ? [new JournalAnswer(array.Name, journal, null, null, null)]
                    : entries.Select(j => new JournalAnswer(array.Name, journal, j.Status, j.UsagePercent, j.QCount)));
            }

            return [.. answers.OrderBy(a => a.Array, StringComparer.Ordinal).ThenBy(a => a.Journal)];
        }

        private Task<IReadOnlyList<ReplicationJournal>> ReadAsync(ArrayClient array)
        {
            lock (_reads)
                return _reads.TryGetValue(array.Name, out var read) ? read : _reads[array.Name] = FetchAsync(array);
        }

        private async Task<IReadOnlyList<ReplicationJournal>> FetchAsync(ArrayClient array)
        {
            try
            {
                return await array.ReadJournalsAsync(cancellationToken);
            }
            catch (ArrayApiException e)
            {
                trouble(array.Name, "journals", e);
                return [];
            }
        }
    }
}
