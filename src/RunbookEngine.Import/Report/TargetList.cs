using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Report;

/// <summary>The targets of a runbook: groups of one technology between the same arrays stand together.</summary>
internal sealed class TargetList
{
    private readonly List<Target> _targets = [];

    public TargetList(IEnumerable<(string Written, GroupFacts Facts)> groups, ArrayRegister arrays)
    {
        foreach (var (written, facts) in groups)
        {
            var array = arrays.AliasOf(facts.PvolSerial, "pvol-array");
            var remote = !facts.Technology.IsRemote() ? null
                : arrays.AliasOf(facts.SvolSerial, "svol-array") is var other && other != array ? other : arrays.AliasOf(null, "svol-array");
            var target = _targets.FirstOrDefault(t => t.Technology == facts.Technology && t.Array == array && t.RemoteArray == remote);
            if (target is null)
            {
                _targets.Add(target = new Target(Name(facts.Technology), facts.Technology, array, remote));
            }

            target.Groups.Add(written);
            target.Open.AddRange(facts.Open);
        }
    }

    public TargetList(IEnumerable<(string Written, Technology Technology, string Array, string? Remote)> groups)
    {
        foreach (var (written, technology, array, remote) in groups)
        {
            var target = _targets.FirstOrDefault(t => t.Technology == technology && t.Array == array && t.RemoteArray == remote);
            if (target is null)
                _targets.Add(target = new Target(Name(technology), technology, array, remote));
            target.Groups.Add(written);
        }
    }

    private string Name(Technology technology)
    {
        var word = technology switch
        {
            Technology.ShadowImage => "copies",
            Technology.ThinImage => "snapshots",
            Technology.GlobalActiveDevice => "active",
            Technology.TrueCopy => "sync",
            _ => "mirrors",
        };
        var number = _targets.Count(t => t.Technology == technology) + 1;
        return number == 1 ? word : $"{word}_{number}";
    }

    public IEnumerable<(string A, string B)> Links => _targets.Where(t => t.RemoteArray is not null).Select(t => (t.Array, t.RemoteArray!));

    public IEnumerable<string> Open => _targets.SelectMany(t => t.Open).Distinct();

    public void Write(RunbookWriter writer)
    {
        if (_targets.Count == 0)
            return;
        writer.Line("targets:");
        foreach (var target in _targets)
        {
            foreach (var open in target.Open.Distinct())
                writer.Line($"  # CHECK: {YamlText.Comment(open)}");
            writer.Line($"  {target.Name}:");
            writer.Line($"    technology: {target.Technology.RunbookName()}");
            writer.Line($"    array: {target.Array}");
            if (target.RemoteArray is { } remote)
                writer.Line($"    remoteArray: {remote}");
            writer.Line($"    copyGroups: {YamlText.List(target.Groups.Distinct().Select(YamlText.Of))}");
        }
    }

    private sealed record Target(string Name, Technology Technology, string Array, string? RemoteArray)
    {
        public List<string> Groups { get; } = [];

        public List<string> Open { get; } = [];
    }
}
