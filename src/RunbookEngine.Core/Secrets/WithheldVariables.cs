using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace RunbookEngine.Secrets;

/// <summary>Variables of this process that no program of a step is given: those that environments and configuration refer to, and the engine's own keys.</summary>
public static partial class WithheldVariables
{
    /// <summary>The key with which the command line asks a server.</summary>
    public const string ServerKey = "RUNBOOK_KEY";

    private static readonly ConcurrentDictionary<string, bool> Names =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal) { [ServerKey] = true };

    /// <summary>Variables that stand for keys of the configuration file.</summary>
    private const string Settings = "RUNBOOK__";

    /// <summary>No program runs well without these, and none of them is a secret.</summary>
    private static readonly HashSet<string> Common = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TERM", "TZ", "PWD", "TMPDIR", "TEMP", "TMP"];

    public static void Add(SecretReference reference)
    {
        foreach (var name in reference.Variables.Where(v => !Common.Contains(v)))
            Names[name] = true;
    }

    /// <summary>All that the text of an environment or a configuration file refers to as <c>env:NAME</c>, used or not.</summary>
    public static void AddFrom(string text)
    {
        foreach (Match match in References().Matches(text))
            Add(new SecretReference($"env:{match.Groups[1].Value}"));
    }

    /// <summary>Takes them out of what a program is to be given.</summary>
    public static void RemoveFrom(IDictionary<string, string?> variables)
    {
        foreach (var (_, value) in variables.Where(v => v.Key.StartsWith(Settings, StringComparison.OrdinalIgnoreCase)))
            AddFrom(value ?? "");
        foreach (var name in variables.Where(v => Names.ContainsKey(v.Key) || HoldsPassword(v.Key, v.Value)).Select(v => v.Key).ToList())
            variables.Remove(name);
    }

    /// <summary>The address of a store on a database may hold the password of the engine's own account.</summary>
    private static bool HoldsPassword(string name, string? value) => (name == "RUNBOOK_STORE" || name.StartsWith(Settings, StringComparison.OrdinalIgnoreCase)) && value is not null && Password().IsMatch(value);

    [GeneratedRegex("\\benv:[ ]*([A-Za-z_][A-Za-z0-9_.-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex References();

    [GeneratedRegex("(password|pwd)\\s*=|://[^/@\\s]*:[^/@\\s]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
