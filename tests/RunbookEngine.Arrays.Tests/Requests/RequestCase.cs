using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Requests;

/// <summary>A request and what must go over the wire for it.</summary>
internal sealed record RequestCase(string What, Technology Technology, PairRequest Request, string Method, string Path, string? Body)
{
    /// <summary>Null: of the whole group.</summary>
    public string? Pair { get; init; }

    /// <summary>Creating and changing status end with acceptance; deleting has no copy to wait for.</summary>
    public bool NoWait => Method == "POST";

    public bool AtOsaka { get; init; }

    public CopyGroupRef Group => CopyGroupRef.Of(Technology, TwoSites.TokyoId, "cg", Technology.IsRemote() ? TwoSites.OsakaId : null);

    public static RequestCase Of(
        string what, Technology technology, PairRequest request, string method, string path, string? body, string? pair = null, bool atOsaka = false) =>
        new(what, technology, request, method, path, body) { Pair = pair, AtOsaka = atOsaka };

    public override string ToString() => What;
}
