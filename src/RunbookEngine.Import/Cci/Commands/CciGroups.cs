using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using RunbookEngine.Import.Report;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Commands;

/// <summary>Which group, pair and side a CCI command means.</summary>
internal sealed partial class CciGroups(ScriptWalk walk)
{
    public static bool IsGroupName(string group) =>
        group.Length > 0 && !group.Contains('/') && !group.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && !Glob.IsPattern(group) && Glob.Problem(group) is null;

    /// <summary>The HORCM instance of a call; null when nothing says.</summary>
    public int? InstanceOf(CciCall call) => call.Instance ?? (walk.State.Variables.TryGetValue("HORCMINST", out var set)
        ? set is Binding.Text { Value.Constant: { } text } ? int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var instance) ? instance : null
            : throw new NotTurnedException("which HORCM instance it talks to depends on the way that was taken", "write -I with the instance's number") : null);

    public bool IsLocalCopy(CciCall call) => call.LocalCopy ?? (walk.State.Variables.TryGetValue("HORCC_MRCF", out var set) && set is Binding.Text { Value.Constant: { Length: > 0 } });

    public string GroupOf(CciCall call)
    {
        var group = call.First("-g")?.Template
            ?? (Volume(call) is { } volume ? volume.Group : call.First("-d")?.Constant is { } device ? walk.Book.GroupOfDevice(device) : null)
            ?? throw new NotTurnedException(call.Has("-d") || call.Has("-dg") ? "no HORCM file given says which group the device is in" : "it names no group", "add -g GROUP, or give the HORCM files");
        if (group.Length == 0 || group.Contains("secrets.", StringComparison.Ordinal) || group.Contains("steps[", StringComparison.Ordinal))
            throw new NotTurnedException("the group is not known before the run", "write the group out, or make it an input");
        // A loop's variable stands for whole groups only; an input may be a part of the name.
        var known = walk.LoopGroups.ContainsKey(group) ? "x" : InputExpression().Replace(group, "x");
        if (known.Contains("${{", StringComparison.Ordinal) || !IsGroupName(known) || (call.First("-g")?.Default is { } usual && !IsGroupName(usual)))
            throw new NotTurnedException($"`{group}` cannot be the name of a copy group", "correct it");
        return group;
    }

    // -d SEQ LDEV [MUN], -dg SEQ LDEV: a volume by its array and number.
    private (string Group, string Device)? Volume(CciCall call)
    {
        var values = call.Options.GetValueOrDefault("-dg") ?? call.Options.GetValueOrDefault("-d");
        if (values is not { Count: >= 2 })
            return null;
        return values[0].Constant is { } serial && serial.All(char.IsAsciiDigit) && values[1].Constant is { } number && Horcm.HorcmReader.Ldev(number) is { } ldev
            ? walk.Book.DeviceAt(serial, ldev) ?? throw new NotTurnedException($"no HORCM file given has the volume {number} of the array {serial}", "give the HORCM files, or name the group")
            : throw new NotTurnedException("the volume it names is not known here", "name the group with -g");
    }

    /// <summary>What a step acts on, and what is known of the group.</summary>
    public (string On, GroupFacts Facts, string? Device) Object(CciCall call)
    {
        var group = GroupOf(call);
        Learn(call, group);
        var facts = walk.Book.Of(walk.LoopGroups.GetValueOrDefault(group, group));
        if (call.Has("-dg") && call.Options["-dg"].Count < 2)
            throw new NotTurnedException("-dg names a raw device, which only the host knows", "name the group with -g");
        var device = call.Has("-d") ? Volume(call) is { } volume ? ShellValue.Of(volume.Device) : call.First("-d") : null;
        if (device is not null && (device.Constant is null ? device.Template : device.Constant) is var name && (name.Contains('/') || name.Length == 0))
            throw new NotTurnedException("-d names a raw device, which only the host knows", "name the group with -g, and the pair with -d and its name in the HORCM file");
        if (device is not null && facts.Technology == Technology.UniversalReplicator && call.Command is not ("paircreate" or "pairdisplay" or "pairvolchk" or "pairevtwait") && !call.Has("-S"))
            throw new NotTurnedException("Universal Replicator pairs are operated by copy group: a pair suspended alone is not consistent with its mirror", "decide whether the whole group is meant");
        var on = device is null || call.Command == "paircreate" ? group : $"{group}/{device.Template}";
        return (YamlText.Of(on), facts, device?.Constant);
    }

    /// <summary>Alias of the array on whose side the command stands; null when local copies leave no choice.</summary>
    /// <exception cref="NotTurnedException">No HORCM file says it.</exception>
    public string? SideOf(CciCall call, string group, GroupFacts facts)
    {
        if (!facts.Technology.IsRemote())
            return null;
        var instance = InstanceOf(call);
        var first = walk.LoopGroups.GetValueOrDefault(group, group);
        if (walk.Book.SerialAt(instance, first) is { } serial)
            return ArrayRegister.NameOf(serial);
        if (walk.Book.HasFiles)
            throw new NotTurnedException($"no HORCM file given says on which array instance {instance?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)"} sees {first}", "give the HORCM files of all instances");
        return walk.Evidence.Of(group).SvolInstance is { } s && s == instance ? "svol-array" : "pvol-array";
    }

    /// <summary>Whether the command stands on the side of the S-VOLs of a local copy.</summary>
    public bool IsSvolSide(CciCall call, GroupFacts facts) => facts.PvolInstance is { } p && InstanceOf(call) is { } own && own != p;

    public void Use(string group, GroupFacts facts)
    {
        if (!walk.Commands.Groups.Any(g => g.Written == group))
            walk.Commands.Groups.Add((group, facts));
    }

    public string Title(CciCall call) => walk.LoopGroups.ContainsKey(GroupOf(call)) ? "each"
        : $"{GroupOf(call).Replace("inputs.", "", StringComparison.Ordinal)}{(call.First("-d") is { } device ? $"-{device.Template}" : "")}";

    private void Learn(CciCall call, string group)
    {
        var seen = walk.Evidence.Of(group);
        var instance = InstanceOf(call);
        seen.FirstInstance ??= instance;
        seen.IsLocalCopy |= IsLocalCopy(call);
        if (call.Command == "paircreate")
        {
            if (call.Has("-vl"))
                seen.PvolInstance ??= instance;
            else
                seen.SvolInstance ??= instance;
            var fence = (call.First("-f") ?? call.First("-fg"))?.Constant;
            if (call.Has("-jq"))
                seen.Show(Technology.GlobalActiveDevice, "-jq");
            else if (fence == "async" || call.Has("-jp") || call.Has("-js"))
                seen.Show(Technology.UniversalReplicator, "-f async");
            else if (fence is "never" or "status" or "data")
                seen.Show(Technology.TrueCopy, "-f");
        }
        else if (call.Command == "horctakeover" || call.Has("-RS") || call.Has("-swaps"))
        {
            if (seen.PvolInstance is null)
                seen.SvolInstance ??= instance;
        }
        else if (call.Has("-swapp"))
        {
            seen.PvolInstance ??= instance;
        }
    }

    [GeneratedRegex(@"\$\{\{ inputs\.[^}]*\}\}")]
    private static partial Regex InputExpression();
}
