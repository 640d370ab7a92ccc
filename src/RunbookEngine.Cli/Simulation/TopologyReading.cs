using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Starters;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Cli.Simulation;

/// <summary>Reads a topology file; its mistakes are printed like those of a runbook.</summary>
internal static class TopologyReading
{
    /// <summary>The rule of every mistake in a topology.</summary>
    public const string Code = "RB2001";

    /// <param name="path">A file, or the name of a built-in topology where there is no such file.</param>
    /// <returns>Null when the file is no topology; what is wrong was printed.</returns>
    public static Topology? Read(Invocation call, string path)
    {
        var result = !File.Exists(path) && BuiltIn.Topology(path) is { } text ? Topology.Parse(text, path) : Topology.Load(path);
        if (result.IsValid)
            return result.Topology;
        new DiagnosticPrinter(call).Print([.. result.Diagnostics.Select(Translate)]);
        return null;
    }

    public static Diagnostic Translate(TopologyDiagnostic d) =>
        Diagnostic.Error(Code, new SourceSpan(d.File, d.Line, d.Column, d.Line, d.Column + 1), d.Message.TrimEnd('.'), d.Help);
}
