using System.Globalization;
using RunbookEngine.Import.Cci.Horcm;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Report;
using RunbookEngine.Replication.Vocabulary;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary><c>state: present</c>: a pair of two volumes that are there. The modules also make and map the S-VOL; a runbook does not.</summary>
internal sealed class CreateStep(Jinja jinja)
{
    private static readonly string[] Remote =
        ["provisioned_secondary_volume_id", "path_group_id", "do_initial_copy", "is_data_reduction_force_copy", "consistency_group_id", "is_consistency_group", "is_new_group_creation"];

    /// <summary>Keys of <c>spec</c> that are understood.</summary>
    public static string[] KeysOf(Technology technology) => technology switch
    {
        Technology.TrueCopy => [.. Remote, "fence_level", "copy_pace"],
        Technology.UniversalReplicator => [.. Remote, "primary_volume_journal_id", "secondary_volume_journal_id", "mirror_unit_id", "fence_level"],
        Technology.GlobalActiveDevice => [.. Remote, "quorum_disk_id", "mu_number", "copy_pace", "fence_level"],
        Technology.ShadowImage => ["auto_split", "consistency_group_id", "allocate_new_consistency_group", "enable_quick_mode", "copy_pace_track_size", "is_data_reduction_force_copy", "pvol_mu_number"],
        _ => ["secondary_volume_id", "pool_id", "allocate_new_consistency_group", "auto_split", "is_data_reduction_force_copy"],
    };

    public void Write(DraftStep step, YamlNode spec, Technology technology)
    {
        var svolKey = technology.IsRemote() ? "provisioned_secondary_volume_id" : "secondary_volume_id";
        var pvol = spec.At("primary_volume_id") is { } p ? Ldev(p) : throw new NotTurnedException("its P-VOL is not named", "write pair.create by hand");
        var svol = spec.At(svolKey) is { } s ? Ldev(s) : technology == Technology.ThinImage ? (int?)null
            : throw new NotTurnedException($"the module makes the S-VOL by itself, and a runbook does not ({svolKey} names one that is there)", "write pair.create with the LDEV ids of both sides");
        var name = spec.At("copy_pair_name") is { } pair ? Text(pair) : technology == Technology.ThinImage ? $"ldev{pvol}"
            : throw new NotTurnedException("the pair has no copy_pair_name", "add copy_pair_name and import again");
        var volumes = new List<(string, string)> { ("name", YamlText.Of(name)), ("pvol", YamlText.Number(pvol)) };
        if (svol is { } number)
            volumes.Add(("svol", YamlText.Number(number)));
        step.Arguments.Add(("pairs", YamlText.List([YamlText.Map(volumes)])));
        if (Is(spec, "auto_split"))
            step.Arguments.Add(("autoSplit", "true"));
        if (Is(spec, "enable_quick_mode"))
            step.Arguments.Add(("quick", Is(spec, "auto_split") ? "true" : throw new NotTurnedException("enable_quick_mode without auto_split", "leave it out, or create with autoSplit")));
        Group(step, spec, technology);
        if (technology == Technology.TrueCopy && spec.At("fence_level") is { } fence)
            step.Arguments.Add(("fenceLevel", Text(fence).ToLowerInvariant() is "never" or "status" or "data" ? Text(fence).ToLowerInvariant() : throw new NotTurnedException("its fence level is not understood", "write never, status or data")));
        if (technology == Technology.UniversalReplicator)
            step.Arguments.Add(("journals", YamlText.Map([("pvol", Needed(spec, "primary_volume_journal_id", 255)), ("svol", Needed(spec, "secondary_volume_journal_id", 255))])));
        if (technology == Technology.GlobalActiveDevice)
            step.Arguments.Add(("quorumDisk", Needed(spec, "quorum_disk_id", 31)));
        if (technology == Technology.ThinImage)
            step.Arguments.Add(("pool", Needed(spec, "pool_id", 127)));
        foreach (var key in (string[])["mirror_unit_id", "mu_number", "pvol_mu_number"])
        {
            if (spec.At(key) is not null)
                step.Arguments.Add(("mirrorUnit", Needed(spec, key, 3)));
        }

        if (spec.At("path_group_id") is not null)
            step.Arguments.Add(("pathGroup", Needed(spec, "path_group_id", 255)));
        if (spec.At("do_initial_copy") is not null && !Is(spec, "do_initial_copy"))
            step.Arguments.Add(("initialCopy", "false"));
        if (Is(spec, "is_data_reduction_force_copy"))
            step.Arguments.Add(("dataReductionForceCopy", "true"));
        if (((string[])["local_device_group_name", "remote_device_group_name", "primary_volume_device_group_name", "secondary_volume_device_group_name"]).Any(k => spec.At(k) is not null))
            step.Checks.Add("device groups get the names `P_` and `S_` with the copy group's name here, not those of the playbook");
    }

    private void Group(DraftStep step, YamlNode spec, Technology technology)
    {
        var registered = spec.At("consistency_group_id") is not null || Is(spec, "is_consistency_group") || Is(spec, "allocate_new_consistency_group");
        if (registered && technology == Technology.ShadowImage && Is(spec, "auto_split"))
            throw new NotTurnedException("auto_split and a consistency group exclude each other here", "create with consistencyGroup, then pair.split");
        if (spec.At("consistency_group_id") is not null)
            step.Arguments.Add(("consistencyGroup", Needed(spec, "consistency_group_id", 255)));
        else if (Is(spec, "is_consistency_group") || Is(spec, "allocate_new_consistency_group"))
            step.Arguments.Add(("consistencyGroup", technology == Technology.UniversalReplicator ? throw new NotTurnedException("the consistency group's number is not known", "add consistency_group_id") : "true"));
    }

    private string Needed(YamlNode spec, string key, int most) => spec.At(key) is { } node && int.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
        ? YamlText.Number(number) : throw new NotTurnedException($"{key} is no number from 0 to {most}, or is missing", "write the number out");

    private bool Is(YamlNode spec, string key) => spec.At(key) is { } node && (Text(node).ToLowerInvariant() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => throw new NotTurnedException($"{key} is known only when it is played", "write true or false"),
    });

    // Unquoted 00:00:22 and 012 are other numbers in YAML than they look.
    private int Ldev(YamlNode node)
    {
        var text = Text(node);
        var plain = node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } written } && !written.Contains("{{", StringComparison.Ordinal);
        return plain && (text.Contains(':') || text.Length > 1 && text[0] == '0') || HorcmReader.Ldev(text) is not { } number
            ? throw new NotTurnedException($"`{text}` is no LDEV id that is read here", "write it as a decimal number, or as \"00:1A:2B\"") : number;
    }

    private string Text(YamlNode node) => jinja.Value(node).Constant ?? throw new NotTurnedException("volumes and options of a new pair are known only when it is played", "write the values out");
}
