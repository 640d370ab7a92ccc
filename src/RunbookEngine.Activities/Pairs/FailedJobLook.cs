using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>How long the pairs of a failed job are looked at: until the limit, or until they plainly stand still.</summary>
internal sealed class FailedJobLook(PairUnit unit, OperationIntended intent, DateTimeOffset until)
{
    /// <summary>Looks in a row without any movement that count as standing still; with the pauses between them seven seconds.</summary>
    private const int Still = 2;

    private static readonly int[] Pauses = [2, 5, 10, 15];

    private IReadOnlyList<PairReading>? _before;
    private int _looks;
    private int _still;

    public TimeSpan Left(DateTimeOffset now) => until - now;

    /// <summary>Until the next look.</summary>
    public TimeSpan Pause(DateTimeOffset now) =>
        TimeSpan.FromSeconds(Pauses[Math.Min(_looks - 1, Pauses.Length - 1)]) is var pause && pause < Left(now) ? pause : Left(now);

    /// <param name="silent">Pairs that should show the effect and do not.</param>
    public bool IsOver(IReadOnlyList<PairReading> silent, DateTimeOffset now)
    {
        _looks++;
        if (now >= until)
        {
            return true;
        }
        var moved = _before is null || _before.Count != silent.Count || _before.Zip(silent).Any(p => RunState.PairKey(p.First) != RunState.PairKey(p.Second)
            || ReadingNews.Moved(p.First, p.Second));
        _before = silent;
        _still = moved || !WouldShow(silent) ? 0 : _still + 1;
        return _still >= Still;
    }

    /// <summary>What the array works on would be seen: the operation changes the status at once. A split of Universal Replicator drains the journals first and shows
    /// nothing until then; a journal usage of 0 % does not say that they are empty.</summary>
    private bool WouldShow(IReadOnlyList<PairReading> silent)
    {
        var operation = OperationText.Read(intent);
        return silent.All(s => Effects.ShowAtOnce(PairStates.State(unit.Technology, intent.Before.First(b => b.Pair == s.Pair)), operation));
    }
}
