using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Evidence;

/// <summary>What the journal tells of one copy group, in order.</summary>
internal sealed class GroupHistory
{
    private readonly Dictionary<string, PairReading> _pairs = [];
    private readonly List<(int Sequence, DateTimeOffset AskedAt, DateTimeOffset At, bool Alike)> _seen = [];

    public List<(int Sequence, MirrorReading Reading)> Mirrors { get; } = [];

    public IReadOnlyCollection<PairReading> Pairs => _pairs.Values;

    public static Dictionary<string, GroupHistory> Of(IEnumerable<Happening> happenings)
    {
        var groups = new Dictionary<string, GroupHistory>(StringComparer.Ordinal);
        foreach (var h in happenings)
        {
            var (asked, pairs) = h.Event switch
            {
                PairsRead read => (read.MeasuredFrom ?? h.At, read.Pairs),
                CheckpointReached reached => (h.At, reached.Pairs),
                OperationIntended intended => (h.At, intended.Before),
                DriftFound drift => (h.At, drift.Now),
                _ => (h.At, (IReadOnlyList<PairReading>)[]),
            };
            foreach (var group in pairs.GroupBy(p => p.CopyGroup))
                In(group.Key).Note(h.Sequence, asked, h.At, group);
            foreach (var mirror in (h.Event as PairsRead)?.Mirrors ?? [])
                In(mirror.CopyGroup).Mirrors.Add((h.Sequence, mirror));
        }

        return groups;

        GroupHistory In(string name) => groups.TryGetValue(name, out var found) ? found : groups[name] = new GroupHistory();
    }

    /// <summary>All pairs replicated at the last reading up to an event; null: none was read.</summary>
    public bool? AlikeAt(int sequence) => Last(sequence) is { } seen ? seen.Alike : null;

    /// <summary>The last reading up to an event in which all pairs replicated: from when it was asked for.</summary>
    public DateTimeOffset? LastAlike(int sequence) => _seen.LastOrDefault(s => s.Sequence <= sequence && s.Alike) is { Sequence: > 0 } found ? found.AskedAt : null;

    /// <summary>The first reading after that in which one did not.</summary>
    public DateTimeOffset? FirstSuspended(int sequence)
    {
        var last = _seen.FindLastIndex(s => s.Sequence <= sequence && s.Alike);
        return _seen.Skip(last + 1).FirstOrDefault(s => s.Sequence <= sequence && !s.Alike) is { Sequence: > 0 } found ? found.At : null;
    }

    private (int Sequence, DateTimeOffset AskedAt, DateTimeOffset At, bool Alike)? Last(int sequence) =>
        _seen.LastOrDefault(s => s.Sequence <= sequence) is { Sequence: > 0 } found ? found : null;

    private void Note(int sequence, DateTimeOffset asked, DateTimeOffset at, IEnumerable<PairReading> readings)
    {
        foreach (var reading in readings)
            _pairs[RunState.PairKey(reading)] = reading;
        _seen.Add((sequence, asked, at, _pairs.Values.All(p => p.SvolStatus == "PAIR" && p.PvolStatus is "PAIR" or "")));
    }
}
