namespace RunbookEngine.Replication.Groups;

/// <summary>The volumes of a pair by the roles they have now, each as array and LDEV.</summary>
public readonly record struct PairVolumes((string Array, int? Ldev) Pvol, (string Array, int? Ldev) Svol)
{
    /// <summary>How another pair shares volumes with this one; nothing where a number is not known.</summary>
    public IEnumerable<Sharing> SharedWith(PairVolumes other)
    {
        if (Pvol.Ldev is not null && Pvol == other.Pvol)
            yield return Sharing.PvolIsTheirPvol;
        if (Pvol.Ldev is not null && Pvol == other.Svol)
            yield return Sharing.PvolIsTheirSvol;
        if (Svol.Ldev is not null && Svol == other.Pvol)
            yield return Sharing.SvolIsTheirPvol;
        if (Svol.Ldev is not null && Svol == other.Svol)
            yield return Sharing.SvolIsTheirSvol;
    }
}
