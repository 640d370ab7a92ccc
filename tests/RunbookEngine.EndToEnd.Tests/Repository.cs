using System.Runtime.CompilerServices;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>Files of this repository, wherever it is checked out.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    public static string File(string relative) => Path.Combine(Root, relative);

    public static string TwoSite => File("examples/topologies/two-site.yaml");

    public static string Runbook(string name) => File($"runbooks/{name}.yaml");

    private static string Here([CallerFilePath] string file = "") => file;
}
