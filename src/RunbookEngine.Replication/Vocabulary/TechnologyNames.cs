namespace RunbookEngine.Replication.Vocabulary;

/// <summary>The spellings of a <see cref="Technology"/>: in runbooks (<c>universal-replicator</c>) and on the wire (<c>UR</c>).</summary>
public static class TechnologyNames
{
    /// <summary>Every technology with its runbook spelling and its wire spelling, in the order people list them.</summary>
    public static IReadOnlyList<(Technology Technology, string Runbook, string Wire)> All { get; } =
    [
        (Technology.ShadowImage, "shadow-image", "SI"),
        (Technology.TrueCopy, "truecopy", "TC"),
        (Technology.UniversalReplicator, "universal-replicator", "UR"),
        (Technology.GlobalActiveDevice, "global-active-device", "GAD"),
        (Technology.ThinImage, "thin-image", "TI"),
    ];

    public static string RunbookName(this Technology technology) => All.First(t => t.Technology == technology).Runbook;

    public static string WireName(this Technology technology) => All.First(t => t.Technology == technology).Wire;

    /// <summary>True for TrueCopy, Universal Replicator and global-active device: two arrays, two sessions.</summary>
    public static bool IsRemote(this Technology technology) =>
        technology is Technology.TrueCopy or Technology.UniversalReplicator or Technology.GlobalActiveDevice;

    public static Technology? FromRunbook(string name) => Find(All.Where(t => t.Runbook == name));

    public static Technology? FromWire(string name) => Find(All.Where(t => t.Wire == name));

    private static Technology? Find(IEnumerable<(Technology Technology, string Runbook, string Wire)> found) =>
        found.Select(t => (Technology?)t.Technology).FirstOrDefault();
}
