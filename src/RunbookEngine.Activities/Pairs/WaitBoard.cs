using RunbookEngine.Journal;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Where every pair of a wait stands, over all its units. Not thread-safe; its owner locks.</summary>
internal sealed class WaitBoard(IReadOnlyList<WaitedUnit> units, WaitLimits limits)
{
    private readonly Dictionary<(WaitedUnit Unit, string Pair), (PairReading Reading, WaitStanding Standing)> _pairs = units
        .SelectMany(u => u.Names.Select(n => (Unit: u, Name: n)))
        .ToDictionary(p => (p.Unit, p.Name), p => (Reading(p.Unit, p.Name), WaitStanding.OnTheWay));

    public IReadOnlyList<PairReading> Readings => [.. _pairs.Values.Select(p => p.Reading)];

    /// <summary>Pairs in a status that is as good as the wanted one but worth a word.</summary>
    public IReadOnlyList<PairReading> Doubtful =>
        [.. _pairs.Values.Where(p => p.Standing == WaitStanding.MetWithWarning).Select(p => p.Reading)];

    public IReadOnlyList<PairReading> Open => [.. _pairs.Values.Where(p => !IsThere(p.Standing)).Select(p => p.Reading)];

    public bool HasOpen(WaitedUnit unit) => _pairs.Any(p => p.Key.Unit == unit && !IsThere(p.Value.Standing));

    /// <summary>Copy progress over all pairs; null when no array tells any.</summary>
    public int? Percent => _pairs.Values.All(p => p.Reading.Progress is null) ? null
        : (int)_pairs.Values.Average(p => IsThere(p.Standing) ? 100 : p.Reading.Progress ?? 0);

    public void Note(WaitedUnit unit, string pair, PairReading reading, WaitStanding standing) =>
        _pairs[(unit, pair)] = (reading, standing);

    /// <summary>True once enough pairs are there.</summary>
    public bool IsMet => limits.Needed(_pairs.Count) is { } needed && _pairs.Values.Count(p => IsThere(p.Standing)) >= needed;

    /// <summary>Why enough pairs cannot get there any more; null while they can.</summary>
    public Failure? Lost()
    {
        if (limits.Needed(_pairs.Count) is not { } needed)
        {
            return new Failure(FailureKind.Invalid, $"scope asks for {limits.Scope} pairs, and there are {_pairs.Count}");
        }
        var lost = _pairs.Where(p => p.Value.Standing is WaitStanding.Failed or WaitStanding.Hopeless).ToList();
        if (_pairs.Count - lost.Count >= needed)
        {
            return null;
        }
        var (unit, first) = (lost[0].Key.Unit, lost[0].Value);
        var why = first.Standing == WaitStanding.Failed ? "which ends the wait as a failure" : "from which it does not get there by itself";
        return new Failure(FailureKind.WrongStatus, $"{first.Reading} is not {unit.Wanted}, {why}")
        {
            Array = first.Reading.Array,
            Pairs = PairText.List(lost.Select(p => p.Value.Reading)),
            Help = "look at the pair on the array (a PSUE has a cause there), mend it, then resume",
        };
    }

    private static bool IsThere(WaitStanding standing) => standing is WaitStanding.Met or WaitStanding.MetWithWarning;

    private static PairReading Reading(WaitedUnit unit, string name) => (unit.Start.Find(name) ?? PairStates.Absent(unit.Start.Unit, name))
        .Reading;
}
