using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Language.Environments;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Operations.PairHealth;

/// <summary>How well a copy group is: by its statuses alone, or by what the environment expects of it.</summary>
/// <param name="WarningUsage">Journal usage in percent from which on it is a warning.</param>
/// <param name="CriticalUsage">Likewise, critical.</param>
public sealed record HealthJudge(int WarningUsage = 50, int CriticalUsage = 80)
{
    /// <summary>Statuses in which data is not protected, or nobody knows whose data counts.</summary>
    private static readonly Dictionary<PairStatus, string> Broken = new()
    {
        [PairStatus.PSUE] = "suspended by an error",
        [PairStatus.PFUS] = "suspended: journal or pool full",
        [PairStatus.SSWS] = "taken over: the S-VOL side serves without a copy",
    };

    /// <summary>What is found, worst first.</summary>
    public IReadOnlyList<Finding> Judge(Technology? technology, IReadOnlyList<Pair> pairs, string? pvolAt, IReadOnlyList<JournalAnswer> journals, ExpectEntry? expected)
    {
        var found = new List<Finding>();
        found.AddRange(Statuses(technology, pairs, expected));
        found.AddRange(Modes(technology, pairs, expected));
        found.AddRange(Journals(journals, expected));
        if (expected?.Technology is { } wanted && technology?.RunbookName() is { } has && has != wanted)
            found.Add(Drift(Health.Critical, $"it is {has}, expected is {wanted}"));
        if (expected?.PvolAt is { } at && pvolAt != at)
            found.Add(pvolAt is null ? Drift(Health.Unknown, $"which array holds the P-VOLs is not known, expected is {at}") : Drift(Health.Critical, $"P-VOLs at {pvolAt}, expected at {at}"));
        if (expected?.Pairs is { } least && pairs.Count < least)
            found.Add(Drift(Health.Critical, $"{pairs.Count} pairs, expected are at least {least}"));
        return [.. found.OrderByDescending(f => f.Health switch { Health.Critical => 3, Health.Warning => 2, Health.Unknown => 1, _ => 0 })];
    }

    private static IEnumerable<Finding> Statuses(Technology? technology, IReadOnlyList<Pair> pairs, ExpectEntry? expected) =>
        pairs.Select(p => (Pair: p, Finding: Status(technology, p, expected?.Status))).Where(f => f.Finding is not null).GroupBy(f => f.Finding!)
            .Select(same => same.Key with { Why = pairs.Count == 1 ? same.Key.Why : $"{same.Count()} of {pairs.Count} pairs {same.Key.Why} ({same.First().Pair.Ref.Name}{(same.Count() > 1 ? " ..." : "")})" });

    private static Finding? Status(Technology? technology, Pair pair, IReadOnlyList<string>? wanted)
    {
        var (p, s) = (pair.Pvol.Status, technology == Technology.ThinImage ? pair.Pvol.Status : pair.Svol.Status);
        var shown = $"{Word(pair.Pvol)}/{Word(pair.Svol)}";
        if (wanted is not null)
        {
            if ((p == PairStatus.Unknown || wanted.Contains(p.ToString())) && (s == PairStatus.Unknown || wanted.Contains(s.ToString())))
                return p == PairStatus.Unknown || s == PairStatus.Unknown ? new Finding(Health.Unknown, $"{shown}: one side does not say", false) : null;
            return Drift(IsMoving(p) || IsMoving(s) ? Health.Warning : Health.Critical, $"{shown}, expected {string.Join(" or ", wanted)}");
        }

        return (p, s) switch
        {
            _ when Broken.TryGetValue(p, out var why) || Broken.TryGetValue(s, out why) => new(Health.Critical, $"{shown}: {why}", false),
            (PairStatus.Unknown, _) or (_, PairStatus.Unknown) => new(Health.Unknown, $"{shown}: one side does not say", false),
            (PairStatus.SMPL, PairStatus.SMPL) => new(Health.Critical, $"{shown}: not paired", false),
            (PairStatus.SMPL, _) or (_, PairStatus.SMPL) => new(Health.Critical, $"{shown}: only one side knows of the pair", false),
            _ when technology is { } t && !t.IsRemote() => null,
            (PairStatus.PFUL, _) or (_, PairStatus.PFUL) => new(Health.Warning, $"{shown}: the journal fills", false),
            _ when IsMoving(p) || IsMoving(s) => new(Health.Warning, $"{shown}: copies", false),
            (PairStatus.PSUS, _) or (_, PairStatus.SSUS or PairStatus.PSUS) => new(Health.Warning, $"{shown}: split", false),
            _ => null,
        };
    }

    private static IEnumerable<Finding> Modes(Technology? technology, IReadOnlyList<Pair> pairs, ExpectEntry? expected)
    {
        if (technology != Technology.GlobalActiveDevice)
            yield break;
        var paired = pairs.Where(p => p.Pvol.Status == PairStatus.PAIR && p.Svol.Status == PairStatus.PAIR).ToList();
        var blocked = paired.Where(p => p.Pvol.IoMode == "B/B" || p.Svol.IoMode == "B/B").ToList();
        if (blocked.Count > 0 && expected?.IoMode != "block")
            yield return new(Health.Critical, $"{blocked.Count} pairs in PAIR serve on one side only: I/O mode {blocked[0].Pvol.IoMode ?? "?"} and {blocked[0].Svol.IoMode ?? "?"}", false);
        if (expected?.IoMode is not { } mode)
            yield break;
        var wire = IoModeWords.Wire(mode);
        var other = pairs.Where(p => p.Pvol.IoMode is { } a && a != wire || p.Svol.IoMode is { } b && b != wire).ToList();
        if (other.Count > 0)
            yield return Drift(Health.Critical, $"I/O mode {other[0].Pvol.IoMode ?? "?"} and {other[0].Svol.IoMode ?? "?"}, expected {mode} ({wire})");
    }

    private IEnumerable<Finding> Journals(IReadOnlyList<JournalAnswer> journals, ExpectEntry? expected)
    {
        foreach (var journal in journals)
        {
            var name = $"journal {journal.Journal} on {journal.Array}";
            if (journal.Status is "PJSE" or "SJSE" or "PJSF" or "SJSF")
                yield return new(Health.Critical, $"{name} is {journal.Status}", false);
            if (journal.UsagePercent is not { } usage)
                continue;
            if (expected?.JournalUsageBelow is { } below)
            {
                if (usage >= below)
                    yield return Drift(Health.Critical, $"{name} is {usage} % full, expected below {below} %");
            }
            else if (usage >= WarningUsage)
                yield return new(usage >= CriticalUsage ? Health.Critical : Health.Warning, $"{name} is {usage} % full", false);
        }
    }

    private static bool IsMoving(PairStatus status) => status is PairStatus.COPY or PairStatus.RCPY;

    private static Finding Drift(Health health, string why) => new(health, why, true);

    private static string Word(PairVolume side) => side.StatusText ?? "?";
}

/// <param name="IsDrift">It differs from what the environment expects.</param>
public sealed record Finding(Health Health, string Why, bool IsDrift);
