using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>Reads pairs afresh, to see what changed while a run was down.</summary>
public interface IDriftReader
{
    /// <summary>The pairs of the run's targets as they are; null when they cannot be read now (the run's own steps will say why).</summary>
    Task<IReadOnlyList<PairReading>?> ReadAsync(RunState run, CancellationToken cancellationToken);
}
