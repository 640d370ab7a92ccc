using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>How long the pairs of a failed job are looked at: until the limit, or until they plainly stand still.</summary>
internal sealed class FailedJobLook(ArrayFleet fleet, PairUnit unit, OperationIntended intent, DateTimeOffset until)
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
    public async Task<bool> IsOverAsync(IReadOnlyList<PairReading> silent, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _looks++;
        if (now >= until)
        {
            return true;
        }
        var moved = _before is null || _before.Count != silent.Count || _before.Zip(silent).Any(p => RunState.PairKey(p.First) != RunState.PairKey(p.Second)
            || ReadingNews.Moved(p.First, p.Second));
        _before = silent;
        _still = moved || !await WouldShowAsync(silent, cancellationToken) ? 0 : _still + 1;
        return _still >= Still;
    }

    /// <summary>What the array works on would be seen: the operation changes the status at once, or there is nothing left in the journals to drain.</summary>
    private async Task<bool> WouldShowAsync(IReadOnlyList<PairReading> silent, CancellationToken cancellationToken)
    {
        var operation = OperationText.Read(intent);
        if (silent.All(s => Effects.ShowAtOnce(PairStates.State(unit.Technology, intent.Before.First(b => b.Pair == s.Pair)), operation)))
        {
            return true;
        }
        try
        {
            return unit.Technology == Technology.UniversalReplicator && await JournalUsage.HighestAsync(fleet, [unit], cancellationToken) is { Percent: 0 };
        }
        catch (ArrayApiException)
        {
            return false;
        }
    }
}
