using RunbookEngine.Import.Ansible;
using RunbookEngine.Import.Cci;
using RunbookEngine.Import.Report;
using RunbookEngine.Import.Tests.Cci;

namespace RunbookEngine.Import.Tests.Ansible;

/// <summary>Playbooks for tests, and what must hold for every import of one.</summary>
internal static class Playbooks
{
    public const string Connections = """
              connection_info: { address: 10.0.0.1, username: "{{ user }}", password: "{{ vault_password }}" }
              secondary_connection_info: { address: 10.0.0.2, username: "{{ user }}", password: "{{ vault_password }}" }
        """;

    /// <summary>One play on localhost with these tasks; each line of them is set in by four blanks.</summary>
    public static string Play(string tasks) => $"- hosts: localhost\n  tasks:\n{string.Join('\n', tasks.TrimEnd().Split('\n').Select(l => $"    {l}"))}\n";

    /// <summary>A task of a module of the vendor on both arrays.</summary>
    public static string Task(string module, string state, string spec, string more = "") =>
        $"- hitachivantara.vspone_block.vsp.{module}:\n    connection_info: {{ address: 10.0.0.1, username: u, password: \"{{{{ p }}}}\" }}\n"
        + (module.Contains("shadow", StringComparison.Ordinal) || module.Contains("snapshot", StringComparison.Ordinal) ? "" : "    secondary_connection_info: { address: 10.0.0.2 }\n")
        + (state.Length > 0 ? $"    state: {state}\n" : "") + $"    spec: {spec}\n{string.Join("", more.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(m => $"  {m}\n"))}";

    /// <summary>A split of one ShadowImage group: the shortest change there is.</summary>
    public static string Split(string group, string more = "") => Task("hv_shadow_image_group", "split", $"{{ copy_group_name: {group} }}", more);

    public static ImportResult Import(string playbook, Dictionary<string, string>? files = null, string? vars = null, ImportText? inventory = null)
    {
        var result = AnsibleImporter.Import(new AnsibleRequest([new ImportText("book.yml", playbook)])
        {
            Variables = vars is null ? [] : [new ImportText("vars.yml", vars)],
            Inventory = inventory,
            ReadFile = (folder, path) => Path.Combine(folder, path).Replace('\\', '/') is var name && files?.TryGetValue(name, out var text) == true ? new ImportText(name, text) : null,
        });
        var compiled = ImportSamples.AssertCompiles(result, playbook);
        _ = compiled;
        if (files is null)
            ImportSamples.AssertEveryLineIsAccountedFor(result, playbook, "book.yml");
        return result;
    }

    /// <summary>The steps of a runbook without comments.</summary>
    public static string Steps(ImportResult result) =>
        string.Join('\n', result.Runbook[(result.Runbook.IndexOf("\nsteps:", StringComparison.Ordinal) + 1)..].Split('\n').Where(l => !l.TrimStart().StartsWith('#')));

    public static IReadOnlyList<string> Verbs(ImportResult result) =>
        [.. Steps(result).Split('\n').Select(l => l.Trim()).Where(l => l.Contains(':') && (l.StartsWith("pair.", StringComparison.Ordinal) || l.StartsWith("unresolved", StringComparison.Ordinal) || l.StartsWith("command", StringComparison.Ordinal) || l.StartsWith("delay", StringComparison.Ordinal) || l.StartsWith("manual", StringComparison.Ordinal))).Select(l => l[..l.IndexOf(':')])];

    public static void AssertHole(string playbook, string why)
    {
        var result = Import(playbook);
        Assert.Contains(result.Open, o => o.Kind == RemarkKind.Hole && (o.Message + o.Text).Contains(why, StringComparison.Ordinal));
        Assert.False(result.IsWhole);
    }

    public static void AssertCheck(ImportResult result, string about)
    {
        Assert.Contains(result.Open, o => o.Kind == RemarkKind.Check && o.Message.Contains(about, StringComparison.Ordinal));
        Assert.False(result.IsWhole);
    }
}
