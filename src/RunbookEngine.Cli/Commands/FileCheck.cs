using System.Text.RegularExpressions;
using RunbookEngine.Cli.Simulation;
using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Cli.Commands;

/// <summary>Checks a file of any kind: its first key says whether it is an environment or a topology; anything else is read as a runbook.</summary>
internal static partial class FileCheck
{
    public static bool IsRunbook(string text) => FirstKey().Match(text).Groups[1].Value is "" or "runbook";

    public static IReadOnlyList<Diagnostic> Check(SourceFile file, EnvironmentModel? environment, CompileOptions options) =>
        FirstKey().Match(file.Text).Groups[1].Value switch
        {
            "environment" => EnvironmentLoader.Load(file).Diagnostics,
            "topology" => [.. Topology.Parse(file.Text, file.Name).Diagnostics.Select(TopologyReading.Translate)],
            _ => RunbookCompiler.Compile(file, environment, options).Diagnostics,
        };

    [GeneratedRegex(@"^(environment|topology|runbook)[ \t]*:", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex FirstKey();
}
