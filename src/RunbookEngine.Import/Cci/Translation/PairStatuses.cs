using RunbookEngine.Import.Report;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>CCI judges a pair by one volume; a runbook names the statuses of both sides.</summary>
/// <remarks>Source: CCI Command Reference, pairevtwait and pairvolchk (return values with -ss).</remarks>
internal static class PairStatuses
{
    /// <summary>A status word of <c>pairevtwait -s</c> or <c>-ss</c>; null when it is none.</summary>
    public static string[]? Of(string word, Technology technology) => word.ToLowerInvariant() switch
    {
        "smpl" => ["SMPL"],
        "copy" => ["COPY"],
        "rcpy" => ["RCPY"],
        "pair" when technology == Technology.UniversalReplicator => ["PAIR", "PFUL"],
        "pair" => ["PAIR"],
        "psus" or "ssus" when technology == Technology.ThinImage => ["PSUS", "PFUS"],
        "psus" or "ssus" => ["PSUS", "SSUS"],
        "psue" => ["PSUE"],
        "pful" or "pfull" => ["PFUL"],
        "pfus" => ["PFUS"],
        "ssws" => ["SSWS"],
        _ => null,
    };

    /// <summary>A return value of <c>pairvolchk -ss</c>: tens for the side (2 and 3; 4 and 5 for Universal Replicator), ones for the status.</summary>
    public static string[]? OfReturnValue(int value, Technology technology) => value switch
    {
        11 => ["SMPL"],
        _ when value / 10 is 2 or 3 or 4 or 5 => (value % 10) switch
        {
            2 => ["COPY", "RCPY"],
            3 => Of("pair", technology),
            4 => Of("psus", technology),
            5 => ["PSUE"],
            7 => ["PFUL"],
            8 => ["PFUS"],
            _ => null,
        },
        _ => null,
    };

    public static string Yaml(IReadOnlyList<string> statuses) => statuses.Count == 1 ? statuses[0] : YamlText.List(statuses);
}
