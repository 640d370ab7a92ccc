using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>What a script shows about its device groups, collected in a first reading.</summary>
internal sealed class Evidence
{
    private readonly Dictionary<string, GroupEvidence> _groups = new(StringComparer.Ordinal);

    /// <summary>Of a group as the script names it, <c>${{ … }}</c> included.</summary>
    public GroupEvidence Of(string group)
    {
        if (!_groups.TryGetValue(group, out var found))
            _groups[group] = found = new GroupEvidence();
        return found;
    }
}

internal sealed class GroupEvidence
{
    /// <summary>A sign that only one technology gives, with what showed it.</summary>
    public (Technology Technology, string Sign)? Sign { get; private set; }

    /// <summary>Commands go to the local-copy side of CCI (<c>-IM</c>, <c>HORCC_MRCF</c>).</summary>
    public bool IsLocalCopy { get; set; }

    /// <summary>Instance that <c>paircreate -vl</c> or a command for the S-VOL side says holds the P-VOLs; null when nothing says so.</summary>
    public int? PvolInstance { get; set; }

    /// <summary>Instance that a takeover, <c>-RS</c> or <c>-swaps</c> says holds the S-VOLs.</summary>
    public int? SvolInstance { get; set; }

    /// <summary>The instance of the first command.</summary>
    public int? FirstInstance { get; set; }

    public void Show(Technology technology, string sign) => Sign ??= (technology, sign);
}
