using RunbookEngine.Replication.Vocabulary;
using Kind = RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Import.Ansible;

/// <summary>A module of the vendor's collection that changes pairs.</summary>
/// <param name="Technology">Null where the task says it (<c>replication_type</c>).</param>
/// <param name="GroupKey">Key of the copy group in <c>spec</c>.</param>
/// <param name="ByPair">A task names one pair with <c>copy_pair_name</c>.</param>
/// <param name="Keys">Keys of <c>spec</c> that are understood or say nothing to a step, for each state; a task with another one is not turned.</param>
/// <remarks>Source: hitachivantara.vspone_block 4.6, documentation of the modules.</remarks>
internal sealed record PairModule(string Name, Technology? Technology, string GroupKey, bool ByPair, string[] Keys)
{
    /// <summary>They say which pair is meant, once more.</summary>
    private static readonly string[] Place =
        ["copy_group_name", "copy_pair_name", "local_device_group_name", "remote_device_group_name", "primary_volume_id", "secondary_volume_id", "primary_storage_serial_number", "secondary_storage_serial_number"];

    private static readonly string[] LocalPlace = ["copy_group_name", "copy_pair_name", "primary_volume_id", "secondary_volume_id", "primary_volume_device_group_name", "secondary_volume_device_group_name"];

    private static readonly PairModule[] All =
    [
        new("hv_truecopy", Kind.TrueCopy, "copy_group_name", true, Place),
        new("hv_hur", Kind.UniversalReplicator, "copy_group_name", true, [.. Place, "mirror_unit_id"]),
        new("hv_gad", Kind.GlobalActiveDevice, "copy_group_name", true, Place),
        new("hv_remote_copy_group", null, "copy_group_name", false, [.. Place, "replication_type"]),
        new("hv_shadow_image_pair", Kind.ShadowImage, "copy_group_name", true, LocalPlace),
        new("hv_shadow_image_group", Kind.ShadowImage, "copy_group_name", false, LocalPlace),
        new("hv_snapshot_group", Kind.ThinImage, "snapshot_group_name", false, ["snapshot_group_name"]),
        new("hv_snapshot", Kind.ThinImage, "snapshot_group_name", true, ["snapshot_group_name", "primary_volume_id"]),
    ];

    /// <summary>The module of a task, by its short name; null for any other.</summary>
    public static PairModule? Find(string module) => All.FirstOrDefault(m => m.Name == module);

    /// <summary>A reading module of pairs (<c>hv_truecopy_facts</c>). Those of copy groups name the group by <c>name</c>.</summary>
    public static PairModule? OfFacts(string module) => !module.EndsWith("_facts", StringComparison.Ordinal) || Find(module[..^"_facts".Length]) is not { } found ? null
        : found.Name is "hv_remote_copy_group" or "hv_shadow_image_group" ? found with { GroupKey = "name" } : found;

    public static string ShortName(string module) => module[(module.LastIndexOf('.') + 1)..];

    /// <summary>States to verbs, one to one; null for a state without a counterpart.</summary>
    public (string Verb, string? Option)? VerbOf(string state, Technology technology) => state switch
    {
        "present" when ByPair => ("pair.create", null),
        "split" => ("pair.split", null),
        "resync" or "sync" => ("pair.resync", null),
        "restore" when !technology.IsRemote() => ("pair.restore", null),
        "swap_split" when technology.IsRemote() => ("pair.split", "swap"),
        "swap_resync" when technology.IsRemote() => ("pair.swapResync", null),
        "takeover" when technology.IsRemote() => ("pair.takeover", null),
        "absent" => ("pair.delete", null),
        _ => null,
    };

    /// <summary>Keys of <c>spec</c> that a verb understands, or that are told.</summary>
    public IEnumerable<string> KeysOf(string verb, bool swap) => Keys.Concat((Name, verb, swap) switch
    {
        (_, "pair.create", _) => CreateStep.KeysOf(Technology!.Value),
        ("hv_truecopy" or "hv_hur", "pair.split", false) => ["is_svol_readwriteable"],
        ("hv_remote_copy_group", "pair.split", false) => ["is_svol_writable", "do_pvol_write_protect", "do_data_suspend"],
        ("hv_remote_copy_group", "pair.resync", _) => ["copy_pace", "is_consistency_group", "consistency_group_id", "fence_level"],
        ("hv_truecopy" or "hv_gad" or "hv_remote_copy_group", "pair.resync" or "pair.swapResync", _) => ["copy_pace"],
        ("hv_shadow_image_pair", "pair.split" or "pair.resync" or "pair.restore", _) => ["enable_quick_mode", "copy_pace_track_size"],
        ("hv_shadow_image_group", "pair.split", _) => ["quick_mode", "copy_pace", "force_suspend"],
        ("hv_shadow_image_group", "pair.resync" or "pair.restore", _) => ["quick_mode", "copy_pace"],
        _ => [],
    });
}
