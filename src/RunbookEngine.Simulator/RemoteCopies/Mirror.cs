using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>The flow of a UR copy group from the master journal to the restore journal: what has come in and not yet gone out.</summary>
/// <remarks>
/// Source: Universal Replicator guide and CCI guide: PFUL from 80 %, PFUS when the journal stays full longer than the data overflow watch,
/// suspension when the paths stay away longer than the path blockade watch.
/// </remarks>
internal sealed class Mirror(RemoteGroup group)
{
    /// <summary>Share of the journal from which pairs show PFUL.</summary>
    public const double HighWater = 0.8;

    private const int BytesPerEntry = 64 * 1024;

    private DateTimeOffset _anchor = group.First.World.Now;
    private double _backlog;
    private double _net;
    private double _sent;
    private double _inflow;
    private Agenda.Entry? _crossing;
    private Agenda.Entry? _overflow;
    private Agenda.Entry? _pathWatch;
    private bool _heldFull;

    /// <summary>Above the high-water mark: pairs show PFUL.</summary>
    public bool High { get; private set; }

    private SimulatedArrays World => group.First.World;

    private DateTimeOffset Now => World.Now;

    private SimulatedArray Master => group.Pairs.Count == 0 ? group.First : group.Pairs[0].Primary.Array;

    private Journal? MasterJournal => Master.FindJournal(group.JournalAt(Master));

    private double Capacity => Math.Max(1, MasterJournal?.CapacityBytes ?? 1);

    /// <summary>A pair of the mirror takes writes.</summary>
    public bool Flowing => group.Pairs.Any(p => p.Primary is { Exists: true, Status: "PAIR" or "COPY" });

    /// <summary>Bytes per second the copySpeed of the journal allows over all active paths.</summary>
    public double LineLimit => (MasterJournal?.CopySpeed ?? 256) * 125_000.0 * Math.Max(1, group.Link.ActivePaths(Master));

    public int UsageRate => (int)Math.Ceiling(100 * Math.Min(1, Backlog / Capacity));

    /// <summary>Journal entries that wait.</summary>
    public long QCount => (long)Math.Ceiling(Backlog / BytesPerEntry);

    /// <summary>Sequence number of the newest write: what was sent and what waits, since the start, in entries.</summary>
    public long LastWritten => (long)((SentBytes + Backlog) / BytesPerEntry);

    public long RestoredEntries => (long)(SentBytes / BytesPerEntry);

    private double SentBytes => _sent + Math.Max(0, (_inflow - _net) * (Now - _anchor).TotalSeconds);

    public double Backlog => Math.Clamp(_backlog + _net * (Now - _anchor).TotalSeconds, 0, Capacity);

    /// <summary>How long the backlog takes to reach the S-VOLs.</summary>
    public TimeSpan DrainTime => group.Connected ? TimeSpan.FromSeconds(Math.Min(Backlog / LineRate, 86_400 * 30)) : TimeSpan.Zero;

    private double LineRate
    {
        get
        {
            var sharing = World.Arrays.SelectMany(a => a.RemoteCopies.Groups).Distinct().Count(g => g.Technology == "UR" && g.Link == group.Link);
            return Math.Max(1024, Math.Min(LineLimit, (double)group.Link.BytesPerSecond / Math.Max(1, sharing)));
        }
    }

    /// <summary>Keeps the journal full until it is let go again.</summary>
    public void HoldFull(bool full)
    {
        Anchor();
        _heldFull = full;
        if (full)
            _backlog = Capacity;
        Recalculate();
    }

    /// <summary>All that waited has been restored: the journals begin anew, with their roles exchanged.</summary>
    public void Empty()
    {
        Anchor();
        _backlog = 0;
        Recalculate();
    }

    /// <summary>Takes up what has changed: pairs, line, host writes, journal size.</summary>
    public void Recalculate()
    {
        Anchor();
        _crossing?.Cancel();
        _crossing = null;
        if (!Flowing)
        {
            (_backlog, _net, _inflow) = (0, 0, 0);
            Stop(ref _overflow);
            Stop(ref _pathWatch);
            High = false;
            return;
        }
        _inflow = group.Pairs.Where(p => p.Primary is { Exists: true, Status: "PAIR" or "COPY" }).Sum(p => (double)p.Primary.Volume.CurrentWriteRate);
        var outflow = group.Connected && !_heldFull ? LineRate : 0;
        _net = _heldFull ? 0 : _backlog <= 0 && outflow >= _inflow ? 0 : _backlog >= Capacity && _inflow >= outflow ? 0 : _inflow - outflow;
        High = _backlog >= HighWater * Capacity * (1 - 1e-9);
        WatchOverflow();
        WatchPaths();
        if (NextCrossing() is { } seconds)
            _crossing = World.Agenda.After(TimeSpan.FromSeconds(Math.Min(seconds, 1e9)) + TimeSpan.FromTicks(1), Recalculate);
    }

    /// <summary>Backlog of one pair's share, which becomes difference when the journal stops at once.</summary>
    public double ShareOf(RemotePair pair) =>
        _inflow <= 0 ? Backlog / Math.Max(1, group.Pairs.Count) : Backlog * pair.Primary.Volume.CurrentWriteRate / _inflow;

    private double? NextCrossing()
    {
        double? Time(double level) => _net != 0 && (level - _backlog) / _net is var t and > 0 ? t : null;
        return new[] { Time(0), Time(HighWater * Capacity), Time(Capacity) }.Where(t => t is not null).Min();
    }

    private void WatchOverflow()
    {
        if (_backlog < Capacity * (1 - 1e-9) || _net < 0)
            Stop(ref _overflow);
        else
            _overflow ??= World.Agenda.After(TimeSpan.FromSeconds(MasterJournal?.DataOverflowWatchInSeconds ?? 60), Overflow);
    }

    private void WatchPaths()
    {
        if (group.Connected || !group.Pairs.Any(p => Loses(p.Primary) || Loses(p.Secondary)))
            Stop(ref _pathWatch);
        else
            _pathWatch ??= World.Agenda.After(TimeSpan.FromMinutes(MasterJournal?.Mirrors[group.MirrorUnit ?? 0].PathBlockadeWatchInMinutes ?? 5), LosePaths);
    }

    private void Overflow()
    {
        _overflow = null;
        foreach (var pair in group.Pairs.Where(p => p.Primary is { Exists: true, Status: "PAIR" or "COPY" }).ToList())
            pair.Overflow(alsoSvol: group.Connected && pair.Secondary.Exists, ShareOf(pair));
        Recalculate();
    }

    private void LosePaths()
    {
        _pathWatch = null;
        foreach (var pair in group.Pairs.ToList())
        {
            if (Loses(pair.Primary))
                pair.FailPvol(fenced: false);
            if (Loses(pair.Secondary))
                pair.FailSvol();
        }
    }

    /// <summary>The side sees the paths stay away, and is suspended by it.</summary>
    private static bool Loses(RemoteSide side) => side is { Exists: true, Status: "PAIR" or "COPY", Array.Gone: false };

    private void Anchor()
    {
        var backlog = Backlog;
        _sent += Math.Max(0, (_inflow - _net) * (Now - _anchor).TotalSeconds);
        (_backlog, _anchor) = (backlog, Now);
    }

    private static void Stop(ref Agenda.Entry? entry)
    {
        entry?.Cancel();
        entry = null;
    }
}
