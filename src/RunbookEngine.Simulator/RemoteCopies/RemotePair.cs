using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>A TC, UR or GAD pair: two records, and the copy between them.</summary>
internal sealed class RemotePair
{
    /// <summary>Value of <see cref="Transition"/> while the pair is being deleted.</summary>
    public const string Deleting = "Deleting";

    /// <summary>While a copy is that young, the loss of the quorum disk may suspend a global-active device pair.</summary>
    private static readonly TimeSpan NewCopy = TimeSpan.FromSeconds(30);

    private readonly RemoteSide[] _sides;
    private DateTimeOffset _copyBegan;
    private CopyRun? _copy;
    private Agenda.Entry? _step;
    private double _unsent;
    private bool _takingOver;

    public RemotePair(RemoteGroup group, string name, Volume first, Volume second, bool firstIsPrimary)
    {
        (Group, Name) = (group, name);
        _sides = [new(this, group.First, first, firstIsPrimary), new(this, group.Second, second, !firstIsPrimary)];
    }

    public RemoteGroup Group { get; }

    public string Name { get; }

    /// <summary>DATA, STATUS or NEVER; counts for TC.</summary>
    public string FenceLevel { get; set; } = "NEVER";

    public int CopyPace { get; set; } = 3;

    /// <summary>Consistency group the pair is registered in.</summary>
    public int? ConsistencyGroup { get; set; }

    /// <summary>HOLD, HOLDING or HLDE of a delta resync pair that stands by; null for any other pair.</summary>
    public string? Delta { get; private set; }

    /// <summary>A split, takeover or deletion is under way; the status words do not show it.</summary>
    public string? Transition { get; private set; }

    public RemoteSide Primary => _sides[0].IsPrimary ? _sides[0] : _sides[1];

    public RemoteSide Secondary => _sides[0].IsPrimary ? _sides[1] : _sides[0];

    public int? Progress => _copy?.ProgressAt(Now);

    public bool Copying => _copy is not null;

    /// <summary>The copy has only just begun.</summary>
    public bool Young => _copy is not null && Now - _copyBegan <= NewCopy;

    private SimulatedArrays World => Group.First.World;

    private DateTimeOffset Now => World.Now;

    private Agenda Agenda => World.Agenda;

    private Topologies.TimingOptions Timing => World.Timing;

    public RemoteSide At(SimulatedArray array) => _sides[0].Array == array ? _sides[0] : _sides[1];

    public RemoteSide PartnerOf(RemoteSide side) => _sides[0] == side ? _sides[1] : _sides[0];

    /// <summary>The pair as a topology starts with it.</summary>
    public void Open(string status)
    {
        Join();
        switch (status)
        {
            case "PSUS":
                Both("PSUS", "SSUS");
                break;
            case "PSUE":
                Both("PSUE", "PSUE");
                break;
            case "HOLD":
                StandBy();
                break;
            case "SSWS":
                Primary.Set("PSUS", pvolProtected: true);
                Secondary.Set("SSWS");
                break;
            default:
                Both("PAIR", "PAIR");
                break;
        }
        MarkAlike();
    }

    public void Create(bool initialCopy)
    {
        Join();
        MarkAlike();
        _unsent = 0;
        if (initialCopy)
            Copy(Primary.Volume.AllocatedBytes, Timing.CopySetup);
        else
            Settle("PAIR", "PAIR");
    }

    /// <summary>A delta resync pair of three data centers: it copies nothing until the other copy is lost.</summary>
    public void CreateStandby()
    {
        Join();
        StandBy();
        MarkAlike();
        Group.PairsChanged();
    }

    /// <summary>Keeps the journal that a delta resync needs, or cannot keep it (HOLDING).</summary>
    public void StandBy(bool journalKept = true)
    {
        Both("PSUS", "SSUS");
        Delta = journalKept ? DeltaResync.Hold : DeltaResync.Holding;
        Group.PairsChanged();
    }

    /// <summary>The standby pair failed: a later delta resync copies everything (HLDE).</summary>
    public void BreakStandby()
    {
        Both("PSUE", "PSUE");
        Delta = DeltaResync.Broken;
        _unsent = Primary.Volume.AllocatedBytes;
        Group.PairsChanged();
    }

    /// <summary>The S-VOL changes to this pair with the difference alone; the mirror that wrote it until now is suspended.</summary>
    public void StartDeltaResync()
    {
        Delta = null;
        var difference = _unsent;
        foreach (var former in DeltaResync.FormerMirrors(this))
        {
            difference += former.Group.Mirror?.ShareOf(former) ?? 0;
            former.LoseSvolTo();
        }
        foreach (var lost in Primary.Volume.Uses.OfType<RemoteSide>().Where(s => s.Pair != this && !s.IsPrimary))
            difference += lost.WrittenSinceAlike;
        MarkAlike();
        _unsent = 0;
        Copy(Math.Min(Primary.Volume.AllocatedBytes, difference), Timing.CopySetup);
    }

