using System.Diagnostics.CodeAnalysis;

namespace RunbookEngine.Simulator.Topologies;

/// <summary>A topology, or every mistake that keeps the file from being one.</summary>
public sealed record TopologyResult(Topology? Topology, IReadOnlyList<TopologyDiagnostic> Diagnostics)
{
    [MemberNotNullWhen(true, nameof(Topology))]
    public bool IsValid => Topology is not null && Diagnostics.Count == 0;

    /// <summary>The topology of a file known to be good: an example, a test.</summary>
    /// <exception cref="InvalidOperationException">The file has mistakes; the message lists them.</exception>
    public Topology Require() =>
        IsValid ? Topology : throw new InvalidOperationException(string.Join(Environment.NewLine, Diagnostics));
}
