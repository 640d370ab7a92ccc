namespace RunbookEngine.Activities.Connections;

/// <summary>What a look at one array before a run brought.</summary>
/// <param name="Array">Alias.</param>
/// <param name="Endpoint">The first address of its REST API.</param>
/// <param name="Verified">False when its certificate is not checked: say so loudly.</param>
/// <param name="Failure">Null when it answered as the array it should be.</param>
public sealed record ArrayCheck(string Array, string Endpoint, bool Verified, Failure? Failure)
{
    /// <summary>It fails by giving no answer; false when an answer said what is wrong.</summary>
    public bool IsSilent { get; init; }
}
