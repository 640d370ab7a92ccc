using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Limits;

/// <summary>How much of each an array takes, by its model. Null is not known: nothing is refused then.</summary>
/// <param name="Family">The models the row is for, as the vendor names them.</param>
/// <param name="RemoteConsistencyGroups">Consistency groups of Universal Replicator; ids are below it.</param>
/// <param name="Journals">Replication journals; ids are below it.</param>
/// <param name="PairsPerConsistencyGroup">Pairs of one consistency group.</param>
/// <remarks>
/// Sources: on-array help of VSP G350 to G900 (88-03-05), easymanua.ls VSP F1500 page 249 (Universal Replicator consistency groups); Thin Image
/// guide MK-98RD9020 and MK-98RD9033, consistency and snapshot groups (8,192 pairs, 1,024 on G130; ShadowImage uses 0 to 127 of the local ones);
/// Hitachi Vantara community, Universal Replicator journals, 2026-03-30 (256 or 128 journals).
/// </remarks>
public sealed record ModelLimits(string Family, int? RemoteConsistencyGroups, int? Journals, int PairsPerConsistencyGroup)
{
    /// <summary>ShadowImage takes the first of the consistency groups inside an array, on every model.</summary>
    public const int ShadowImageConsistencyGroups = 128;

    private const int UsualPairs = 8192;

    /// <summary>Patterns of the model as <c>storages</c> tells it; the first that fits counts.</summary>
    private static readonly IReadOnlyList<(string Pattern, ModelLimits Limits)> Rows =
    [
        ("G130(?!0)",         new("VSP G130",                         16,   null, 1024)),
        ("G150(?!0)",         new("VSP G150",                         32,   null, UsualPairs)),
        ("G200(?!0)",         new("VSP G200",                         16,   null, UsualPairs)),
        ("[GF]3[57]0(?!0)",   new("VSP G350, G370, F350, F370",       128,  null, UsualPairs)),
        ("[GF]700(?!0)",      new("VSP G700, F700",                   128,  null, UsualPairs)),
        ("[GF]900(?!0)",      new("VSP G900, F900",                   256,  null, UsualPairs)),
        ("[GF]800(?!0)",      new("VSP G800, F800",                   128,  null, UsualPairs)),
        ("[GF][46]00(?!0)",   new("VSP G400, G600, F400, F600",       64,   null, UsualPairs)),
        ("[GF]1[05]00",  new("VSP G1000, G1500, F1500",          256,  null, UsualPairs)),
        ("(?<![0-9A-Z])5[1256]00", new("VSP 5000 series",        null, 256,  UsualPairs)),
        ("E(590|790|990|1090)", new("VSP E series",              null, 128,  UsualPairs)),
        ("One Block High End|One B85", new("VSP One Block High End", null, 256, UsualPairs)),
        ("One B(lock )?2", new("VSP One Block 20",               null, 128,  UsualPairs)),
    ];

    /// <summary>The limits of a model as the array tells it (<c>VSP 5600H</c>, <c>VSP E1090</c>); null for one that no row is for.</summary>
    public static ModelLimits? Of(string? model) => model is null ? null : Rows.FirstOrDefault(r =>
        System.Text.RegularExpressions.Regex.IsMatch(model, r.Pattern, System.Text.RegularExpressions.RegexOptions.CultureInvariant)).Limits;

    /// <summary>Why the model does not take a consistency group of this id; null when it does, or nobody knows.</summary>
    public string? RefuseConsistencyGroup(Technology technology, int id) => technology switch
    {
        Technology.UniversalReplicator when RemoteConsistencyGroups is { } most && id >= most =>
            $"{Family} has {most} consistency groups of Universal Replicator, 0 to {most - 1}, and no {id}",
        Technology.ShadowImage when id >= ShadowImageConsistencyGroups =>
            $"{Family}: ShadowImage uses the consistency groups 0 to {ShadowImageConsistencyGroups - 1}, not {id}",
        _ => null,
    };

    /// <summary>Why the model does not have a journal of this id; null when it may have.</summary>
    public string? RefuseJournal(int id) =>
        Journals is { } most && id >= most ? $"{Family} has {most} journals, 0 to {most - 1}, and no {id}" : null;

    /// <summary>Why a consistency group does not take that many pairs; null when it does.</summary>
    public string? RefusePairs(int pairs) =>
        pairs > PairsPerConsistencyGroup ? $"{Family} takes {PairsPerConsistencyGroup:N0} pairs in a consistency group, not {pairs:N0}" : null;
}
