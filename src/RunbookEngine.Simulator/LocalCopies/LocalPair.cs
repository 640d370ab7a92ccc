using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>One ShadowImage pair: its state, its copy, and what has been written on both sides since they were alike.</summary>
internal sealed class LocalPair : IVolumeUse
{
    /// <summary>Seconds of host writes that update copy is behind while the pair is in PAIR.</summary>
    private const int UpdateCopyLag = 10;

    private readonly SimulatedArray _array;
    private CopyRun? _copy;
    private Agenda.Entry? _timer;
    private double _pvolBase;
    private double _svolBase;
    private double _restored;
    private SplitTogether? _together;

    public LocalPair(SimulatedArray array, LocalGroup group, string name, Volume pvol, Volume svol, int copyPace)
    {
        (_array, Group, Name, Pvol, Svol, CopyPace) = (array, group, name, pvol, svol, copyPace);
        State = LocalState.Gone;
    }

    public LocalGroup Group { get; }

    public string Name { get; }

    public Volume Pvol { get; }

    public Volume Svol { get; }

    /// <summary>1 to 15.</summary>
    public int CopyPace { get; set; }

    public LocalState State { get; private set; }

    /// <summary>The initial copy ends in a split instead of PAIR.</summary>
    public bool AutoSplit { get; private set; }

    public string Id => $"{Group.Id},{Name}";

    public string Attribute => "MRCF";

    public string PvolStatus => State switch
    {
        LocalState.InitialCopy or LocalState.SteadySplit or LocalState.Resync or LocalState.Migrating => "COPY",
        LocalState.Pair => "PAIR",
        LocalState.QuickSplit or LocalState.Split or LocalState.Migrated => "PSUS",
        LocalState.Restore or LocalState.QuickRestore => "RCPY",
        LocalState.Error => "PSUE",
        _ => "SMPL",
    };

    public string SvolStatus => State switch
    {
        LocalState.QuickSplit => "COPY",
        LocalState.Split or LocalState.Migrated => "SSUS",
        _ => PvolStatus,
    };

    /// <summary>Percent of the data that is alike; 100 on a settled pair, 0 after an error.</summary>
    public int Progress => State == LocalState.Error ? 0 : _copy?.ProgressAt(Now) ?? 100;

    private DateTimeOffset Now => _array.World.Now;

    private Topologies.TimingOptions Timing => _array.World.Timing;

    /// <remarks>Source: REST API guide MK-98RD9014, "Pair status" of ShadowImage.</remarks>
    public Access AccessOf(Volume volume)
    {
        var isPvol = volume == Pvol;
        return State switch
        {
            LocalState.Deleting => Access.None,
            LocalState.Split or LocalState.QuickSplit or LocalState.MigrationReady or LocalState.Migrated => Access.ReadWrite,
            LocalState.Restore => isPvol ? Access.None : Access.Read,
            LocalState.QuickRestore => Access.None,
            _ => isPvol ? Access.ReadWrite : Access.Read,
        };
    }

    public void Create(bool autoSplit, bool quickMode)
    {
        Join();
        AutoSplit = autoSplit;
        Alike();
        Copy(quickMode ? LocalState.QuickSplit : LocalState.InitialCopy, Pvol.AllocatedBytes);
    }

    public void CreateMigration()
    {
        Join();
        Enter(LocalState.MigrationReady);
    }

    /// <summary>The pair as a topology starts with it.</summary>
    public void Open(LocalState state)
    {
        Join();
        Alike();
        Enter(state);
    }

    public void Migrate() => Copy(LocalState.Migrating, Pvol.AllocatedBytes);

    public void Split(bool quickMode, SplitTogether? together) => Split(quickMode, State == LocalState.InitialCopy, together);

    private void Split(bool quickMode, bool fromInitialCopy, SplitTogether? together)
    {
        AutoSplit = true;
        // A split during the initial copy cancels that copy and does it again (ShadowImage guide, splitting pairs).
        var difference = fromInitialCopy
            ? Pvol.AllocatedBytes
            : Math.Min(Pvol.AllocatedBytes, (Pvol.CurrentWriteRate + Pvol.ArrivingRate) * UpdateCopyLag);
        Alike();
        Copy(quickMode ? LocalState.QuickSplit : LocalState.SteadySplit, difference);
        _together = quickMode ? null : together;
        _together?.Add(this);
    }

    /// <summary>The split has been taken and begins when the journal that writes the P-VOL is through; after six hours it is given up.</summary>
    public void SplitAfter(JournalWait wait, bool quickMode, SplitTogether? together)
    {
        var (before, autoSplit) = (State, AutoSplit);
        AutoSplit = true;
        Enter(LocalState.SteadySplit);
        bool Waits() => State == LocalState.SteadySplit && _copy is null;
        wait.Begin(
            () =>
            {
                if (Waits())
                    Split(quickMode, before == LocalState.InitialCopy, together);
            },
            () =>
            {
                if (!Waits())
                    return;
                AutoSplit = autoSplit;
                if (before == LocalState.InitialCopy)
                    Copy(LocalState.InitialCopy, Pvol.AllocatedBytes);
                else
                    Enter(LocalState.Pair);
            });
    }