    private void LoseSvolTo()
    {
        StopCopy();
        End();
        Secondary.Set("SSUS");
        Notice(() =>
        {
            if (Primary is { Exists: true, IsSuspended: false })
                Primary.Set("PSUS");
        });
        Group.PairsChanged();
    }

    /// <summary>Splits on both sides, or on the asked one alone while the other can't be told.</summary>
    public void Split(RemoteSide asked, TimeSpan delay, bool svolWritable, bool protectPvol, double unsent)
    {
        Begin("Suspending");
        _step = Agenda.After(delay, () =>
        {
            StopCopy();
            End();
            if (!Group.Connected)
            {
                asked.Set(asked.IsPrimary ? "PSUS" : "SSUS", svolWritable: svolWritable, pvolProtected: asked.IsPrimary && protectPvol);
                Group.PairsChanged();
                return;
            }
            if (Secondary.Status != "SSWS")
            {
                MarkAlike();
                _unsent += unsent;
                Secondary.Set("SSUS", svolWritable: svolWritable);
            }
            void SplitPvol()
            {
                if (Primary.Exists)
                    Primary.Set("PSUS", pvolProtected: protectPvol || Secondary.Status == "SSWS");
            }
            if (asked.IsPrimary)
                SplitPvol();
            else
                Notice(SplitPvol);
            Group.PairsChanged();
        });
    }

    /// <summary>Makes the S-VOL writable without asking the other side (SSWS).</summary>
    public void TakeOver(double unsent)
    {
        Begin("Suspending");
        _takingOver = true;
        _step = Agenda.After(Timing.Takeover, () =>
        {
            StopCopy();
            End();
            if (Group.Connected)
                Primary.MarkAlike();
            Secondary.MarkAlike();
            _unsent += unsent;
            Secondary.Set("SSWS");
            // Without paths a GAD P-VOL learns from the quorum disk that it must not serve.
            if (Group.Technology == "GAD" && !Group.Connected && Primary.Exists)
                Primary.Block();
            Group.PairsChanged();
            Notice(AlignPvolWithTakeover);
            DeltaResync.AfterTakeover(this);
        });
    }

    /// <summary>GAD: the P-VOL's array is lost, or the S-VOL's array reported the stoppage first, and the S-VOL serves hosts alone.</summary>
    public void ServeFromSvol()
    {
        Primary.Block();
        Secondary.MarkAlike();
        Secondary.Set("SSWS");
        Group.PairsChanged();
        DeltaResync.AfterTakeover(this);
    }

    /// <summary>A taken-over S-VOL becomes an ordinary suspended one again.</summary>
    public void LeaveTakeover()
    {
        Secondary.Set("SSUS");
        if (Primary.Exists)
            Notice(() => Primary.Set("PSUS"));
        Group.PairsChanged();
    }

    /// <summary>The difference moves from the P-VOL to the S-VOL; what was written on the S-VOL is lost.</summary>
    public void Resync() => Copy(Difference(), Timing.CopySetup);

    /// <summary>The volumes exchange their roles, then the difference moves; what was written on the old P-VOL is lost.</summary>
    public void SwapResync()
    {
        var difference = Difference();
        var newPrimary = Secondary;
        Primary.SetRole(false);
        newPrimary.SetRole(true);
        Group.Mirror?.Empty();
        Copy(difference, Timing.Swap);
    }

    /// <summary>Suspended by an error on the side that noticed it. A takeover that runs at the S-VOL's array goes on.</summary>
    public void FailPvol(bool fenced)
    {
        StopCopy();
        if (!_takingOver)
            End();
        Primary.Set("PSUE", pvolProtected: fenced);
        Group.PairsChanged();
    }

    public void FailSvol()
    {
        StopCopy();
        if (!_takingOver)
            End();
        Secondary.Set("PSUE");
        Group.PairsChanged();
    }

    /// <summary>The S-VOL or its pool failed: the array that has it sees it first.</summary>
    public void SvolError()
    {
        End();
        FailSvol();
        Notice(() =>
        {
            if (Primary is not { Exists: true, Status: "PAIR" or "COPY" })
                return;
            var fenced = Group.Technology == "TC" && FenceLevel == "DATA";
            FailPvol(fenced);
            if (World.Switches.SvolErrorShowsPsus && !fenced && Group.Technology != "GAD")
                Primary.Set("PSUS");
        });
    }

    /// <summary>The journal stayed full: suspended on the side that noticed it.</summary>
    public void Overflow(bool alsoSvol, double unsent)
    {
        StopCopy();
        MarkAlike();
        _unsent += unsent;
        Primary.Set("PFUS");
        if (alsoSvol)
            Secondary.Set("PFUS");
    }

    public void Delete(RemoteSide asked)
    {
        Begin(Deleting);
        _step = Agenda.After(Timing.Delete, () => DeleteNow(asked));
    }

