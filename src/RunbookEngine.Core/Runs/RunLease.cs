using RunbookEngine.Activities;

namespace RunbookEngine.Runs;

/// <summary>The lease on a run while it is driven, and the permit to act that follows from it. Once it has lapsed it stays so: in between
/// another engine may have had the run and given it back.</summary>
internal sealed class RunLease : SendPermit, IAsyncDisposable
{
    private readonly LeaseKeeper _keeper;
    private readonly TimeSpan _validFor;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over;
    private Moment _asked;
    private bool _lost;
    private bool _closed;

    /// <param name="validFor">How long it surely lasts, counted from before the store was asked.</param>
    /// <param name="asked">When the store was asked.</param>
    public RunLease(LeaseKeeper keeper, RunId run, TimeSpan validFor, Moment asked, TimeProvider clock)
    {
        (_keeper, Run, _validFor, _asked, _clock) = (keeper, run, validFor, asked, clock);
        _over = new CancellationTokenSource(Left(), clock);
    }

    public RunId Run { get; }

    /// <summary>Cancelled when it lapses or is found with another engine.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>False for ever once it was.</summary>
    public bool IsValid
    {
        get
        {
            lock (_gate)
            {
                _lost |= Left() == TimeSpan.Zero;
                return !_lost;
            }
        }
    }

    /// <summary>The store has renewed it, if that was heard of in time.</summary>
    public void Renewed(Moment asked)
    {
        if (!IsValid)
        {
            Lose();
            return;
        }

        lock (_gate)
        {
            _asked = asked;
            if (!_closed)
                _over.CancelAfter(Left());
        }
    }

    public void Lose()
    {
        lock (_gate)
        {
            _lost = true;
            if (!_closed)
                _over.CancelAfter(TimeSpan.Zero);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _keeper.ReleaseAsync(this);
        // A renewal that was on its way may still tell of this lease.
        lock (_gate)
        {
            _closed = true;
            _over.Dispose();
        }
    }

    protected override void Check()
    {
        if (!IsValid)
            throw new RunTakenOverException(Run);
    }

    private TimeSpan Left() => _validFor - _asked.Passed(_clock) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