    public void Resync(bool quickMode)
    {
        AutoSplit = false;
        // After an error no difference is kept: everything moves, and quickMode has nothing to be quick with.
        var difference = State == LocalState.Error ? Pvol.AllocatedBytes : Difference();
        if (quickMode && State != LocalState.Error)
            Timed(LocalState.Resync, Timing.QuickResync);
        else
            Copy(LocalState.Resync, difference);
    }

    public void Restore(bool quickMode)
    {
        _restored = Difference();
        if (quickMode)
            Timed(LocalState.QuickRestore, Timing.QuickRestore);
        else
            Copy(LocalState.Restore, Difference());
    }

    /// <summary>Suspended by an error or by force; no difference is kept, so the next resync is a full copy.</summary>
    public void Fail() => Enter(LocalState.Error);

    public void Delete()
    {
        Group.Pairs.Remove(this);
        _array.LocalCopies.RemoveEmpty(Group);
        Timed(LocalState.Deleting, Timing.Delete);
    }

    /// <summary>Deleted by somebody else, past the REST server: it goes on listing the pair until it refreshes.</summary>
    public void Vanish()
    {
        Group.Stale.Add(LocalCloneJson.Pair(this));
        Group.Pairs.Remove(this);
        Enter(LocalState.Gone);
        Leave();
    }

    /// <summary>Finishes a split of several pairs at one moment.</summary>
    public void SplitNow()
    {
        _together = null;
        Enter(LocalState.Split);
    }

    private double Difference()
    {
        var written = Pvol.WrittenAt(Now) - _pvolBase + Svol.WrittenAt(Now) - _svolBase + (_copy?.RemainingAt(Now) ?? 0);
        return Math.Min(Pvol.AllocatedBytes, written);
    }

    private void Alike() => (_pvolBase, _svolBase) = (Pvol.WrittenAt(Now), Svol.WrittenAt(Now));

    private void Copy(LocalState state, double remaining)
    {
        Enter(state);
        var channel = _array.World.Copies.ChannelFor(_array, () => _array.Gone ? 0 : double.MaxValue, Timing.ConcurrentCopies);
        _copy = channel.Start(Pvol.AllocatedBytes, remaining, Timing.LocalCopyRate * Pairs.Pace.Factor(CopyPace), Timing.CopySetup, Copied);
    }

    private void Timed(LocalState state, TimeSpan span)
    {
        Enter(state);
        _timer = _array.World.Agenda.After(span, Copied);
    }

    private void Copied()
    {
        _copy = null;
        _timer = null;
        switch (State)
        {
            case LocalState.InitialCopy when !AutoSplit:
            case LocalState.Resync or LocalState.Restore or LocalState.QuickRestore:
                if (State != LocalState.Resync)
                    Pvol.AddWritten(_restored);
                Alike();
                Enter(LocalState.Pair);
                break;
            case LocalState.InitialCopy or LocalState.QuickSplit:
                if (State == LocalState.InitialCopy)
                    Alike();
                Enter(LocalState.Split);
                break;
            case LocalState.SteadySplit when _together is { } together:
                together.Copied(this);
                break;
            case LocalState.SteadySplit:
                Enter(LocalState.Split);
                break;
            case LocalState.Migrating:
                Enter(LocalState.Migrated);
                break;
            case LocalState.Deleting:
                Enter(LocalState.Gone);
                Leave();
                break;
        }
    }

    private void Enter(LocalState state)
    {
        _copy?.Cancel();
        _timer?.Cancel();
        (_copy, _timer) = (null, null);
        var together = _together;
        _together = null;
        State = state;
        Pvol.UsesChanged(Now);
        Svol.UsesChanged(Now);
        together?.Left(this);
    }

    private void Join()
    {
        Group.Pairs.Add(this);
        Pvol.Uses.Add(this);
        Svol.Uses.Add(this);
    }

    private void Leave()
    {
        Pvol.Uses.Remove(this);
        Svol.Uses.Remove(this);
        Pvol.UsesChanged(Now);
        Svol.UsesChanged(Now);
    }
}

/// <summary>Pairs of a consistency group that split at one point in time: all show SSUS at the same moment.</summary>
internal sealed class SplitTogether
{
    private readonly HashSet<LocalPair> _copying = [];
    private readonly List<LocalPair> _copied = [];

    public void Add(LocalPair pair) => _copying.Add(pair);

    public void Copied(LocalPair pair)
    {
        _copying.Remove(pair);
        _copied.Add(pair);
        FinishWhenAllCopied();
    }

    /// <summary>A member went another way, such as an error; the others do not wait for it.</summary>
    public void Left(LocalPair pair)
    {
        if (_copied.Remove(pair) | _copying.Remove(pair))
            FinishWhenAllCopied();
    }

    private void FinishWhenAllCopied()
    {
        if (_copying.Count > 0)
            return;
        var all = _copied.ToList();
        _copied.Clear();
        all.ForEach(p => p.SplitNow());
    }
}
