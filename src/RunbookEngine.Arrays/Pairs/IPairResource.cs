using RunbookEngine.Arrays.Requests;

namespace RunbookEngine.Arrays.Pairs;

/// <summary>What every kind of pair object in the API can be asked, whatever it is called there.</summary>
internal interface IPairResource
{
    /// <param name="group">The technology and, for remote ones, the partner.</param>
    /// <param name="named">Groups whose name this refuses need not be looked into.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    Task<IReadOnlyList<CopyGroupRef>> ListAsync(GroupQuery group, Func<string, bool> named, CancellationToken cancellationToken);

    /// <returns>Null when the group does not exist: the last pair takes its group along.</returns>
    Task<CopyGroup?> ReadGroupAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken);

    Task<Pair?> ReadPairAsync(PairRef pair, PairReadOptions options, CancellationToken cancellationToken);

    ArrayRequest Describe(CopyGroupRef group, PairRequest request);

    ArrayRequest Describe(PairRef pair, PairRequest request);
}
