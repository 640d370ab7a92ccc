using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>What one array has on record about its volume of a remote pair. The other array keeps its own.</summary>
/// <remarks>Source: TrueCopy and Universal Replicator guides: each array sets the status of its own volume; the P-VOL's array tells the other.</remarks>
internal sealed class RemoteSide(RemotePair pair, SimulatedArray array, Volume volume, bool isPrimary) : IVolumeUse
{
    private string _status = "SMPL";

    public RemotePair Pair { get; } = pair;

    public SimulatedArray Array { get; } = array;

    public Volume Volume { get; } = volume;

    /// <summary>The array has a record of the pair.</summary>
    public bool Exists { get; private set; }

    public bool IsPrimary { get; private set; } = isPrimary;

    /// <summary>Status word without the journal's PFUL, which lies over PAIR and COPY.</summary>
    public string Status => _status;

    /// <summary>Status word as the API shows it.</summary>
    public string Shown => _status is "PAIR" or "COPY" && Pair.Group.Mirror is { High: true } ? "PFUL" : _status;

    /// <summary>The S-VOL was split for reading and writing.</summary>
    public bool SvolWritable { get; private set; }

    /// <summary>The P-VOL refuses host writes: split with protection, fenced after an error, or taken over by the other side.</summary>
    public bool PvolProtected { get; private set; }

    /// <summary>The other array deleted its half; this one can't be resynchronized any more.</summary>
    public bool DeletedByPartner { get; private set; }

    /// <summary>global-active device: in PAIR and still blocked, because the quorum disk could not be used when the copy ended.</summary>
    public bool HeldBack { get; private set; }

    /// <summary>Hosts writes counted when both volumes were alike.</summary>
    public double Base { get; private set; }

    public bool IsSuspended => _status is "PSUS" or "SSUS" or "PSUE" or "PFUS" or "SSWS";

    public bool IsCopying => _status == "COPY";

    public string Attribute => Pair.Group.Technology == "GAD" ? "GAD" : "HORC";

    /// <summary>I/O mode of a global-active device volume: L/M mirror, L/L local, B/B block.</summary>
    public string IoMode => (_status, IsPrimary) switch
    {
        _ when (IsPrimary && PvolProtected) || HeldBack => "B/B",
        ("PAIR", _) or ("COPY", true) => "L/M",
        ("COPY", false) or ("SSUS", _) => "B/B",
        ("PSUS", _) or ("SSWS", _) => "L/L",
        ("PSUE", true) => "L/L",
        _ => "B/B",
    };

    /// <remarks>Source: REST API guide MK-98RD9014, pair status pages; global-active device guide, status and I/O modes.</remarks>
    public Access AccessOf(Volume volume) =>
        // A pair that stands by keeps nobody from its volumes; the pairs that replicate do.
        Pair.Delta is not null ? Access.ReadWrite :
        Pair.Group.Technology == "GAD" ? (IoMode == "B/B" ? Access.None : Access.ReadWrite)
        : IsPrimary ? (PvolProtected ? Access.Read : Access.ReadWrite)
        : _status == "SSWS" || (_status == "SSUS" && SvolWritable) ? Access.ReadWrite
        : Access.Read;

    /// <summary>An S-VOL in PAIR takes what hosts write on the P-VOL.</summary>
    public double ArrivingAt(Volume volume) =>
        !IsPrimary && _status == "PAIR" && Pair.Group.Connected ? Pair.PartnerOf(this).Volume.CurrentWriteRate : 0;

    public void Join()
    {
        Exists = true;
        Volume.Uses.Add(this);
    }

    /// <summary>Without effect while the array is gone: it comes back with the status it had.</summary>
    public void Set(string status, bool svolWritable = false, bool pvolProtected = false, bool deletedByPartner = false)
    {
        if (!Array.Gone)
            Write(status, svolWritable, pvolProtected, deletedByPartner);
    }

    /// <summary>Holds for an array that is gone too: it reads the quorum disk before it serves again.</summary>
    public void Block() => Write(_status, SvolWritable, pvolProtected: true, DeletedByPartner);

    private void Write(string status, bool svolWritable, bool pvolProtected, bool deletedByPartner)
    {
        (_status, SvolWritable, PvolProtected, DeletedByPartner, HeldBack) = (status, svolWritable, pvolProtected, deletedByPartner, false);
        Volume.UsesChanged(Array.World.Now);
    }

    public void Unprotect() => Set(_status);

    /// <summary>Keeps an S-VOL in PAIR from its hosts until it is let go.</summary>
    public void HoldBack(bool held)
    {
        HeldBack = held;
        Volume.UsesChanged(Array.World.Now);
    }

    public void SetRole(bool isPrimary) => IsPrimary = isPrimary;

    public void MarkAlike() => Base = Volume.WrittenAt(Array.World.Now);

    public double WrittenSinceAlike => Volume.WrittenAt(Array.World.Now) - Base;

    /// <summary>The record goes; the volume is simplex as far as this array knows.</summary>
    public void Leave()
    {
        Exists = false;
        _status = "SMPL";
        Volume.Uses.Remove(this);
        Volume.UsesChanged(Array.World.Now);
    }
}
