using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Waits;
using Polled = RunbookEngine.Arrays.Polling.PairReading;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Waits for the pairs of several units at once, through the poller that all waits of the process share.</summary>
/// <param name="text">What is waited for, for whoever watches.</param>
/// <param name="today">The arrays as they are reached now: the environment of a run may be replaced while it waits. Null: as at the start.</param>
/// <param name="orAlone">Where one of two arrays does not answer, what the other one tells counts.</param>
internal sealed class PairWaiter(StepContext step, ArrayFleet fleet, UnitReader reader, IReadOnlyList<WaitedUnit> units, WaitLimits limits,
    string text, bool orAlone = false, Func<ArrayFleet>? today = null)
{
    /// <summary>An array that counts as gone is left out of the reads for this long, then both are asked again.</summary>
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(30);

    /// <summary>An array that cannot be read this long, and this often in a row, fails the wait. Time alone does not count: a machine
    /// that was asleep has seen nothing fail.</summary>
    private static readonly TimeSpan Unreachable = TimeSpan.FromMinutes(10);

    private const int UnreachableReads = 10;

    private readonly WaitBoard _board = new(units, limits);
    private readonly Lock _gate = new();
    private Failure? _failure;

    /// <summary>Pairs as last read.</summary>
    public IReadOnlyList<PairReading> Readings => _board.Readings;

    /// <summary>Pairs that are there in a status worth a warning (PFUL).</summary>
    public IReadOnlyList<PairReading> Doubtful => _board.Doubtful;

    /// <param name="startCounts">Nothing was sent since the units were read: when they are there already, nothing is waited for.</param>
    /// <param name="stop">Ends the wait early.</param>
    /// <param name="cancellationToken">The process is leaving.</param>
    /// <returns>Null when enough pairs are there, else why not.</returns>
    public async Task<Failure?> WaitAsync(bool startCounts, StepLimits stop, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        foreach (var unit in startCounts ? units : [])
        {
            Note(unit, unit.Start, TimeSpan.Zero);
        }
        if (_board.IsMet)
        {
            return null;
        }
        _failure = null;
        try
        {
            await Task.WhenAll(units.Select(unit => WatchOrEndAsync(unit, over, cancellationToken)));
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !stop.Token.IsCancellationRequested)
        {
            // The board was decided by another unit.
        }
        if (_failure is not null || _board.IsMet)
        {
            return _failure;
        }
        stop.Token.ThrowIfCancellationRequested();
        return TimedOut();
    }

    /// <summary>A trouble of one unit ends the watch of the others: none goes on when the journal is gone.</summary>
    private async Task WatchOrEndAsync(WaitedUnit unit, CancellationTokenSource over, CancellationToken cancellationToken)
    {
        try
        {
            await WatchAsync(unit, over, cancellationToken);
        }
        catch
        {
            over.Cancel();
            throw;
        }
    }

    private async Task WatchAsync(WaitedUnit unit, CancellationTokenSource over, CancellationToken cancellationToken)
    {
        var watch = new Watch(step.Clock.GetUtcNow());
        var (source, options) = (fleet[unit.Start.Source.Name], unit.Start.Options with { Refresh = false });
        while (step.Clock.GetUtcNow() < limits.Until)
        {
            source = fleet[source.Name];
            if (await WatchAsync(unit, watch, source, options, limits.Until, over, cancellationToken) is not { } left)
            {
                return;
            }
            if (fleet[source.Name] != source)
            {
                // The environment was replaced meanwhile: the same arrays are asked at their addresses of now.
                continue;
            }
            var until = step.Clock.GetUtcNow() + Alone;
            var alone = options with { WithoutPartner = true };
            await WatchAsync(unit, watch, left, alone, until < limits.Until ? until : limits.Until, over, cancellationToken);
            if (over.IsCancellationRequested)
            {
                return;
            }
            options = options with { WithoutPartner = false };
        }
    }

    /// <returns>The array to ask alone from now on; null at the deadline, or when the wait is decided.</returns>
    private async Task<ArrayClient?> WatchAsync(
        WaitedUnit unit, Watch watch, ArrayClient source, PairReadOptions options, DateTimeOffset until, CancellationTokenSource over,
        CancellationToken cancellationToken)
    {
        var group = unit.Start.Unit.Group;
        var interval = limits.Poll ?? source.Connection.Limits.PollInterval;
        await foreach (var polled in fleet.Poller.WatchAsync(source, group, options, interval, until, over.Token))
        {
            var now = step.Clock.GetUtcNow();
            if (polled is Polled.Failed && today?.Invoke() is { } other && other != fleet)
            {
                fleet = other;
                return fleet[source.Name];
            }
            switch (polled)
            {
                case Polled.Failed failed when orAlone && !options.WithoutPartner && Survivor.Of(fleet, group, source, failed.Error) is { } left:
                    if (!failed.Error.MayPass)
                    {
                        return left;
                    }
                    if (await TellAloneAsync(unit, watch, left, options, over, cancellationToken))
                    {
                        return null;
                    }
                    break;
                case Polled.Failed failed when !failed.Error.MayPass
                    || (++watch.Failures >= UnreachableReads && now - watch.ReadAt >= Unreachable):
                    End(ArrayFailures.Of(failed.Error), over);
                    return null;
                case Polled.Failed:
                    break;
                case Polled.Seen seen:
                    var read = reader.See(unit.Start.Unit, source, options, seen.Group, seen.At);
                    if (await TellAsync(unit, watch, read, over, cancellationToken))
                    {
                        return null;
                    }
                    break;
            }
            if (limits.Stall is { } stall && step.Clock.GetUtcNow() - watch.MovedAt >= stall && IsOpen(unit))
            {
                End(Stalled(unit, stall), over);
                return null;
            }
        }
        return null;
    }

    /// <summary>One read of the array that answers, while the other one may still come back.</summary>
    private async Task<bool> TellAloneAsync(
        WaitedUnit unit, Watch watch, ArrayClient left, PairReadOptions options, CancellationTokenSource over, CancellationToken cancellationToken)
    {
        try
        {
            var (alone, at) = (options with { WithoutPartner = true, Once = true }, step.Clock.GetUtcNow());
            var read = await left.ReadCopyGroupAsync(unit.Start.Unit.Group, alone, over.Token);
            return await TellAsync(unit, watch, reader.See(unit.Start.Unit, left, alone, read, at), over, cancellationToken);
        }
        catch (ArrayApiException)
        {
            // Neither tells: the next poll asks both again.
            return false;
        }
    }

    /// <returns>Whether the wait is decided.</returns>
    private async Task<bool> TellAsync(WaitedUnit unit, Watch watch, SeenGroup group, CancellationTokenSource over, CancellationToken cancellationToken)
    {
        var now = step.Clock.GetUtcNow();
        (watch.ReadAt, watch.Failures) = (now, 0);
        var (moved, decided) = Note(unit, group, now - watch.Began);
        watch.MovedAt = moved ? now : watch.MovedAt;
        await TellAsync(unit, group, cancellationToken);
        if (decided)
        {
            over.Cancel();
        }
        return decided;
    }

    /// <summary>What is remembered of one unit between two reads.</summary>
    private sealed class Watch(DateTimeOffset began)
    {
        public DateTimeOffset Began { get; } = began;

        public DateTimeOffset MovedAt { get; set; } = began;

        public DateTimeOffset ReadAt { get; set; } = began;

        public int Failures { get; set; }
    }

    /// <returns>Whether anything moved, and whether the wait is decided.</returns>
    private (bool Moved, bool Decided) Note(WaitedUnit unit, SeenGroup group, TimeSpan waited)
    {
        lock (_gate)
        {
            var before = _board.Readings.ToDictionary(Runs.RunState.PairKey);
            foreach (var name in unit.Names)
            {
                var pair = group.Find(name);
                _board.Note(unit, name, (pair ?? PairStates.Absent(source(unit), name)).Reading, unit.StandingOf(name, pair, waited));
            }
            _failure ??= _board.IsMet ? null : _board.Lost();
            step.Report(new StepProgress(text, _board.Readings, _board.Percent));
            var moved = _board.Readings.Any(r => ReadingNews.Moved(before[Runs.RunState.PairKey(r)], r));
            return (moved, _failure is not null || _board.IsMet);
        }

        static PairUnit source(WaitedUnit unit) => unit.Start.Unit;
    }

    private async Task TellAsync(WaitedUnit unit, SeenGroup group, CancellationToken cancellationToken)
    {
        var readings = unit.Names.Select(n => (group.Find(n) ?? PairStates.Absent(unit.Start.Unit, n)).Reading);
        if (ReadingNews.Of(step.State, readings) is { Count: > 0 } news)
        {
            await step.JournalAsync(new PairsRead(step.Key, news), cancellationToken);
        }
    }

    private bool IsOpen(WaitedUnit unit)
    {
        lock (_gate)
        {
            return _board.HasOpen(unit);
        }
    }

    private void End(Failure failure, CancellationTokenSource over)
    {
        lock (_gate)
        {
            _failure ??= failure;
        }
        over.Cancel();
    }

    private Failure TimedOut() =>
        new(FailureKind.Timeout, $"{text}: not there by {PairText.At(limits.Until)}: {PairText.Line(_board.Open)}")
        {
            Pairs = PairText.List(_board.Open),
            Help = "the copy may go on by itself; resume waits for it again",
        };

    private Failure Stalled(WaitedUnit unit, TimeSpan stall) => new(
        FailureKind.Stalled,
            $"copy group {unit.Start.Unit.Group.Name} has not moved for {Plans.DurationText.Write(stall)}: {PairText.Line(_board.Open.Where(p => p.CopyGroup == unit.Start.Unit.Group.Name))}")
    {
        Array = unit.Start.Unit.Target.Array,
        Pairs = PairText.List(_board.Open),
        Help = "look at the paths between the arrays and at the journals; then resume",
    };
}