    public void DeleteNow(RemoteSide asked)
    {
        StopCopy();
        End();
        var partner = PartnerOf(asked);
        Remove(asked);
        if (partner.Exists && Group.Connected)
        {
            if (asked.IsPrimary || Group.Technology == "GAD")
            {
                Remove(partner);
                if (Group.Technology == "GAD")
                    partner.Volume.Reserve();
            }
            else
                Notice(() => LosePartner(partner));
        }
        Group.PairsChanged();
    }

    /// <summary>The paths went: what hosts write from here on is difference.</summary>
    public void LineLost()
    {
        if (Primary.Status == "PAIR")
            MarkAlike();
    }

    /// <summary>The paths are back: each side learns what the other did meanwhile.</summary>
    public void LineBack()
    {
        // A takeover or split under way ends first, and then tells the other side itself.
        if (Transition is null)
            Notice(LearnOfEachOther);
    }

    private void LearnOfEachOther()
    {
        var (p, s) = (Primary, Secondary);
        if (Delta is not null && p.Exists && s.Exists)
            return;
        if (!s.Exists && p.Exists)
            LosePartner(p);
        if (!s.Exists || !p.Exists)
            return;
        if (s.Status == "SSWS")
            AlignPvolWithTakeover();
        else if (s.Status == "SSUS" && p.Status is "PAIR" or "COPY")
            p.Set("PSUS");
        else if (s.Status is "PAIR" or "COPY" && p.Status is "PSUS" or "PSUE" or "PFUS")
            s.Set(p.Status == "PSUS" ? "SSUS" : p.Status);
        else if (s.Status == "PSUE" && p.Status is "PAIR" or "COPY")
            p.Set("PSUE", pvolProtected: p.PvolProtected && Group.Technology == "GAD");
        // Fence level STATUS keeps hosts off the P-VOL only until the S-VOL is known to be suspended (TrueCopy guide, fence level options).
        if (p.Status == "PSUE" && s.IsSuspended && FenceLevel == "STATUS")
            p.Unprotect();
        if (p.IsSuspended)
            StopCopy();
        Group.PairsChanged();
    }

    private void AlignPvolWithTakeover()
    {
        if (Secondary.Status == "SSWS" && Primary.Exists)
            Primary.Set("PSUS", pvolProtected: true);
        Group.PairsChanged();
    }

    private void LosePartner(RemoteSide side)
    {
        if (side.Exists)
            side.Set(side.IsPrimary ? "PSUS" : "SSUS", deletedByPartner: true);
        Group.PairsChanged();
    }

    /// <summary>Runs when the other array has had time to notice, if it can and nothing else happened to the pair meanwhile.</summary>
    private void Notice(Action action)
    {
        _step?.Cancel();
        _step = Agenda.After(Timing.Propagation, () =>
        {
            _step = null;
            if (Group.Connected)
            {
                action();
                Group.PairsChanged();
            }
        });
    }

    private void Copy(double remaining, TimeSpan setup)
    {
        StopCopy();
        End();
        Both("COPY", "COPY");
        _copyBegan = Now;
        var moved = Math.Min(Primary.Volume.AllocatedBytes, remaining);
        _copy = Group.Channel.Start(Primary.Volume.AllocatedBytes, remaining, Group.CopyRate(this), setup, () =>
        {
            _copy = null;
            _unsent = 0;
            Secondary.Volume.AddWritten(moved);
            MarkAlike();
            Settle("PAIR", "PAIR");
        });
        Group.PairsChanged();
    }

    private void StopCopy()
    {
        if (_copy is not { } copy)
            return;
        _unsent += copy.RemainingAt(Now);
        _copy = null;
        copy.Cancel();
    }

    private void Settle(string pvol, string svol)
    {
        Both(pvol, svol);
        if (Group.Technology == "GAD" && !Group.QuorumUsable)
            Secondary.HoldBack(true);
        Group.PairsChanged();
    }

    private void Both(string pvol, string svol)
    {
        Primary.Set(pvol);
        Secondary.Set(svol);
    }

    private double Difference() =>
        Math.Min(Primary.Volume.AllocatedBytes, _unsent + Primary.WrittenSinceAlike + Secondary.WrittenSinceAlike);

    private void MarkAlike()
    {
        Primary.MarkAlike();
        Secondary.MarkAlike();
    }

    private void Join()
    {
        foreach (var side in _sides)
            side.Join();
        if (Group.Technology == "GAD")
            Secondary.Volume.BecomeSvolOf(Primary.Volume);
    }

    private void Begin(string transition)
    {
        _step?.Cancel();
        (Transition, _takingOver) = (transition, false);
    }

    private void End()
    {
        _step?.Cancel();
        (_step, Transition, _takingOver) = (null, null, false);
    }

    private void Remove(RemoteSide side)
    {
        side.Leave();
        Group.SideLeft(side.Array);
    }
}
