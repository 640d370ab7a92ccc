namespace RunbookEngine.Arrays.Jobs;

/// <summary>What the job history says about a request whose answer we do not have.</summary>
/// <param name="Jobs">Jobs of the very same request after the mark, oldest first.</param>
/// <param name="IsComplete">True when every REST server was read back to the mark: then no job means no request arrived.</param>
public sealed record JobSearch(IReadOnlyList<ArrayJob> Jobs, bool IsComplete)
{
    /// <summary>The newest match; null when there is none.</summary>
    public ArrayJob? Job => Jobs.Count > 0 ? Jobs[^1] : null;
}
