namespace RunbookEngine.Simulator.Topologies;

/// <summary>One mistake in a topology file, with its place (line and column from 1) and how to mend it.</summary>
public sealed record TopologyDiagnostic(string File, int Line, int Column, string Message, string? Help)
{
    public override string ToString() =>
        $"{File}:{Line}:{Column}: error: {Message}" + (Help is null ? "" : Environment.NewLine + "  help: " + Help);
}
