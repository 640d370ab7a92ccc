using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Ansible;

/// <summary>A module of the vendor's collection that changes or reads pairs.</summary>
/// <param name="Technology">Null where the task says it (<c>replication_type</c>).</param>
/// <param name="GroupKey">Key of the copy group in <c>spec</c>.</param>
/// <param name="ByPair">A task names one pair with <c>copy_pair_name</c>.</param>
/// <param name="Keys">Keys of <c>spec</c> that are understood or say nothing to a step; a task with another one is not turned.</param>
/// <remarks>Source: hitachivantara.vspone_block 4.4, documentation of the modules.</remarks>
internal sealed record PairModule(string Name, Technology? Technology, string GroupKey, bool ByPair, string[] Keys)
{
    private static readonly string[] Group = ["copy_group_name", "copy_pair_name", "local_device_group_name", "remote_device_group_name", "primary_volume_id", "secondary_volume_id", "secondary_storage_serial_number"];

    private static readonly PairModule[] All =
    [
        new("hv_truecopy", Replication.Vocabulary.Technology.TrueCopy, "copy_group_name", true, [.. Group, "is_svol_readwriteable", "is_svol_writable", "do_pvol_write_protect", "copy_pace"]),
        new("hv_hur", Replication.Vocabulary.Technology.UniversalReplicator, "copy_group_name", true, [.. Group, "is_svol_readwriteable", "is_svol_writable", "do_data_suspend"]),
        new("hv_gad", Replication.Vocabulary.Technology.GlobalActiveDevice, "copy_group_name", true, Group),
        new("hv_remote_copy_group", null, "copy_group_name", false, [.. Group, "replication_type", "is_svol_writable", "do_pvol_write_protect", "do_data_suspend", "copy_pace"]),
        new("hv_shadow_image_pair", Replication.Vocabulary.Technology.ShadowImage, "copy_group_name", true, [.. Group, "enable_quick_mode", "copy_pace_track_size", "primary_volume_device_group_name", "secondary_volume_device_group_name"]),
        new("hv_shadow_image_group", Replication.Vocabulary.Technology.ShadowImage, "copy_group_name", false, [.. Group, "quick_mode", "copy_pace", "primary_volume_device_group_name", "secondary_volume_device_group_name"]),
        new("hv_snapshot_group", Replication.Vocabulary.Technology.ThinImage, "snapshot_group_name", false, ["snapshot_group_name"]),
    ];

    /// <summary>The module of a task, by its short name; null for any other.</summary>
    public static PairModule? Find(string module) => All.FirstOrDefault(m => m.Name == module);

    /// <summary>A reading module of pairs (<c>hv_truecopy_facts</c>).</summary>
    public static PairModule? OfFacts(string module) => module.EndsWith("_facts", StringComparison.Ordinal) ? Find(module[..^"_facts".Length]) : null;

    public static string ShortName(string module) => module[(module.LastIndexOf('.') + 1)..];

    /// <summary>States to verbs, one to one; null for a state without a counterpart.</summary>
    public static (string Verb, string? Option)? VerbOf(string state) => state switch
    {
        "split" => ("pair.split", null),
        "resync" or "sync" => ("pair.resync", null),
        "restore" => ("pair.restore", null),
        "swap_split" => ("pair.split", "swap"),
        "swap_resync" => ("pair.swapResync", null),
        "absent" => ("pair.delete", null),
        _ => null,
    };
}
