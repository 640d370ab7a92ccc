namespace RunbookEngine.Simulator.World;

/// <summary>The copies that run, and how fast: each by its pace, together by the line or the array they share.</summary>
/// <remarks>Rates change only when a copy starts or ends or a line changes; in between progress is a straight line.</remarks>
internal sealed class CopyPool(Agenda agenda)
{
    private readonly List<Channel> _channels = [];

    /// <summary>Lines and arrays share nothing, so each has its own channel.</summary>
    public Channel ChannelFor(object shared, Func<double> bytesPerSecond, int concurrent)
    {
        if (_channels.FirstOrDefault(c => ReferenceEquals(c.Shared, shared)) is { } channel)
            return channel;
        channel = new Channel(agenda, shared, bytesPerSecond, concurrent);
        _channels.Add(channel);
        return channel;
    }

    public void Rebalance() => _channels.ForEach(c => c.Rebalance());

    internal sealed class Channel(Agenda agenda, object shared, Func<double> bytesPerSecond, int concurrent)
    {
        private readonly List<CopyRun> _runs = [];

        public object Shared => shared;

        public CopyRun Start(double total, double remaining, double paceRate, TimeSpan setup, Action done)
        {
            var run = new CopyRun(this, total, Math.Min(remaining, total), paceRate, done);
            run.Pending = agenda.After(setup, () =>
            {
                run.Pending = null;
                _runs.Add(run);
                Rebalance();
            });
            return run;
        }

        public void Remove(CopyRun run)
        {
            if (_runs.Remove(run))
                Rebalance();
        }

        public void Rebalance()
        {
            var active = Math.Min(_runs.Count, concurrent);
            var share = active == 0 ? 0 : bytesPerSecond() / active;
            for (var i = 0; i < _runs.Count; i++)
                _runs[i].SetRate(i < active ? Math.Min(share, _runs[i].PaceRate) : 0, agenda);
        }
    }
}

/// <summary>A copy on its way. Bytes are bytes, not tracks; the manuals' unit of difference is one track of 256 KB.</summary>
internal sealed class CopyRun(CopyPool.Channel channel, double total, double remaining, double paceRate, Action done)
{
    private DateTimeOffset? _anchor;
    private double _remaining = remaining;
    private double _rate;

    public double PaceRate => paceRate;

    /// <summary>Start that has not come yet, or the end that will come.</summary>
    public Agenda.Entry? Pending { get; set; }

    public double RemainingAt(DateTimeOffset time) =>
        _anchor is { } anchor ? Math.Max(0, _remaining - _rate * (time - anchor).TotalSeconds) : _remaining;

    /// <summary>Percent of the data that is alike on both volumes, 0 to 99 while copying.</summary>
    public int ProgressAt(DateTimeOffset time) =>
        total <= 0 ? 99 : Math.Clamp((int)(100 * (1 - RemainingAt(time) / total)), 0, 99);

    public void SetRate(double rate, Agenda agenda)
    {
        if (_anchor is not null && rate == _rate)
            return;
        _remaining = RemainingAt(agenda.Now);
        _anchor = agenda.Now;
        _rate = rate;
        Pending?.Cancel();
        // Even a copy with nothing left to move needs the line to end over.
        Pending = rate > 0
            ? agenda.After(_remaining <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(_remaining / rate, 1e9)), Finish)
            : null;
    }

    public void Cancel()
    {
        Pending?.Cancel();
        Pending = null;
        channel.Remove(this);
    }

    private void Finish()
    {
        Pending = null;
        _remaining = 0;
        _rate = 0;
        channel.Remove(this);
        done();
    }
}
